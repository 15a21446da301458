import type {
  AccountCard,
  AssessedAccount,
  Figure,
  Label,
  UnavailableAccount,
  UnscoredAccount,
  WaitingAccount,
} from '../../extensions/app/cards/contract.ts';
import type {
  Assessment,
  HealthVerdict,
  PurchaseSummary,
  RiskVerdict,
  UnscoredReason,
} from '../model/assessment.ts';
import type { AccountPast } from './account-past.ts';
import {
  backfillSum,
  confidenceView,
  freshness,
  isImporting,
  notices,
} from './freshness-view-rules.ts';
import { bandLabel, healthView } from './health-view-rules.ts';
import { type ManualRecord, manualView, overrideNotice } from './manual-view-rules.ts';
import { outlookFigures } from './outlook-view-rules.ts';
import { keyFact } from './purchase-fact-rules.ts';
import { riskLabel, riskView } from './risk-view-rules.ts';
import { signalText } from './signal-text-rules.ts';
import { strategyView } from './strategy-view-rules.ts';
import { tierView, whoItIs } from './tier-view-rules.ts';
import { dimensionFigures, trendView } from './trend-view-rules.ts';
import { ago, type CardRecord, sentenceCase, type ViewContext } from './view-context-rules.ts';

/** While the account is on its way, and once it is shown: not every change writes a property. */
const askAgain = { waiting: 4_000, shown: 5_000 };

/** What is read beside the assessment; null where it is not known. */
export type Beside = { past: AccountPast | null; manual: ManualRecord | null };
const nothingBeside: Beside = { past: null, manual: null };

/** What the card shows of an account, in the viewer's language. `undefined`: not known here. */
export function accountCard(
  record: CardRecord | undefined,
  context: ViewContext,
  beside: Beside = nothingBeside,
): AccountCard {
  const { portal } = context;
  if (portal.status === 'uninstalled') return unavailable('not-installed', context);
  if (!record?.assessment) {
    if (portal.status === 'revoked') return unavailable('reconnect', context);
    return waiting(record, context);
  }
  const { assessment } = record;
  const why = whyUnscored(assessment);
  if (why !== null) return unscored(why, record, assessment, context);
  return assessed(record, assessment as ScoredAssessment, context, beside);
}

/** The portal has never installed the app, or is unknown here. */
export function unavailable(
  why: UnavailableAccount['why'],
  { words }: Pick<ViewContext, 'words'>,
): UnavailableAccount {
  const key = why === 'reconnect' ? 'reconnect' : 'not_installed';
  return {
    state: 'unavailable',
    why,
    title: words.say(`unavailable.${key}_title`),
    text: words.say(`unavailable.${key}_text`),
  };
}

type ScoredAssessment = Assessment & { health: HealthVerdict; risk: RiskVerdict };

const whys: Record<UnscoredReason, UnscoredAccount['why']> = {
  no_purchases: 'prospect',
  too_early: 'new',
  lapsed: 'lost',
};

function whyUnscored({ unscored, health, risk }: Assessment): UnscoredAccount['why'] | null {
  if (unscored !== null) return whys[unscored.reason];
  return health === null || risk === null ? 'insufficient' : null;
}

function assessed(
  record: CardRecord,
  assessment: ScoredAssessment,
  context: ViewContext,
  { past, manual }: Beside,
): AssessedAccount {
  const { words } = context;
  const { health, risk } = assessment;
  return {
    state: 'assessed',
    headline: headline(assessment, context),
    labels: labels(assessment, context),
    notices: [overrideNotice(assessment, manual, context), ...notices(assessment, context)].filter(
      (notice) => notice !== null,
    ),
    health: {
      ...healthView(assessment, health, words),
      dimensions: {
        title: words.say('dimension.title'),
        figures: dimensionFigures(health, words),
      },
      trend: trendView(assessment, health, past, words),
    },
    risk: riskView(assessment, risk, context),
    tier: tierView(assessment, words),
    strategy: strategyView(assessment, context),
    outlook: outlookFigures(assessment, context),
    confidence: confidenceView(assessment, context),
    manual: manualView(manual, context),
    freshness: freshness(record, context),
    askAgainAfterMs: askAgain.shown,
  };
}

function headline(assessment: ScoredAssessment, { words }: ViewContext): string {
  const { health, risk, lifecycle } = assessment;
  const who = whoItIs(assessment, words) ?? words.say(`lifecycle.${lifecycle}`);
  const [signal] = risk.signals;
  if (health.band === 'healthy' && risk.level !== 'low' && signal) {
    return words.say('headline.warned', { who, fact: signalText(signal, words) });
  }
  const fact = keyFact(assessment, words) ?? '';
  return words.say(`headline.${health.band ?? 'unbanded'}`, { who, fact });
}

function labels(assessment: ScoredAssessment, context: ViewContext): Label[] {
  const { words } = context;
  const found = [
    bandLabel(assessment.health.band, words),
    riskLabel(assessment.risk.level, context),
  ];
  if (assessment.lifecycle === 'dormant') {
    found.push({ text: words.say('lifecycle.dormant'), tone: 'watch' });
  }
  return found;
}

function unscored(
  why: UnscoredAccount['why'],
  record: CardRecord,
  assessment: Assessment,
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
    freshness: freshness(record, context),
    askAgainAfterMs: askAgain.shown,
  };
}

function unscoredText(
  why: UnscoredAccount['why'],
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

function waiting(record: CardRecord | undefined, context: ViewContext): WaitingAccount {
  const { words, portal } = context;
  const why = whyWaiting(record, context);
  return {
    state: 'waiting',
    why,
    title: words.say(`waiting.${why}_title`),
    text: words.say(`waiting.${why}_text`),
    progress: why === 'syncing' ? progress(portal.backfill, context) : null,
    askAgainAfterMs: askAgain.waiting,
  };
}

function whyWaiting(
  record: CardRecord | undefined,
  { portal }: ViewContext,
): WaitingAccount['why'] {
  if (isImporting(portal.backfill)) return 'syncing';
  return record ? 'unassessed' : 'queued';
}

/** A bar needs an end; while one total is unknown, only the count so far is said. */
function progress(
  backfill: ViewContext['portal']['backfill'],
  { words }: ViewContext,
): WaitingAccount['progress'] {
  const { done, total } = backfillSum(backfill);
  const label = words.say('waiting.syncing_title');
  if (total === null || total === 0) {
    const description = words.say('waiting.progress_open', { done: words.number(done) });
    return { label, value: 0, max: 1, description };
  }
  const values = { done: words.number(done), total: words.number(total) };
  return { label, value: done, max: total, description: words.say('waiting.progress', values) };
}
