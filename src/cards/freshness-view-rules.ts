import type { ConfidenceView, Notice, Tone } from '../../extensions/app/cards/contract.ts';
import type { Assessment, Confidence } from '../model/assessment.ts';
import { dayIn } from '../model/day.ts';
import type { BackfillProgress } from '../model/portal.ts';
import { factorLabel } from './health-view-rules.ts';
import type { CardRecord, ViewContext } from './view-context-rules.ts';

/** Scores follow the calendar once a day; a whole missed day is a delay worth saying. */
const staleAfterDays = 2;
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
  const missing = confidence.missing.map((code) => factorLabel(code, assessment, words));
  const lines = [
    purchases && words.count('confidence.orders', purchases.count),
    missing.length > 0
      ? words.say('confidence.missing', { list: words.list(missing) })
      : words.say('confidence.complete'),
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
