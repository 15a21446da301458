import { expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import { runAction } from '../../src/workflow/run-action.ts';
import { steerPlay } from '../../src/workflow/steer-play.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks, type TaskPortal } from './with-tasks.ts';

/** Orders of workflows, by the id of the execution; one may be killed before its answer is kept. */
function workflowsOf({ stores, deps }: TaskPortal, company: number) {
  const order = async (id: string, operation: string, keep = stores.executions.keep) =>
    await runAction(
      {
        executions: { ...stores.executions, keep },
        portals: stores.portals,
        isKnown: async () => true,
        now: deps.now,
      },
      'steer_play',
      (run) => steerPlay({ ...stores, wake: () => {} }, run),
      {
        id,
        portalId: portal,
        accountId: accountId(String(company)),
        inputs: { operation, play: 'win_back' },
      },
    );
  return {
    order,
    killed: async (id: string, operation: string) =>
      await expect(
        order(id, operation, async () => {
          throw new Error('killed');
        }),
      ).rejects.toThrow('killed'),
  };
}

it('answers a repeated order as the first time although the answer was not kept', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['win_back']);
  await app.situation(company, { type: 'maintain' });
  const { order, killed } = workflowsOf(app, company);

  await killed('ap-1', 'start');
  expect((await order('ap-1', 'start'))['status']).toBe('done');
  expect((await order('ap-2', 'start'))['status']).toBe('already_running');

  await killed('ap-3', 'stop');
  expect((await order('ap-3', 'stop'))['status']).toBe('done');
  expect((await order('ap-4', 'stop'))['status']).toBe('not_running');
  const runs = await app.stores.runs.listOf(portal, [accountId(String(company))]);
  expect([...runs.values()].flat()).toMatchObject([{ outcome: 'stopped' }]);
});
