import { Button, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { FailedView } from './StateViews.tsx';
import type { Answered, AnyCard, CardAnswer } from './use-card.ts';
import { type CardWords, cardWords, fill } from './words.ts';

type CardFrameProps<Card> = {
  answer: CardAnswer<Card>;
  refresh: () => void;
  locale: string;
  /** What was last written to the record; shown while there is nothing else. */
  lastKnownHealth: string | null;
  children: (card: Card) => ReactNode;
};

/** What all cards have around their content: loading, failure, how fresh it is and a way to ask again. */
export function CardFrame<Card extends AnyCard>(props: CardFrameProps<Card>) {
  const { answer, refresh, locale, lastKnownHealth, children } = props;
  const words = cardWords(locale);
  const known =
    lastKnownHealth === null ? null : fill(words.last_known_health, { score: lastKnownHealth });

  if (answer.kind === 'loading') return <Loading words={words} known={known} />;
  if (answer.kind === 'failed') {
    return <FailedView words={words} errorId={answer.errorId} known={known} onRetry={refresh} />;
  }
  return (
    <Flex direction="column" gap="medium">
      {children(answer.card)}
      <Footer answer={answer} words={words} onRefresh={refresh} />
    </Flex>
  );
}

function Loading({ words, known }: { words: CardWords; known: string | null }) {
  return (
    <Flex direction="column" gap="small">
      <LoadingSpinner label={words.loading} showLabel />
      {known && <Text variant="microcopy">{known}</Text>}
    </Flex>
  );
}

type FooterProps = { answer: Answered<AnyCard>; words: CardWords; onRefresh: () => void };

function Footer({ answer, words, onRefresh }: FooterProps) {
  const { card, isRefreshing, refreshFailed } = answer;
  return (
    <Flex justify="between" align="center" gap="small" wrap="wrap">
      <Text variant="microcopy">
        {refreshFailed ? words.refresh_failed : (card.freshness ?? '')}
      </Text>
      <Button variant="transparent" size="xs" disabled={isRefreshing} onClick={onRefresh}>
        {isRefreshing ? words.refreshing : words.refresh}
      </Button>
    </Flex>
  );
}
