import { expect, it } from 'vitest';
import { cadenceOf, unevenSteps } from '../../demo/simulation/cadence.ts';
import { ownerDaysOverBudget, recount, type SeenTask } from '../../demo/simulation/recount.ts';
import { simulate } from '../../demo/simulation/simulate.ts';

it('lives through months in which the portal’s own tasks are those the service knows of', async () => {
  const result = await simulate({ months: 2, companies: 60, seed: 3 });

  expect(result).toMatchObject({
    days: 61,
    differences: [],
    duplicates: 0,
    unrecognised: 0,
    ownerDaysOverBudget: 0,
    missedRecords: 0,
    webhookEventsLost: 0,
    rateLimitHits: 0,
  });
  expect(result.webhookEvents).toBeGreaterThan(100);
  expect(result.tasksCreated).toBeGreaterThan(20);
  expect(result.winBacks.started).toBeGreaterThan(0);
  const { accounts, expected, tasks } = result.cadence['core.visit'];
  expect(accounts).toBeGreaterThan(0);
  // On the fifth of a month: once or twice, by the hour it begins at.
  expect(expected).toBeGreaterThan(0);
  expect(tasks).toEqual([expected, expected]);
}, 240_000);

it('expects 24 visits, 8 reviews and 4 surveys in two years, whatever day they begin on', () => {
  const dayMs = 86_400_000;
  const begins = Array.from({ length: 31 }, (_, index) => Date.UTC(2026, 11, 1 + index));

  for (const from of begins) {
    const to = new Date(from).setUTCFullYear(2028);
    const {
      'core.visit': visits,
      'core.review': reviews,
      'gr.survey': surveys,
    } = cadenceOf([], [], { from: from / dayMs, to: to / dayMs });
    expect([visits.expected, reviews.expected, surveys.expected]).toEqual([24, 8, 4]);
  }
});

it('names the steps of the calendar that an account got too often or too seldom', () => {
  const found = unevenSteps({
    right: { accounts: 2, expected: 24, tasks: [24, 24] },
    few: { accounts: 2, expected: 8, tasks: [7, 8] },
    many: { accounts: 2, expected: 8, tasks: [8, 9] },
    unseen: { accounts: 0, expected: 4, tasks: null },
  });

  expect(found).toEqual(['few', 'many']);
});

const visit: SeenTask = {
  id: 1,
  kind: 'step',
  strategy: 'core',
  step: 'core.visit',
  period: '2026-11',
  subject: '[Core customers] Monthly proactive visit or call – Acme (2026-11)',
  companyIds: [7],
  createdAt: 1_000,
  reference: 'ms1',
  turns: [{ isOpen: true, at: 1_000 }],
  isWithdrawn: false,
  owners: [{ ownerId: '12', since: 1_000 }],
};

it('counts a step of a company that was made twice', () => {
  const again = { ...visit, id: 2 };
  const nextMonth = { ...visit, id: 3, reference: 'ms2', period: '2026-12' };

  expect(recount([visit, again, nextMonth])).toMatchObject({
    tasksCreated: 3,
    duplicates: 1,
    perStep: { 'core.visit': 3 },
  });
});

it('counts the day on which somebody was given a sixth task', () => {
  const six = Array.from({ length: 6 }, (_, index) => ({ ...visit, id: index }));

  expect(ownerDaysOverBudget(six.slice(1), () => 1)).toBe(0);
  expect(ownerDaysOverBudget(six, () => 1)).toBe(1);
});

it('counts the day on which somebody with twenty open tasks was given one more', () => {
  const daily = Array.from({ length: 21 }, (_, index) => ({
    ...visit,
    id: index,
    createdAt: index,
    turns: [{ isOpen: true, at: index }],
    owners: [{ ownerId: '12', since: index }],
  }));
  const firstTurned = (...turns: SeenTask['turns']) =>
    daily.map((task) => (task.id === 0 ? { ...task, turns: [...task.turns, ...turns] } : task));
  const done = { isOpen: false, at: 10 };
  const openAgain = { isOpen: true, at: 15 };

  expect(ownerDaysOverBudget(daily, (at) => at)).toBe(1);
  expect(ownerDaysOverBudget(firstTurned(done), (at) => at)).toBe(0);
  expect(ownerDaysOverBudget(firstTurned(done, openAgain), (at) => at)).toBe(1);
});
