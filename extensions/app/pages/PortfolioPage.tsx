import { Button, Flex, hubspot, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { createPageRouter, PageRoutes, PageTitle } from '@hubspot/ui-extensions/pages';
import type { ReadyPortfolio } from './contract.ts';
import { ReadyView } from './ReadyView.tsx';
import {
  EmptyView,
  FailedView,
  ForbiddenView,
  UnavailableView,
  WaitingView,
} from './StateViews.tsx';
import { type PageAnswer, usePortfolio } from './use-portfolio.ts';
import { type PageWords, pageWords } from './words.ts';

export function PortfolioPage() {
  const { answer, change, refresh, locale } = usePortfolio();
  const words = pageWords(locale);
  return (
    <Flex direction="column" gap="medium">
      <PageTitle>{words.title}</PageTitle>
      <AnswerView answer={answer} words={words} change={change} refresh={refresh} />
    </Flex>
  );
}

type AnswerProps = {
  answer: PageAnswer;
  words: PageWords;
  change: (conditions: Readonly<Record<string, string>>) => void;
  refresh: () => void;
};

function AnswerView({ answer, words, change, refresh }: AnswerProps) {
  if (answer.kind === 'loading') {
    return <LoadingSpinner label={words.loading} showLabel layout="centered" />;
  }
  if (answer.kind === 'failed') {
    return <FailedView words={words} errorId={answer.errorId} onRetry={refresh} />;
  }
  if (answer.kind === 'forbidden') return <ForbiddenView words={words} />;
  const { portfolio } = answer;
  switch (portfolio.state) {
    case 'ready':
      return (
        <Flex direction="column" gap="medium">
          <Freshness answer={answer} portfolio={portfolio} words={words} onRefresh={refresh} />
          <ReadyView portfolio={portfolio} onChange={change} />
        </Flex>
      );
    case 'waiting':
      return <WaitingView portfolio={portfolio} />;
    case 'empty':
      return <EmptyView portfolio={portfolio} />;
    case 'unavailable':
      return <UnavailableView portfolio={portfolio} />;
  }
}

type FreshnessProps = {
  answer: Extract<PageAnswer, { kind: 'answered' }>;
  portfolio: ReadyPortfolio;
  words: PageWords;
  onRefresh: () => void;
};

/** When the figures were counted, and a way to ask again. */
function Freshness({ answer, portfolio, words, onRefresh }: FreshnessProps) {
  const { isRefreshing, refreshFailed } = answer;
  return (
    <Flex justify="between" align="center" gap="small" wrap="wrap">
      <Text variant="microcopy">{refreshFailed ? words.refresh_failed : portfolio.freshness}</Text>
      <Button variant="transparent" size="xs" disabled={isRefreshing} onClick={onRefresh}>
        {isRefreshing ? words.refreshing : words.refresh}
      </Button>
    </Flex>
  );
}

const Pages = createPageRouter(
  <PageRoutes>
    <PageRoutes.IndexRoute component={PortfolioPage} />
  </PageRoutes>,
);

hubspot.extend<'pages'>(() => <Pages />);
