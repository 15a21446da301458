import type {
  AccountCard,
  AssessedAccount,
  Label,
  UnavailableAccount,
  WaitingAccount,
} from '../../extensions/app/cards/contract.ts';
import type {
  Assessment,
  HealthVerdict,
  RiskVerdict,
  UnscoredReason,
} from '../model/assessment.ts';
import type { AccountPast } from './account-past.ts';
import type { AccountStrategy } from './account-strategy.ts';
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
import { outsideView, unscoredView, type WhyUnscored } from './unscored-view-rules.ts';
import type { CardRecord, ViewContext } from './view-context-rules.ts';

/** While the account is on its way, and once it is shown: not every change writes a property. */
const askAgain = { waiting: 4_000, shown: 5_000 };

/** What is read beside the assessment; null where it is not known. */
export type Beside = {
  past: AccountPast | null;
  manual: ManualRecord | null;
  strategy: AccountStrategy | null;
};
const nothingBeside: Beside = { past: null, manual: null, strategy: null };

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
    const isOutside = record?.isOutside === true && !isImporting(portal.backfill);
    return isOutside ? outsideView(context) : waiting(record, context);
  }
  const { assessment } = record;
  const why = whyUnscored(assessment);
  if (why !== null)
    return unscoredView(why, { record, assessment, manual: beside.manual }, context);
  return assessed(record, assessment as ScoredAssessment, context, beside);
}

const whyWords = {
  'not-installed': 'not_installed',
  reconnect: 'reconnect',
  'not-published': 'not_published',
} as const;

/** Why nothing is shown here, of this company or any. */
export function unavailable(
  why: UnavailableAccount['why'],
  { words }: Pick<ViewContext, 'words'>,
): UnavailableAccount {
  return {
    state: 'unavailable',
    why,
    title: words.say(`unavailable.${whyWords[why]}_title`),
    text: words.say(`unavailable.${whyWords[why]}_text`),
  };
}

type ScoredAssessment = Assessment & { health: HealthVerdict; risk: RiskVerdict };

const whys: Record<UnscoredReason, WhyUnscored> = {
  no_purchases: 'prospect',
  too_early: 'new',
  lapsed: 'lost',
};

function whyUnscored({ unscored, health, risk }: Assessment): WhyUnscored | null {
  if (unscored !== null) return whys[unscored.reason];
  return health === null || risk === null ? 'insufficient' : null;
}

function assessed(
  record: CardRecord,
  assessment: ScoredAssessment,
  context: ViewContext,
  { past, manual, strategy }: Beside,
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
      ...healthView(assessment, health, context),
      dimensions: {
        title: words.say('dimension.title'),
        figures: dimensionFigures(health, words),
      },
      trend: trendView(assessment, health, past, words),
    },
    risk: riskView(assessment, risk, context),
    tier: tierView(assessment, context),
    strategy: strategy && strategyView({ assessment, name: record.name }, strategy, context),
    outlook: outlookFigures(assessment, context),
    confidence: confidenceView(assessment, context),
    manual: manualView(manual, assessment, context),
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
