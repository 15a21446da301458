import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nineBoxTypes } from '../../src/model/assessment.ts';
import { type Day, isoDate } from '../../src/model/day.ts';
import { accountId, portalId } from '../../src/model/ids.ts';
import type { PlannedStep, StrategyRun, TakenStep } from '../../src/model/strategy.ts';
import { isWorkingDay, workCalendar } from '../../src/strategy/calendar.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { changesOf, plannedSteps, settledSteps, stepKey } from '../../src/strategy/plan.ts';
import { runsAfter } from '../../src/strategy/runs.ts';
import { aFrame, anAccountOf, aSituation, on } from './a-plan.ts';

const start = on('2026-11-16');
const library = Object.values(strategyLibrary);

const winBackRun: StrategyRun = {
  strategy: 'win_back',
  startedOn: start,
  endedOn: null,
  outcome: null,
};
const inDanger = aSituation({ type: 'regular', value: 'mid', risk: 'high' });

function lines(steps: readonly PlannedStep[]): string[] {
  return steps.map(({ step, dueOn }) => `${step} ${isoDate(dueOn)}`);
}

function taken(step: PlannedStep, status: TakenStep['status'] = 'not_started'): TakenStep {
  return { ...step, status };
}

describe('the plan of an account', () => {
  it('has the steps of its type by date', () => {
    const planned = plannedSteps(anAccountOf('core', start), aFrame(), {
      from: start,
      to: on('2026-12-31'),
    });

    expect(lines(planned)).toEqual([
      'core.kam 2026-11-19',
      'core.visit 2026-12-07',
      'core.review_prep 2026-12-14',
      'core.roi 2026-12-14',
      'core.custom 2026-12-16',
      'core.review 2026-12-21',
      'core.cdp 2026-12-31',
    ]);
  });

  it('has exactly four steps of a win-back: 3, 7, 10 and 30 days after the trigger', () => {
    const account = anAccountOf('regular', start, { runs: [winBackRun] });

    const planned = plannedSteps(account, aFrame({ calendar: workCalendar('none') }), {
      from: start,
      to: start + 400,
    });

    expect(planned.map(({ step, dueOn }) => [step, dueOn - start])).toEqual([
      ['wb.call', 3],
      ['wb.plan', 7],
      ['wb.gift', 10],
      ['wb.follow', 30],
    ]);
    expect(planned.filter(({ needsApproval }) => needsApproval).map(({ step }) => step)).toEqual([
      'wb.gift',
    ]);
  });

  it('has nothing of a strategy that is over or switched off', () => {
    const window = { from: start, to: start + 400 };
    const over = anAccountOf('core', start, {
      runs: [{ ...winBackRun, endedOn: start + 1, outcome: 'risk_gone' }],
    });

    expect(plannedSteps(over, aFrame(), window)).toEqual([]);
    expect(
      plannedSteps(
        anAccountOf('core', start),
        aFrame({ library: [strategyLibrary.growth] }),
        window,
      ),
    ).toEqual([]);
  });

  it('leaves a dismissed step out for 90 days', () => {
    const account = anAccountOf('core', start, {
      dismissed: [{ step: 'core.visit', on: start }],
    });

    const planned = plannedSteps(account, aFrame(), { from: start, to: on('2027-03-31') });

    expect(lines(planned).filter((line) => line.startsWith('core.visit'))).toEqual([
      'core.visit 2027-03-05',
    ]);
  });

  it('leaves a dismissed step out that was due before and waits for room', () => {
    const window = { from: start, to: start + 40 };
    const waiting = plannedSteps(anAccountOf('core', start), aFrame(), window)[0];
    const dismissed = [{ step: waiting?.step ?? '', on: (waiting?.dueOn ?? 0) + 7 }];

    const planned = plannedSteps(anAccountOf('core', start, { dismissed }), aFrame(), window);

    expect(waiting?.step).toBe('core.kam');
    expect(planned.filter(({ step }) => step === 'core.kam')).toEqual([]);
  });

  it('keeps a snooze when a new version of the strategy is published', () => {
    const window = { from: start, to: start + 60 };
    const frameOf = (version: number) =>
      aFrame({ library: [{ ...strategyLibrary.core, version }] });
    const [first] = plannedSteps(anAccountOf('core', start), frameOf(1), window);
    const snoozed = new Map([[first?.key ?? '', (first?.dueOn ?? 0) + 14]]);
    const dueIn = (version: number) =>
      plannedSteps(anAccountOf('core', start, { snoozed }), frameOf(version), window).find(
        ({ step, period }) => step === first?.step && period === first.period,
      )?.dueOn;

    expect(dueIn(2)).toBeGreaterThan(first?.dueOn ?? 0);
    expect(dueIn(2)).toBe(dueIn(1));
  });

  it('moves a snoozed step with its key, 30 days at most and to a working day', () => {
    const window = { from: start, to: on('2027-02-28') };
    const frame = aFrame();
    const visitOf = (snoozed: ReadonlyMap<string, number>) =>
      plannedSteps(anAccountOf('maintain', start, { snoozed }), frame, window).find(
        ({ step, period }) => step === 'mt.contact' && period === '2026-12',
      );
    const key = visitOf(new Map())?.key ?? '';

    const later = visitOf(new Map([[key, on('2026-12-19')]]));
    const muchLater = visitOf(new Map([[key, on('2027-02-20')]]));
    const earlier = visitOf(new Map([[key, on('2026-12-01')]]));

    expect([later, muchLater, earlier].map((step) => isoDate(step?.dueOn ?? 0))).toEqual([
      '2026-12-21',
      '2027-01-14',
      '2026-12-15',
    ]);
    expect([later, muchLater, earlier].map((step) => step?.key)).toEqual([key, key, key]);
  });
});

