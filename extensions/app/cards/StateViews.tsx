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
import type {
  UnavailableAccount,
  UnlinkedTicket,
  UnscoredAccount,
  WaitingAccount,
} from './contract.ts';
import { ManualSection } from './ManualSection.tsx';
import { Figures, Labels, Notices } from './Parts.tsx';
import type { CardWords } from './words.ts';

type FailedProps = {
  words: CardWords;
  errorId: string;
  known: string | null;
  onRetry: () => void;
};

export function FailedView({ words, errorId, known, onRetry }: FailedProps) {
  return (
    <ErrorState title={words.failed_title} type="error">
      <Text>{words.failed_text}</Text>
      <Text variant="microcopy">{words.failed_id.replace('{{id}}', errorId)}</Text>
      {known && <Text>{known}</Text>}
      <Button variant="primary" onClick={onRetry}>
        {words.retry}
      </Button>
    </ErrorState>
  );
}

export function WaitingView({ account }: { account: WaitingAccount }) {
  const { title, text, progress } = account;
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

export function UnavailableView({ account }: { account: UnavailableAccount }) {
  if (account.why === 'reconnect') {
    return (
      <Alert variant="warning" title={account.title}>
        {account.text}
      </Alert>
    );
  }
  return (
    <EmptyState title={account.title} layout="vertical" imageName="integrations">
      <Text>{account.text}</Text>
    </EmptyState>
  );
}

type UnscoredProps = { account: UnscoredAccount; onSaved: () => void };

export function UnscoredView({ account, onSaved }: UnscoredProps) {
  return (
    <Flex direction="column" gap="medium">
      <Heading>{account.title}</Heading>
      <Labels labels={account.labels} />
      <Notices notices={account.notices} />
      <Text>{account.text}</Text>
      {account.figures.length > 0 && <Figures figures={account.figures} />}
      {account.manual && <ManualSection manual={account.manual} onSaved={onSaved} />}
    </Flex>
  );
}

export function UnlinkedView({ ticket }: { ticket: UnlinkedTicket }) {
  return (
    <EmptyState title={ticket.title} layout="vertical" imageName="companies">
      <Text>{ticket.text}</Text>
    </EmptyState>
  );
}
