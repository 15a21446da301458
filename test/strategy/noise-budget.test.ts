import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nineBoxTypes } from '../../src/model/assessment.ts';
import type { Day } from '../../src/model/day.ts';
import { type AccountId, accountId, portalId } from '../../src/model/ids.ts';
import type { PlannedStep, StrategyRun, TakenStep } from '../../src/model/strategy.ts';
import { isWorkingDay } from '../../src/strategy/calendar.ts';
import {
  admission,
  dayChanges,
  type PlanState,
  type PortalPlan,
} from '../../src/strategy/day-plan.ts';
import {
  accountsOf,
  admitted,
  defaultNoiseLimits,
  type OwnerTask,
  tasksOf,
} from '../../src/strategy/noise-budget.ts';
import { previewTasks } from '../../src/strategy/preview.ts';
import { aFrame, aSituation, on } from './a-plan.ts';

const start = on('2026-11-16');

function dayPlan(plan: PortalPlan, state: PlanState, day: Day) {
  const { wanted, ...changes } = dayChanges(plan, state, day);
  return { ...changes, ...admission(wanted, plan, state.tasks, day) };
}

/** The preview of 30 days, without a pause. */
function previewed(plan: PortalPlan, state: PlanState, today: Day) {
  const parts = previewTasks(plan, state, today, 30);
  for (;;) {
    const { done, value } = parts.next();
    if (done) return value;
  }
}

function aTask(key: string, difference: Partial<OwnerTask> = {}): OwnerTask {
  return { key, ownerId: 'ann', steps: [], dueOn: start, weight: 0, ...difference };
}

function aPlannedStep(account: string, difference: Partial<PlannedStep> = {}): PlannedStep {
  return {
    key: `${account}:step`,
    accountId: accountId(account),
    strategy: 'observe',
    version: 1,
    step: 'ob.review',
    period: '2026-07',
    mode: 'task',
    role: 'kam',
    dueOn: start,
    needsApproval: false,
    ...difference,
  };
}

const keysOf = (tasks: readonly OwnerTask[]) => tasks.map(({ key }) => key);
const nothing = new Set<string>();

describe('admission', () => {
  it.each([
    [0, 0, 5],
    [3, 3, 2],
    [5, 5, 0],
    [6, 6, 0],
    [0, 17, 3],
    [0, 20, 0],
    [0, 25, 0],
  ])('with %d new and %d open tasks lets %d more in', (createdToday, open, expected) => {
    const tasks = Array.from({ length: 8 }, (_, index) => aTask(`task ${index}`));
    const loads = new Map([['ann', { createdToday, open }]]);

    const { create, queued } = admitted(tasks, loads, nothing, defaultNoiseLimits);

    expect([create.length, queued.length]).toEqual([expected, 8 - expected]);
  });

  it('takes the most revenue at risk first, then what is due first', () => {
    const limits = { ...defaultNoiseLimits, newTasksPerOwnerPerDay: 2 };
    const tasks = [
      aTask('late', { dueOn: start + 9 }),
      aTask('soon', { dueOn: start + 1 }),
      aTask('heavy', { dueOn: start + 9, weight: 5 }),
    ];

    const { create, queued } = admitted(tasks, new Map(), nothing, limits);

    expect([keysOf(create), keysOf(queued)]).toEqual([['heavy', 'soon'], ['late']]);
  });

  it('counts each owner alone', () => {
    const tasks = [...'abcdef'].flatMap((key) => [
      aTask(`${key} of ann`),
      aTask(`${key} of bob`, { ownerId: 'bob' }),
    ]);

    expect(admitted(tasks, new Map(), nothing, defaultNoiseLimits).create).toHaveLength(10);
  });

  it('lets accounts join a task that exists, without room', () => {
    const loads = new Map([['ann', { createdToday: 5, open: 20 }]]);

    const { create, extend, queued } = admitted(
      [aTask('bundle')],
      loads,
      new Set(['bundle']),
      defaultNoiseLimits,
    );

    expect([create, keysOf(extend), queued]).toEqual([[], ['bundle'], []]);
  });
});

