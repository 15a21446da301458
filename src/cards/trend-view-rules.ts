import type { ChangeView, Figure, TrendView } from '../../extensions/app/cards/contract.ts';
import type { Assessment, HealthVerdict } from '../model/assessment.ts';
import { dimensions } from '../model/assessment.ts';
import type { HealthChange } from '../scoring/trend.ts';
import type { Words } from '../words/words.ts';
import type { AccountPast, PastEvent } from './account-past.ts';
import { factorLabel } from './factor-text-rules.ts';

const kinds = [
  'order',
  'complaint',
  'type',
  'override',
  'policy',
] as const satisfies PastEvent['kind'][];
const marks: Record<PastEvent['kind'], string> = {
  order: '●',
  complaint: '▲',
  type: '◆',
  override: '★',
  policy: '■',
};

/**
 * How the score came to where it is. null while the score that is shown is of other records than its
 * past: then the account is about to be scored again.
 */
export function trendView(
  assessment: Assessment,
  health: HealthVerdict,
  past: AccountPast | null,
  words: Words,
): TrendView | null {
  if (past?.history.at(-1)?.score !== health.score) return null;
  const months = monthsOf(past, assessment);
  const found = kinds.filter((kind) => months.some(({ events }) => events.has(kind)));
  return {
    title: words.say('trend.title'),
    axes: { month: words.say('trend.month'), score: words.say('bill.total') },
    points: months.flatMap(({ label, score, events }) =>
      score === null ? [] : [{ month: `${label(words)} ${markOf(events)}`.trim(), score }],
    ),
    legend: found.map((kind) => `${marks[kind]} ${words.say(`event.${kind}`)}`).join(' · '),
    table: {
      title: words.say('trend.table'),
      columns: [words.say('trend.month'), words.say('bill.total'), words.say('trend.happened')],
      rows: months.map(({ label, score, events }) => [
        label(words),
        score === null ? '–' : words.number(score),
        happened(events, words),
      ]),
    },
    change: past.change && changeView(past.change, assessment, words),
  };
}

/** The points of each dimension; they and the base make up the score. */
export function dimensionFigures({ dimensionPoints }: HealthVerdict, words: Words): Figure[] {
  return dimensions.map((dimension) => ({
    label: words.say(`dimension.${dimension}`),
    value: words.points(dimensionPoints[dimension]),
    hint: null,
  }));
}

type Month = {
  label: (words: Words) => string;
  score: number | null;
  events: Map<PastEvent['kind'], number>;
};

/** What happened belongs to the first month end that is not before it. */
function monthsOf(past: AccountPast, { nineBoxSince, previousNineBox }: Assessment): Month[] {
  const moved: PastEvent[] =
    nineBoxSince === null || previousNineBox === null ? [] : [{ day: nineBoxSince, kind: 'type' }];
  const all = [...past.events, ...moved];
  const last = past.history.length - 1;
  return past.history.map(({ day, score }, position) => {
    const before = past.history[position - 1]?.day ?? day - 31;
    const events = new Map<PastEvent['kind'], number>();
    for (const event of all) {
      if (event.day <= before || event.day > day) continue;
      events.set(event.kind, (events.get(event.kind) ?? 0) + 1);
    }
    return {
      label: (words) => (position === last ? words.say('trend.today') : words.month(day)),
      score,
      events,
    };
  });
}

function markOf(events: Month['events']): string {
  return kinds.flatMap((kind) => (events.has(kind) ? [marks[kind]] : [])).join('');
}

function happened(events: Month['events'], words: Words): string {
  return kinds
    .flatMap((kind) => {
      const times = events.get(kind);
      if (times === undefined) return [];
      return [`${marks[kind]} ${words.count(`event.${kind}_times`, times)}`];
    })
    .join(' · ');
}

function changeView(change: HealthChange, assessment: Assessment, words: Words): ChangeView {
  const { from, to, deltas } = change;
  const total = (date: string, score: number) => ({
    kind: 'total' as const,
    label: words.say('change.health_on', { date }),
    points: score,
    pointsText: words.number(score),
  });
  return {
    title: words.say('change.title', { points: words.points(to.score - from.score) }),
    columns: [words.say('bill.factor'), words.say('bill.points')],
    lines: [
      total(words.date(from.day), from.score),
      ...deltas.map(({ code, points }) => ({
        kind: 'delta' as const,
        label: deltaLabel(code, assessment, words),
        points,
        pointsText: words.points(points),
      })),
      total(words.date(to.day), to.score),
    ],
  };
}

function deltaLabel(
  code: HealthChange['deltas'][number]['code'],
  assessment: Assessment,
  words: Words,
): string {
  if (code === 'base') return words.say('bill.base');
  if (code === 'cap') return words.say('change.cap');
  return factorLabel(code, assessment, words);
}
