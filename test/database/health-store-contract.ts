import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import type { NewTask } from '../../src/model/step-task.ts';
import { createHealthStore } from '../../src/settings/health-store.ts';
import { createLeaverStore } from '../../src/settings/leaver-store.ts';
import { createStores } from '../../src/stores.ts';
import { aStepTask } from '../cards/an-account-strategy.ts';
import { empty } from '../support/database.ts';
import { acme, globex, noon, someSettings } from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const today = 20_777;

/** What is said of the health of a connection, whatever engine is below it. */
export function describeHealthStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  describe('counts of events', () => {
    it('add up, with the time of the latest, in whatever order processes keep them', async () => {
      const health = createHealthStore(opened.db);
      await health.addEvents(acme, [{ day: today - 1, events: 4, lastAt: 40 }]);
      await health.addEvents(acme, [{ day: today, events: 3, lastAt: 90 }]);
      await health.addEvents(acme, [{ day: today, events: 2, lastAt: 80 }]);
      await health.addEvents(globex, [{ day: today, events: 100, lastAt: 99 }]);

      expect(await health.eventsSince(acme, today)).toEqual({ events: 5, lastAt: 90 });
      expect(await health.eventsSince(acme, today - 1)).toEqual({ events: 9, lastAt: 90 });
      expect(await health.eventsSince(acme, today + 1)).toEqual({ events: 0, lastAt: 90 });
    });

    it('are none before the first came', async () => {
      const health = createHealthStore(opened.db);

      expect(await health.eventsSince(acme, today)).toEqual({ events: 0, lastAt: null });
    });
  });

  it('counts calls of an endpoint for each of those who wait', async () => {
    const health = createHealthStore(opened.db);
    const call = { day: today, endpoint: 'readDeals', calls: 1, failures: 0 };
    await health.addCalls(acme, [{ ...call, priority: 'change' }]);
    await health.addCalls(acme, [{ ...call, priority: 'change', failures: 1 }]);
    await health.addCalls(acme, [{ ...call, priority: 'backfill' }]);

    const calls = await health.callsSince(acme, today);

    expect(calls).toEqual([
      { ...call, priority: 'change', calls: 2, failures: 1 },
      { ...call, priority: 'backfill' },
    ]);
    expect(await health.callsOn(acme, today)).toBe(3);
  });

  it('finds who was deactivated, with what still has their name', async () => {
    const stores = createStores(opened.db, someSettings);
    const person = { userId: null, teams: [], isActive: true };
    const owners = [
      { ...person, id: '9', name: 'Kim' },
      { ...person, id: '10', name: 'Lee', isActive: false },
    ];
    await stores.portals.saveMetadata(acme, owners, noon);
    const make = (difference: Partial<NewTask>) => {
      const task = { ...aStepTask(), accountId: accountId('1'), ...difference };
      const nothing = { extend: [], withdraw: [], reopen: [], startOn: today };
      return stores.taskChanges.carryOut(acme, { ...nothing, create: [{ task, subjects: [] }] });
    };
    await make({ key: 'theirs', marker: 'a', ownerId: '10' });
    await make({ key: 'passed on', marker: 'b', ownerId: '10' });
    const ownerProblem = JSON.stringify([{ code: 'deactivated_owner', ownerId: '10' }]);
    await make({ key: 'would be', marker: 'd', ownerId: '9', ownerProblem });
    await make({ key: 'of Kim', marker: 'c', ownerId: '9' });
    await stores.taskEdits.move(acme, [{ key: 'passed on', from: '10', to: '9', problem: '[]' }]);

    const leavers = await createLeaverStore(opened.db).list(acme);

    const left = { ownerId: '10', name: 'Lee', accounts: 0, openTasks: 1, passedOn: 2 };
    expect(leavers).toEqual([left]);
    expect(await createLeaverStore(opened.db).list(globex)).toEqual([]);
  });
}