describe('merging', () => {
  const owned = (step: PlannedStep, ownerId = 'ann') => ({ step, ownerId, weight: 10 });

  it.each(['batch_task', 'bundled_task'] as const)('makes a %s one task an owner', (mode) => {
    const steps = [
      owned(aPlannedStep('1', { mode })),
      owned(aPlannedStep('2', { mode, dueOn: start - 1 })),
      owned(aPlannedStep('3', { mode }), 'bob'),
      owned(aPlannedStep('4', { mode, period: '2027-01' })),
    ];

    const tasks = tasksOf(steps, portalId(7));

    expect(tasks.map((task) => [task.ownerId, accountsOf(task), task.dueOn, task.weight])).toEqual([
      ['ann', ['1', '2'], start - 1, 20],
      ['bob', ['3'], start, 10],
      ['ann', ['4'], start, 10],
    ]);
    expect(new Set(keysOf(tasks)).size).toBe(3);
  });

  it('leaves single tasks single, with a key that does not change with the owner', () => {
    const [ofAnn] = tasksOf([owned(aPlannedStep('1'))], portalId(7));
    const [ofBob] = tasksOf([owned(aPlannedStep('1'), 'bob')], portalId(7));

    expect(ofAnn?.key).toBe('1:step');
    expect(ofBob?.key).toBe('1:step');
  });

  it.each(['segment', 'suggestion', 'ticket'] as const)('makes no task of a %s', (mode) => {
    expect(tasksOf([owned(aPlannedStep('1', { mode }))], portalId(7))).toEqual([]);
  });
});

/** A portal's tasks as a task system keeps them: nothing of how the plan imagines them. */
function aWorld() {
  const tasks = new Map<string, { ownerId: string; createdOn: Day; dueOn: Day; isDone: boolean }>();
  const steps: TakenStep[] = [];
  let runs = new Map<AccountId, StrategyRun[]>();
  const log: { day: Day; ownerId: string; key: string }[] = [];

  const state = (): PlanState => {
    const taken = new Map<AccountId, TakenStep[]>();
    for (const step of steps)
      taken.set(step.accountId, [...(taken.get(step.accountId) ?? []), step]);
    return {
      runs,
      taken,
      tasks: [...tasks].map(([key, { ownerId, createdOn, isDone }]) => ({
        key,
        ownerId,
        createdOn,
        isOpen: !isDone,
      })),
    };
  };

  return {
    state,
    tasks,
    log,
    morning(plan: PortalPlan, day: Day) {
      const found = dayPlan(plan, state(), day);
      runs = found.runs;
      for (const { key, ownerId, dueOn } of found.create) {
        if (tasks.has(key)) throw new Error(`${key} is there already`);
        tasks.set(key, { ownerId, createdOn: day, dueOn, isDone: false });
        log.push({ day, ownerId, key });
      }
      for (const task of [...found.create, ...found.extend]) {
        for (const step of task.steps) steps.push({ ...step, status: 'not_started' });
      }
      return found;
    },
    loadOf(owner: string, day: Day) {
      const own = [...tasks.values()].filter(({ ownerId }) => ownerId === owner);
      return {
        createdToday: own.filter(({ createdOn }) => createdOn === day).length,
        open: own.filter(({ isDone }) => !isDone).length,
      };
    },
    /** Everybody does what is due. */
    evening(day: Day) {
      for (const task of tasks.values()) if (task.dueOn <= day) task.isDone = true;
    },
  };
}

function expectQuietMorning(world: ReturnType<typeof aWorld>, plan: PortalPlan, day: Day) {
  const { newTasksPerOwnerPerDay, openTasksPerOwner } = plan.limits;
  const first = world.morning(plan, day);
  const second = world.morning(plan, day);

  expect([second.create, second.extend, second.withdraw]).toEqual([[], [], []]);
  if (!isWorkingDay(day, plan.frame.calendar)) expect(first.create).toEqual([]);
  expect(first.create.every(({ dueOn }) => dueOn >= day)).toBe(true);
  for (const ownerId of new Set(first.create.map((task) => task.ownerId))) {
    const { createdToday, open } = world.loadOf(ownerId, day);
    expect(createdToday).toBeLessThanOrEqual(newTasksPerOwnerPerDay);
    expect(open).toBeLessThanOrEqual(openTasksPerOwner);
  }
}

