import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createStrategyStore } from '../../src/execution/strategy-store.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { companyType, portal, runningPortal, until } from '../support/running-portal.ts';

const taskType = '0-27';
const dayMs = 86_400_000;
const feedback = 'They wait for our offer on the new line';

let app: Awaited<ReturnType<typeof runningPortal>>;
let companyId = 0;
beforeAll(async () => {
  app = await runningPortal({ portals: [{ portalId: portal, companies: 16 }] });
  // Nobody gets tasks on a weekend.
  while (app.sandbox.clock.now().getUTCDay() !== 2) app.advance(dayMs);
  await app.install();
  await app.quiet();
  companyId = Number(
    app.companyIds().find((id) => app.property(id, 'mainstay_risk_level') === 'low'),
  );
  await switchWinBackOn();
});
afterAll(() => app[Symbol.asyncDispose]());

async function switchWinBackOn(): Promise<void> {
  const db = await openDatabase(app.databaseUrl);
  const strategies = createStrategyStore(db, {
    library: Object.values(strategyLibrary),
    settingsFor: executionDefaults,
  });
  const { roles, limits } = await strategies.readSettings(portal);
  const fallbackOwnerId = app.sandbox.portal(portal).portal.owners[0]?.id ?? '';
  await strategies.saveSettings(
    portal,
    {
      switchedOn: ['win_back'],
      roles: { ...roles, fallbackOwnerId: String(fallbackOwnerId) },
      limits: { ...limits, leadDays: 60 },
    },
    { author: '1', at: app.sandbox.clock.now() },
  );
  await db.destroy();
}

/** The company's tasks as the portal shows them. */
function tasks() {
  const { portal: shown } = app.sandbox.portal(portal);
  const table = shown.table(taskType);
  const links = shown.links.between(taskType, companyType);
  return Array.from({ length: table.rows() }, (_, row) => row)
    .filter((row) => table.isLive(row))
    .filter((row) =>
      [...links.of(row)].some((link) => shown.table(companyType).idOf(link.row) === companyId),
    )
    .map((row) => ({
      subject: propertyValue(shown, taskType, row, 'hs_task_subject') ?? '',
      status: propertyValue(shown, taskType, row, 'hs_task_status'),
    }));
}

type Inputs = Record<string, { value: string | number }>;
const run = (uid: string, inputs: Inputs) =>
  app.sandbox.runAction(portal, { uid, companyId, inputs });
const steer = (operation: string) =>
  run('steer_play_action', { operation: { value: operation }, play: { value: 'win_back' } });
const open = () => tasks().filter(({ status }) => status !== 'COMPLETED');

describe('a workflow', () => {
  it('has nothing to log where the account has no task', async () => {
    const { outputs, state } = await run('log_execution_action', { feedback: { value: feedback } });

    expect({ state, status: outputs['status'] }).toEqual({
      state: 'FAIL_CONTINUE',
      status: 'no_task',
    });
  });

  it('starts a win-back, whose tasks follow', async () => {
    const { outputs } = await steer('start');

    expect(outputs['status']).toBe('done');
    await until(() => tasks().length >= 2);
  });

  it('logs what came of the task that is due first, and what is next', async () => {
    const before = open().length;
    const inThreeDays = Math.floor(app.sandbox.clock.now().getTime() / dayMs + 3) * dayMs;
    const { callbackId, outputs } = await run('log_execution_action', {
      status: { value: 'done' },
      feedback: { value: feedback },
      next_action: { value: 'Send the offer' },
      next_action_date: { value: inThreeDays },
    });
    await app.sandbox.repeatAction(callbackId);

    expect(outputs['status']).toBe('done');
    await until(() => tasks().filter(({ status }) => status === 'COMPLETED').length === 1);
    await until(
      () => tasks().filter(({ subject }) => subject.includes('Send the offer')).length === 1,
    );
    expect(open()).toHaveLength(before);
  });

  it.each<[string, Inputs, string, string]>([
    ['nothing', {}, 'invalid_input', 'Customer feedback is empty.'],
    [
      'a next action without a date',
      { next_action: { value: 'Call' } },
      'invalid_input',
      'Date of the next action is empty.',
    ],
    [
      'a next action for somebody who is no user',
      {
        next_action: { value: 'Call' },
        next_action_date: { value: 1_800_000_000_000 - (1_800_000_000_000 % dayMs) },
        next_action_owner: { value: '1' },
      },
      'unknown_owner',
      'The owner of the next action is no active user.',
    ],
  ])('is told when it logs %s', async (_what, inputs, status, message) => {
    const { outputs } = await run('log_execution_action', inputs);

    expect(outputs).toMatchObject({ status, message });
  });

  it('stops the win-back, whose open steps are withdrawn', async () => {
    const { outputs } = await steer('stop');

    expect(outputs['status']).toBe('done');
    await until(() => open().every(({ subject }) => subject.includes('Send the offer')));
  });
});
