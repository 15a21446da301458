import { expect, it } from 'vitest';
import { previewTasks } from '../../src/execution/preview-tasks.ts';
import { isoDate } from '../../src/model/day.ts';
import type { StrategyCode } from '../../src/model/strategy.ts';
import { portal } from '../support/running-portal.ts';
import { dayMs, portalWithTasks, type TaskPortal, taskType } from './with-tasks.ts';

const codes: StrategyCode[] = ['core', 'growth', 'regular', 'win_back', 'data_quality'];
/** Narrow, so that tasks have to wait. */
const limits = { newTasksPerOwnerPerDay: 1, openTasksPerOwner: 3, leadDays: 7, queueDays: 30 };

/** A day on which everybody does what is due: who was given a task. */
async function dayOf(app: TaskPortal): Promise<string[]> {
  const today = app.today();
  const before = new Set(app.tasks().map(({ id }) => id));
  await app.plan();
  while ((await app.send()) > 0);
  const tasks = app.tasks();
  const isDue = (dueOn: string) => dueOn <= isoDate(today);
  for (const { id, dueOn, status } of tasks) {
    if (!isDue(dueOn) || status === 'COMPLETED') continue;
    app.user.update(taskType, id, { hs_task_status: 'COMPLETED' });
  }
  await app.heard();
  app.app.advance(dayMs);
  return tasks.filter(({ id }) => !before.has(id)).map(({ ownerId }) => `${today} ${ownerId}`);
}

it('brings in 30 days the tasks its preview said, owner by owner and day by day', async () => {
  await using app = await portalWithTasks({ companies: 8 });
  const types = ['core', 'core', 'growth', 'regular'] as const;
  for (const [index, company] of app.companyIds.entries()) {
    const risk = index === 5 ? 'high' : 'low';
    await app.situation(company, { type: types[index % types.length] ?? 'core', risk });
  }
  await app.switchOn([], { limits });

  const said = await previewTasks(app.deps, portal, { codes, days: 30 });
  await app.switchOn(codes, { limits });
  const created: string[] = [];
  for (let day = 0; day < 30; day += 1) created.push(...(await dayOf(app)));

  const foreseen = said?.perDay.flatMap(({ day, ownerId, tasks }) =>
    Array.from({ length: tasks }, () => `${day} ${ownerId}`),
  );
  expect(created.length).toBeGreaterThan(10);
  expect(created.toSorted()).toEqual(foreseen?.toSorted());
}, 60_000);