const anyAccount = fc.record({
  type: fc.constantFrom(...nineBoxTypes),
  risk: fc.constantFrom('low', 'medium', 'high'),
  value: fc.constantFrom('high', 'mid', 'low'),
  priority: fc.integer({ min: 1, max: 6 }),
  revenueAtRisk: fc.integer({ min: 0, max: 100 }),
  owner: fc.constantFrom('ann', 'bob'),
  lastOrderOn: fc.integer({ min: start - 300, max: start }),
  gap: fc.integer({ min: 1, max: 400 }),
});
const anyPortal = fc
  .record({
    accounts: fc.array(anyAccount, { minLength: 1, maxLength: 40 }),
    salonOn: fc.integer({ min: start, max: start + 60 }),
    perDay: fc.integer({ min: 1, max: 5 }),
    open: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ accounts, salonOn, perDay, open }): PortalPlan => {
    const owners = accounts.map(({ owner }) => owner);
    return {
      frame: aFrame({ events: [{ id: 'salon', kind: 'customer_salon', on: salonOn }] }),
      accounts: accounts.map(({ gap, owner: _, ...difference }, index) => ({
        situation: aSituation({
          ...difference,
          accountId: accountId(String(index)),
          nextExpectedOn: difference.lastOrderOn + gap,
        }),
        signals: [],
        dismissed: [],
        snoozed: new Map(),
      })),
      ownerOf: (account, role) => (role === 'kam' ? (owners[Number(account)] ?? 'ann') : role),
      limits: {
        ...defaultNoiseLimits,
        newTasksPerOwnerPerDay: perDay,
        openTasksPerOwner: open,
      },
      cooldownDays: 90,
    };
  });

describe('any portal', () => {
  it('gets in 30 days the tasks its preview said, for each owner and day', () => {
    fc.assert(
      fc.property(anyPortal, fc.integer({ min: start, max: start + 365 }), (plan, today) => {
        const world = aWorld();

        const said = previewed(plan, world.state(), today);
        for (let day = today; day < today + 30; day += 1) {
          world.morning(plan, day);
          world.evening(day);
        }

        const perDay = new Map<string, number>();
        for (const { day, ownerId } of world.log) {
          perDay.set(`${day} ${ownerId}`, (perDay.get(`${day} ${ownerId}`) ?? 0) + 1);
        }
        expect(
          new Map(said.perDay.map(({ day, ownerId, tasks }) => [`${day} ${ownerId}`, tasks])),
        ).toEqual(perDay);
        for (const [ownerId, tasks] of said.perOwner) {
          expect(world.log.filter((line) => line.ownerId === ownerId)).toHaveLength(tasks);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gets the preview of a portal in full swing too', () => {
    fc.assert(
      fc.property(anyPortal, fc.integer({ min: 1, max: 120 }), (plan, before) => {
        const world = aWorld();
        for (let day = start; day < start + before; day += 1) {
          world.morning(plan, day);
          // Everything from before is done, so that nothing depends on dates the preview does not know.
          world.evening(day + 365);
        }
        const today = start + before;

        const said = previewed(plan, world.state(), today);
        const atFirst = world.log.length;
        for (let day = today; day < today + 30; day += 1) {
          world.morning(plan, day);
          world.evening(day);
        }

        const total = said.perDay.reduce((sum, { tasks }) => sum + tasks, 0);
        expect(world.log.length - atFirst).toBe(total);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps to the limits, asks for nothing twice and gives out nothing on a day off', () => {
    fc.assert(
      fc.property(anyPortal, (plan) => {
        const world = aWorld();
        for (let day = start; day < start + 90; day += 1) {
          expectQuietMorning(world, plan, day);
          if (day % 3 === 0) world.evening(day);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('two years of a core and a growth account', () => {
  it('give 24 visits, 8 reviews with agenda and report, and 4 surveys, created and done', () => {
    const accounts = (['core', 'growth'] as const).map((type, index) => ({
      situation: aSituation({ type, accountId: accountId(String(index)) }),
      signals: [],
      dismissed: [],
      snoozed: new Map<string, Day>(),
    }));
    const plan: PortalPlan = {
      frame: aFrame(),
      accounts,
      ownerOf: (_, role) => role,
      limits: defaultNoiseLimits,
      cooldownDays: 90,
    };
    const world = aWorld();

    for (let day = on('2025-01-01'); day <= on('2026-12-31'); day += 1) {
      world.morning(plan, day);
      world.evening(day);
    }

    const dueBefore2027 = [...world.tasks].filter(([, { dueOn }]) => dueOn < on('2027-01-01'));
    const counts = ['core.visit', 'core.review', 'core.review_prep', 'core.roi', 'gr.survey'].map(
      (step) => dueBefore2027.filter(([key]) => key.split(':')[4] === step).length,
    );
    expect(counts).toEqual([24, 8, 8, 8, 4]);
  });
});