describe('a snoozed step', () => {
  it('is due in the window it was moved to, and in no other', () => {
    const frame = aFrame();
    const contactIn = (snoozed: ReadonlyMap<string, number>, from: string, to: string) =>
      plannedSteps(anAccountOf('maintain', start - 60, { snoozed }), frame, {
        from: on(from),
        to: on(to),
      }).filter(({ step }) => step === 'mt.contact');
    const [contact] = contactIn(new Map(), '2026-12-14', '2026-12-16');
    const snoozed = new Map([[contact?.key ?? '', on('2027-01-12')]]);

    expect(contactIn(snoozed, '2026-12-14', '2026-12-16')).toEqual([]);
    expect(lines(contactIn(snoozed, '2027-01-11', '2027-01-13'))).toEqual([
      'mt.contact 2027-01-12',
    ]);
  });
});

describe('the key of a step', () => {
  const anyParts = fc.record({
    portal: fc.integer({ min: 1, max: 1e9 }),
    account: fc.string(),
    strategy: fc.constantFrom(...nineBoxTypes),
    version: fc.integer({ min: 1, max: 99 }),
    step: fc.string(),
    period: fc.string(),
  });
  type Parts = typeof anyParts extends fc.Arbitrary<infer Value> ? Value : never;
  const keyOf = ({ portal, account, ...of }: Parts) =>
    stepKey(portalId(portal), accountId(account), of);

  it('differs with every part of it, whatever characters they have', () => {
    fc.assert(
      fc.property(anyParts, anyParts, (one, other) => {
        expect(keyOf(one) === keyOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
    fc.assert(
      fc.property(anyParts, (parts) => {
        const moved = { ...parts, step: `${parts.step}:${parts.period}`, period: '' };

        if (parts.period !== '') expect(keyOf(moved)).not.toBe(keyOf(parts));
      }),
    );
  });
});

describe('what changes', () => {
  const window = { from: start, to: on('2026-12-31') };
  const account = anAccountOf('core', start);
  const planned = plannedSteps(account, aFrame(), window);

  it('is everything at first, and nothing the second time', () => {
    const first = changesOf(planned, [], account.runs);
    const second = changesOf(
      planned,
      first.create.map((step) => taken(step)),
      account.runs,
    );

    expect(first.create).toEqual(planned);
    expect(second).toEqual({ create: [], withdraw: [], reopen: [] });
  });

  it('is nothing when a new version has the same step for the same period', () => {
    const renewed = aFrame({ library: [{ ...strategyLibrary.core, version: 2 }] });

    const changes = changesOf(
      plannedSteps(account, renewed, window),
      planned.map((step) => taken(step)),
      account.runs,
    );

    expect(changes.create).toEqual([]);
  });

  it('withdraws the untouched steps of a former type and leaves the started ones', () => {
    const runs: StrategyRun[] = [
      { strategy: 'core', startedOn: start, endedOn: start + 5, outcome: 'superseded' },
      { strategy: 'maintain', startedOn: start + 5, endedOn: null, outcome: null },
    ];
    const [kam, visit, agenda, report] = planned as [
      PlannedStep,
      PlannedStep,
      PlannedStep,
      PlannedStep,
    ];
    const before = [
      taken(kam, 'done'),
      taken(visit, 'in_progress'),
      taken(agenda, 'deferred'),
      taken(report),
    ];

    const { withdraw } = changesOf([], before, runs);

    expect(withdraw.map(({ step, why }) => [step.step, why])).toEqual([['core.roi', 'superseded']]);
  });

  it('opens a withdrawn step again when the type is back within its period', () => {
    const [first] = planned as [PlannedStep];

    const { create, reopen } = changesOf([first], [taken(first, 'withdrawn')], account.runs);

    expect(create).toEqual([]);
    expect(reopen.map(({ before }) => before.key)).toEqual([first.key]);
  });

  it.each([
    ['root_cause_missing', 'ticket-2', []],
    ['root_cause_missing', 'ticket-3', ['cp.cause']],
    ['complaint_resolved', 'ticket-2', ['cp.cause']],
  ] as const)(
    'withdraws an untouched step unless there still is %s of %s',
    (kind, id, expected) => {
      const runs: StrategyRun[] = [
        { strategy: 'complaint', startedOn: start, endedOn: null, outcome: null },
      ];
      const complained = anAccountOf('core', start, { runs });
      const called = [{ id: 'ticket-2', kind: 'root_cause_missing' as const, on: start }];
      const steps = plannedSteps({ ...complained, signals: called }, aFrame(), window);
      const withdrawnOn = (day: Day, status: TakenStep['status']) => {
        const isSettled = settledSteps({ signals: [{ kind, id, on: start }] }, aFrame(), day);
        const before = steps.map((step) => taken(step, status));
        const { withdraw } = changesOf([], before, runs, isSettled);
        return withdraw.map(({ step, why }) => (why === 'settled' ? step.step : why));
      };

      expect(steps.map(({ step }) => step)).toEqual(['cp.cause']);
      expect(withdrawnOn(start + 1, 'not_started')).toEqual(expected);
      expect(withdrawnOn(start + 1, 'in_progress')).toEqual([]);
      expect(withdrawnOn(start + 200, 'not_started')).toEqual([]);
    },
  );

  it.each([
    ['risk_gone', ['wb.plan', 'wb.gift', 'wb.follow']],
    ['recovered', ['wb.plan', 'wb.gift', 'wb.follow']],
    ['lost', []],
  ] as const)('after a win-back that ended %s withdraws %j', (outcome, expected) => {
    const open = anAccountOf('regular', start, { runs: [winBackRun] });
    const steps = plannedSteps(open, aFrame(), { from: start, to: start + 60 });
    const before = steps.map((step, index) => taken(step, index === 0 ? 'done' : 'not_started'));

    const { withdraw } = changesOf([], before, [{ ...winBackRun, endedOn: start + 9, outcome }]);

    expect(withdraw.map(({ step }) => step.step)).toEqual(expected);
  });
});

describe('strategies at work', () => {
  const runsOn = (
    runs: readonly StrategyRun[],
    situation: ReturnType<typeof aSituation>,
    today: number,
  ) => runsAfter(runs, { situation, library, today, cooldownDays: 90 });
  const winBacks = (runs: readonly StrategyRun[]) =>
    runs.filter(({ strategy }) => strategy.startsWith('win_back'));

  it('are those of the type and the standing ones', () => {
    expect(runsOn([], aSituation({ type: 'core' }), start).map(({ strategy }) => strategy)).toEqual(
      ['core', 'complaint', 'data_quality', 'key_dates'],
    );
    expect(runsOn([], aSituation({ type: null }), start)).toEqual([]);
  });

  it('are only those that are switched on', () => {
    const runs = runsAfter([], {
      situation: inDanger,
      library: [strategyLibrary.regular],
      today: start,
      cooldownDays: 90,
    });

    expect(runs.map(({ strategy }) => strategy)).toEqual(['regular']);
  });

  it('keep a win-back that somebody asked for while the risk is low, for its days', () => {
    const asked = { strategy: 'win_back', startedOn: start, endedOn: null, outcome: null } as const;
    const calm = aSituation({ risk: 'low', value: 'high' });

    const meant = runsOn([{ ...asked, isAsked: true }], calm, start + 29);
    const over = runsOn(meant, calm, start + 30);
    const byRisk = runsOn([asked], calm, start + 1);

    expect([meant, over, byRisk].map((runs) => winBacks(runs)[0]?.outcome)).toEqual([
      null,
      'risk_gone',
      'risk_gone',
    ]);
  });

  it('change with the type, and begin anew on its return', () => {
    const first = runsOn([], aSituation({ type: 'core' }), start);
    const second = runsOn(first, aSituation({ type: 'maintain' }), start + 10);
    const third = runsOn(second, aSituation({ type: 'core' }), start + 20);

    expect(
      third
        .filter(({ strategy }) => strategy === 'core' || strategy === 'maintain')
        .map(({ strategy, startedOn, endedOn, outcome }) => [
          strategy,
          startedOn - start,
          endedOn === null ? null : endedOn - start,
          outcome,
        ]),
    ).toEqual([
      ['core', 0, 10, 'superseded'],
      ['maintain', 10, 20, 'superseded'],
      ['core', 20, null, null],
    ]);
  });

  it.each([
    ['high', 'high', ['win_back']],
    ['high', 'mid', ['win_back']],
    ['high', 'low', ['win_back_auto']],
    ['high', null, []],
    ['medium', 'high', []],
    ['low', 'mid', []],
    [null, 'high', []],
  ] as const)('at risk %s and value %s include %j', (risk, value, expected) => {
    const runs = runsOn([], aSituation({ risk, value }), start);

    expect(winBacks(runs).map(({ strategy }) => strategy)).toEqual(expected);
  });

  it.each([
    ['the risk is gone', aSituation({ risk: 'medium' }), 5, 'risk_gone'],
    ['they bought again', aSituation({ risk: 'low', lastOrderOn: start + 4 }), 5, 'recovered'],
    ['they are lost', aSituation({ risk: null, type: null, isLost: true }), 5, 'lost'],
    ['30 days brought nothing', inDanger, 30, 'lost'],
    [
      '30 days brought an order, and the risk is still high',
      { ...inDanger, lastOrderOn: start + 12 },
      30,
      'recovered',
    ],
    ['the risk is still high', inDanger, 29, null],
    ['an order has not yet lowered the risk', { ...inDanger, lastOrderOn: start + 1 }, 29, null],
  ] as const)('end a win-back when %s', (_, situation, days, outcome) => {
    expect(winBacks(runsOn([winBackRun], situation, start + days))).toEqual([
      { ...winBackRun, outcome, endedOn: outcome === null ? null : start + days },
    ]);
  });

  it('start a second win-back 90 days after the first, not earlier', () => {
    const ended: StrategyRun = { ...winBackRun, endedOn: start + 6, outcome: 'risk_gone' };

    expect(winBacks(runsOn([ended], inDanger, start + 89))).toEqual([ended]);
    expect(winBacks(runsOn([ended], inDanger, start + 90))).toEqual([
      ended,
      { ...winBackRun, startedOn: start + 90 },
    ]);
  });

  it('have one win-back at a time, whatever the value becomes', () => {
    const fallen = { ...inDanger, value: 'low' as const };

    expect(winBacks(runsOn([winBackRun], fallen, start + 5))).toEqual([winBackRun]);
  });

  const anyLife = fc.array(
    fc.record({
      type: fc.constantFrom(...nineBoxTypes, null),
      risk: fc.constantFrom('low', 'medium', 'high', null),
      value: fc.constantFrom('high', 'mid', 'low', null),
      days: fc.integer({ min: 0, max: 40 }),
    }),
    { maxLength: 40 },
  );

  it('are one of the type and one win-back at most, and a second look on a day changes nothing', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        let runs: StrategyRun[] = [];
        let today = start;
        for (const { days, ...difference } of life) {
          today += days;
          const situation = aSituation(difference);
          runs = runsOn(runs, situation, today);
          const open = runs.filter(({ endedOn }) => endedOn === null);
          const types: readonly string[] = nineBoxTypes;

          expect(runsOn(runs, situation, today)).toEqual(runs);
          expect(open.filter(({ strategy }) => types.includes(strategy))).toHaveLength(
            difference.type === null ? 0 : 1,
          );
          expect(winBacks(open).length).toBeLessThanOrEqual(1);
        }
        const starts = runs
          .filter(({ strategy }) => strategy === 'win_back')
          .map(({ startedOn }) => startedOn);
        for (const [index, day] of starts.slice(1).entries()) {
          expect(day - (starts[index] ?? 0)).toBeGreaterThanOrEqual(90);
        }
      }),
    );
  });
});

describe('any snooze', () => {
  it('leaves the number of steps and puts them on working days', () => {
    const frame = aFrame();
    const window = { from: start, to: on('2027-12-31') };
    const keys = plannedSteps(anAccountOf('core', start), frame, window).map(({ key }) => key);
    const anySnoozes = fc.array(
      fc.tuple(fc.constantFrom(...keys), fc.integer({ min: start, max: on('2027-10-31') })),
    );
    fc.assert(
      fc.property(anySnoozes, (snoozes) => {
        const snoozed = new Map(snoozes);
        const planned = plannedSteps(anAccountOf('core', start, { snoozed }), frame, {
          ...window,
          to: window.to + 60,
        });
        const found = new Set(planned.map(({ key }) => key));

        expect(keys.every((key) => found.has(key))).toBe(true);
        expect(found.size).toBe(planned.length);
        expect(planned.every(({ dueOn }) => isWorkingDay(dueOn, frame.calendar))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
