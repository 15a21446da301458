import type { ConfidenceView, Notice, Tone } from '../../extensions/app/cards/contract.ts';
import type { Assessment, Confidence, FactorCode } from '../model/assessment.ts';
import { dayIn } from '../model/day.ts';
import type { BackfillProgress } from '../model/portal.ts';
import type { Words } from '../words/words.ts';
import { factorLabel } from './factor-text-rules.ts';
import type { CardRecord, ViewContext } from './view-context-rules.ts';

/** Scores follow the calendar once a day; a whole missed day is a delay worth saying. */
const staleAfterDays = 2;
const waysToFill = [
  'renewal',
  'contact_silence',
  'complaints',
  'satisfaction_survey',
  'service_response',
  'competitor',
  'payment',
] as const satisfies FactorCode[];
const confidenceTones: Record<Confidence['level'], Tone> = {
  high: 'good',
  medium: 'neutral',
  low: 'watch',
};

/** When the scores were computed: minutes within the hour, then the time, then the date. */
export function freshness(record: CardRecord, context: ViewContext): string {
  const { words, portal, nowMs, today } = context;
  const { assessedAt, assessment } = record;
  if (assessedAt === null) {
    return words.say('freshness.as_of', { date: words.date(assessment?.asOf ?? today) });
  }
  const time = words.time(assessedAt, portal.timeZone);
  const minutes = Math.floor((nowMs - assessedAt) / 60_000);
  if (minutes < 1) return words.say('freshness.now', { time });
  if (minutes < 60) return words.count('freshness.minutes', minutes);
  const assessedOn = dayIn(portal.timeZone)(assessedAt);
  if (assessedOn === today) return words.say('freshness.today', { time });
  return words.say('freshness.on', { date: words.date(assessedOn) });
}

/** What the reader has to know before trusting the figures, most urgent first. */
export function notices(assessment: Assessment, context: ViewContext): Notice[] {
  return [
    reconnectNotice(context),
    staleNotice(assessment, context),
    pausedNotice(context),
    importingNotice(context),
    thinNotice(assessment, context),
  ].filter((notice) => notice !== null);
}

/** Done and total over all kinds of records; the total is null while one of them is unknown. */
export function backfillSum(backfill: readonly BackfillProgress[]) {
  let done = 0;
  let total: number | null = 0;
  for (const part of backfill) {
    done += part.done;
    total = total === null || part.total === null ? null : total + part.total;
  }
  return { done, total };
}

export function isImporting(backfill: readonly BackfillProgress[]): boolean {
  return backfill.some((part) => !part.isFinished);
}

export function confidenceView(assessment: Assessment, { words }: ViewContext): ConfidenceView {
  const { confidence, purchases } = assessment;
  const lines = [
    purchases && words.count('confidence.orders', purchases.count),
    confidence.missing.length === 0 ? words.say('confidence.complete') : null,
    ...confidence.missing.map((code) => missingText(code, assessment, words)),
    purchases?.dealsWithoutAmount
      ? words.count('confidence.no_amount', purchases.dealsWithoutAmount)
      : null,
    purchases?.amountsWithoutRate
      ? words.count('confidence.no_rate', purchases.amountsWithoutRate)
      : null,
    purchases?.converted
      ? words.count('confidence.own_rate', purchases.converted.amounts, {
          date: words.date(purchases.converted.oldestRateOn),
        })
      : null,
  ];
  return {
    title: words.say('confidence.title', {
      score: words.number(confidence.score),
      level: words.say(`confidence.level.${confidence.level}`),
    }),
    tone: confidenceTones[confidence.level],
    lines: lines.filter((line) => line !== null),
  };
}

/** What is not known, and who can make it known and where. */
function missingText(code: FactorCode, assessment: Assessment, words: Words): string {
  const factor = factorLabel(code, assessment, words);
  const how = waysToFill.find((known) => known === code);
  return words.say('confidence.missing', {
    factor,
    how: words.say(how ? `confidence.fill.${how}` : 'confidence.fill.otherwise'),
  });
}

function reconnectNotice({ words, portal }: ViewContext): Notice | null {
  if (portal.status !== 'revoked') return null;
  return {
    tone: 'warning',
    title: words.say('notice.reconnect_title'),
    text: words.say('notice.reconnect_text'),
  };
}

function staleNotice({ asOf }: Assessment, { words, today }: ViewContext): Notice | null {
  if (today - asOf < staleAfterDays) return null;
  return {
    tone: 'warning',
    title: words.say('notice.stale_title', { date: words.date(asOf) }),
    text: words.say('notice.stale_text'),
  };
}

function pausedNotice({ words, portal }: ViewContext): Notice | null {
  if (!portal.isPaused) return null;
  return {
    tone: 'info',
    title: words.say('notice.paused_title'),
    text: words.say('notice.paused_text'),
  };
}

function importingNotice({ words, portal }: ViewContext): Notice | null {
  if (!isImporting(portal.backfill)) return null;
  const { done, total } = backfillSum(portal.backfill);
  const share = total ? words.percent(done / total) : words.number(done);
  return {
    tone: 'info',
    title: words.say('notice.importing_title', { share }),
    text: words.say('notice.importing_text'),
  };
}

function thinNotice({ confidence, purchases }: Assessment, { words }: ViewContext): Notice | null {
  if (confidence.level !== 'low' || !purchases || purchases.count > 2) return null;
  return {
    tone: 'info',
    title: words.say('notice.thin_title'),
    text: words.count('notice.thin_text', purchases.count),
  };
}
