import { expect, it } from 'vitest';
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
    rateLimitHits: 0,
  });
  expect(result.tasksCreated).toBeGreaterThan(20);
  expect(result.winBacks.started).toBeGreaterThan(0);
}, 60_000);

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
