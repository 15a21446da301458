import type { Assessment } from '../model/assessment.ts';
import type { Evidence } from '../model/evidence.ts';
import {
  type Movable,
  type Move,
  type MovedAccount,
  movables,
  type Shift,
} from '../model/policy-preview.ts';

const none = 'none';

/** Everything of an account that differs between two assessments of the same evidence. */
function movesOf(before: Assessment, after: Assessment): Move[] {
  return movables.flatMap((of): Move[] => {
    const [was, is] = [readings[of](before), readings[of](after)];
    if (was.answer === is.answer) return [];
    const cause = isAlike(was.measure, is.measure) ? 'rule' : 'score';
    return [
      {
        of,
        before: was.answer,
        after: is.answer,
        measure: { before: was.measure, after: is.measure },
        cause,
      },
    ];
  });
}

type Reading = { answer: string; measure: number | null };

const readings: Record<Movable, (assessment: Assessment) => Reading> = {
  nine_box: ({ nineBox }) => ({ answer: nineBox ?? none, measure: null }),
  value_tier: ({ value }) => ({
    answer: value?.tier ?? none,
    measure: value?.percentile ?? null,
  }),
  potential_tier: ({ potential }) => ({
    answer: potential?.tier ?? none,
    measure: potential?.score ?? null,
  }),
  health_band: ({ health, risk }) => ({
    answer: health?.band ?? none,
    measure: risk?.probability ?? null,
  }),
  risk_level: ({ risk }) => ({ answer: risk?.level ?? none, measure: risk?.probability ?? null }),
  lifecycle: ({ lifecycle, purchases }) => ({
    answer: lifecycle,
    measure: purchases?.silentDays ?? null,
  }),
};

function isAlike(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) < 1e-9;
}

/** Counts of every answer before and after, and the accounts that moved. */
export function createTally() {
  const counts = new Map<string, { before: number; after: number }>();
  const health = { before: emptyTens(), after: emptyTens() };
  const moved: MovedAccount[] = [];
  let assessed = 0;

  function count(of: Movable, answer: string, when: 'before' | 'after'): void {
    const key = `${of}\n${answer}`;
    const known = counts.get(key) ?? { before: 0, after: 0 };
    counts.set(key, { ...known, [when]: known[when] + 1 });
  }

  return {
    add({ accountId, profile }: Evidence, before: Assessment | null, after: Assessment): void {
      assessed += 1;
      for (const of of movables) {
        if (before) count(of, readings[of](before).answer, 'before');
        count(of, readings[of](after).answer, 'after');
      }
      addTo(health.before, before?.health?.score);
      addTo(health.after, after.health?.score);
      const moves = before ? movesOf(before, after) : [];
      if (moves.length === 0) return;
      moved.push({
        accountId,
        name: profile.name,
        healthBefore: before?.health?.score ?? null,
        healthAfter: after.health?.score ?? null,
        revenueTtm: after.purchases?.revenueTtm ?? 0,
        moves,
      });
    },

    result(most: number) {
      moved.sort(
        (one, other) =>
          other.revenueTtm - one.revenueTtm || (one.accountId < other.accountId ? -1 : 1),
      );
      return {
        assessed,
        shifts: shiftsOf(counts),
        health,
        moved: moved.length,
        movedAccounts: moved.slice(0, most),
      };
    },
  };
}

function emptyTens(): number[] {
  return Array.from({ length: 10 }, () => 0);
}

function addTo(tens: number[], score: number | undefined): void {
  if (score === undefined) return;
  const ten = Math.min(9, Math.floor(score / 10));
  tens[ten] = (tens[ten] ?? 0) + 1;
}

function shiftsOf(counts: ReadonlyMap<string, { before: number; after: number }>) {
  const shifts = (of: Movable): Shift[] =>
    [...counts]
      .filter(([key]) => key.startsWith(`${of}\n`))
      .map(([key, count]) => ({ code: key.slice(of.length + 1), ...count }))
      .sort((one, other) => (one.code < other.code ? -1 : 1));
  return Object.fromEntries(movables.map((of) => [of, shifts(of)])) as Record<Movable, Shift[]>;
}
