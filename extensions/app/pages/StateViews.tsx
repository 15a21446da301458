import {
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Flex,
  Heading,
  LoadingSpinner,
  ProgressBar,
  Text,
} from '@hubspot/ui-extensions';
import type { EmptyPortfolio, UnavailablePortfolio, WaitingPortfolio } from './contract.ts';
import { fill, type PageWords } from './words.ts';

type FailedProps = { words: PageWords; errorId: string; onRetry: () => void };

export function FailedView({ words, errorId, onRetry }: FailedProps) {
  return (
    <ErrorState title={words.failed_title} type="error">
      <Text>{words.failed_text}</Text>
      <Text variant="microcopy">{fill(words.failed_id, { id: errorId })}</Text>
      <Button variant="primary" onClick={onRetry}>
        {words.retry}
      </Button>
    </ErrorState>
  );
}

export function ForbiddenView({ words }: { words: PageWords }) {
  return (
    <ErrorState title={words.forbidden_title} type="lock">
      <Text>{words.forbidden_text}</Text>
    </ErrorState>
  );
}

export function WaitingView({ portfolio }: { portfolio: WaitingPortfolio }) {
  const { title, text, progress } = portfolio;
  return (
    <Flex direction="column" gap="small">
      {progress ? (
        <>
          <Heading>{title}</Heading>
          <ProgressBar
            aria-label={progress.label}
            value={progress.value}
            maxValue={progress.max}
            valueDescription={progress.description}
            showPercentage={progress.value > 0}
          />
        </>
      ) : (
        <LoadingSpinner label={title} showLabel />
      )}
      <Text>{text}</Text>
    </Flex>
  );
}

export function EmptyView({ portfolio: { title, text } }: { portfolio: EmptyPortfolio }) {
  return (
    <EmptyState title={title} layout="vertical" imageName="companies">
      <Text>{text}</Text>
    </EmptyState>
  );
}

export function UnavailableView({ portfolio }: { portfolio: UnavailablePortfolio }) {
  if (portfolio.why === 'reconnect') {
    return (
      <Alert variant="warning" title={portfolio.title}>
        {portfolio.text}
      </Alert>
    );
  }
  return (
    <EmptyState title={portfolio.title} layout="vertical" imageName="integrations">
      <Text>{portfolio.text}</Text>
    </EmptyState>
  );
}
