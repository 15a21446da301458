import type { Figure, UnscoredAccount } from '../../extensions/app/cards/contract.ts';
import type { Assessment, PurchaseSummary } from '../model/assessment.ts';
import { freshness, notices } from './freshness-view-rules.ts';
import { type ManualRecord, manualView } from './manual-view-rules.ts';
import { ago, type CardRecord, sentenceCase, type ViewContext } from './view-context-rules.ts';

export type WhyUnscored = Exclude<UnscoredAccount['why'], 'outside'>;

const askAgainMs = { shown: 5_000, outside: 30_000 };

type Known = { record: CardRecord; assessment: Assessment; manual: ManualRecord | null };

/** Why there is no score, what is known all the same, and what somebody can add. */
export function unscoredView(
  why: WhyUnscored,
  { record, assessment, manual }: Known,
  context: ViewContext,
): UnscoredAccount {
  const { words } = context;
  const { purchases } = assessment;
  const silent = words.duration(purchases?.silentDays ?? 0);
  return {
    state: 'unscored',
    why,
    title: words.say(`unscored.${why}_title`, { silent }),
    text: unscoredText(why, assessment, context),
    labels: [
      { text: words.say('band.unscored'), tone: 'neutral' },
      { text: words.say(`lifecycle.${assessment.lifecycle}`), tone: 'neutral' },
    ],
    notices: notices(assessment, context).filter((notice) => notice.tone === 'warning'),
    figures: purchases ? purchaseFigures(purchases, context) : [],
    manual: manualView(manual, assessment, context),
    freshness: freshness(record, context),
    askAgainAfterMs: askAgainMs.shown,
  };
}

function unscoredText(
  why: WhyUnscored,
  { purchases, unscored }: Assessment,
  { words, today }: ViewContext,
): string {
  if (why !== 'new' || !purchases) return words.say(`unscored.${why}_text`);
  const scoredFrom = Number(unscored?.facts['scoredFrom'] ?? today);
  return words.say('unscored.new_text', {
    ago: ago(words, today - purchases.firstOn),
    date: words.date(scoredFrom),
  });
}

function purchaseFigures(purchases: PurchaseSummary, context: ViewContext): Figure[] {
  const { words, portal } = context;
  const money = (amount: number) => words.money(amount, portal.currency);
  const figures: [string, string | null][] = [
    [words.say('facts.orders'), words.number(purchases.count)],
    [words.say('facts.last_order'), sentenceCase(ago(words, purchases.silentDays))],
    [words.say('facts.cumulative'), money(purchases.cumulativeAmount)],
    [
      words.say('facts.average_order'),
      purchases.averageOrder === null ? null : money(purchases.averageOrder),
    ],
  ];
  return figures.flatMap(([label, value]) =>
    value === null ? [] : [{ label, value, hint: null }],
  );
}

/** An admin left it out of what is scored: nothing is on its way. */
export function outsideView({ words }: ViewContext): UnscoredAccount {
  return {
    state: 'unscored',
    why: 'outside',
    title: words.say('unscored.outside_title'),
    text: words.say('unscored.outside_text'),
    labels: [{ text: words.say('band.unscored'), tone: 'neutral' }],
    notices: [],
    figures: [],
    manual: null,
    freshness: null,
    askAgainAfterMs: askAgainMs.outside,
  };
}
