import { Button, Flex, hubspot, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { AssessedView } from './AssessedView.tsx';
import { FailedView, UnavailableView, UnscoredView, WaitingView } from './StateViews.tsx';
import { type CardAnswer, useAccountCard } from './use-account-card.ts';
import { type CardWords, cardWords, fill } from './words.ts';

export function AccountCard() {
  const { answer, refresh, locale, lastKnownHealth } = useAccountCard();
  const words = cardWords(locale);
  const known =
    lastKnownHealth === null ? null : fill(words.last_known_health, { score: lastKnownHealth });

  if (answer.kind === 'loading') return <Loading words={words} known={known} />;
  if (answer.kind === 'failed') {
    return <FailedView words={words} errorId={answer.errorId} known={known} onRetry={refresh} />;
  }
  return (
    <Flex direction="column" gap="medium">
      <StateView answer={answer} />
      <Footer answer={answer} words={words} onRefresh={refresh} />
    </Flex>
  );
}

type Answered = Extract<CardAnswer, { kind: 'answered' }>;

function Loading({ words, known }: { words: CardWords; known: string | null }) {
  return (
    <Flex direction="column" gap="small">
      <LoadingSpinner label={words.loading} showLabel />
      {known && <Text variant="microcopy">{known}</Text>}
    </Flex>
  );
}

function StateView({ answer: { card } }: { answer: Answered }) {
  switch (card.state) {
    case 'assessed':
      return <AssessedView account={card} />;
    case 'unscored':
      return <UnscoredView account={card} />;
    case 'waiting':
      return <WaitingView account={card} />;
    case 'unavailable':
      return <UnavailableView account={card} />;
  }
}

type FooterProps = { answer: Answered; words: CardWords; onRefresh: () => void };

/** How fresh the figures are, and a way to ask again. */
function Footer({ answer, words, onRefresh }: FooterProps) {
  const { card, isRefreshing, refreshFailed } = answer;
  const freshness = 'freshness' in card ? card.freshness : '';
  return (
    <Flex justify="between" align="center" gap="small" wrap="wrap">
      <Text variant="microcopy">{refreshFailed ? words.refresh_failed : freshness}</Text>
      <Button variant="transparent" size="xs" disabled={isRefreshing} onClick={onRefresh}>
        {isRefreshing ? words.refreshing : words.refresh}
      </Button>
    </Flex>
  );
}

hubspot.extend<'crm.record.tab'>(() => <AccountCard />);
