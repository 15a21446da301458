import { PgBoss, systemClock } from 'pg-boss';
import type { Logger } from '../log.ts';
import { type PortalId, portalId } from '../model/ids.ts';

/** A process that does no work only tells of it. */
export type PortalJobsDeps = { databaseUrl: string; works: boolean; log: Logger };

export type PortalJobs = ReturnType<typeof createPortalJobs>;

type Job = { portalId: number };

const queue = 'portal-sync';
const heartbeatSeconds = 10;
/** Finds workers that died; the notification of a new job is a shortcut, polling what is relied on. */
const watchSeconds = 5;
const pollSeconds = 2;
const longestTurnSeconds = 4 * 3_600;
const keptSeconds = 60;
const ownConnections = 4;

/** Goes on evenly when the machine's clock is set: the queue would wait for as long as it was set back. */
const evenClock = { ...systemClock, now: () => performance.timeOrigin + performance.now() };

/**
 * Which portal has work, told to whichever process is free: one job waits for a portal and one runs,
 * however often it is told. Jobs carry nothing but the portal's number and may be lost: what is to be
 * done is in our own tables.
 */
export function createPortalJobs({ databaseUrl, works, log }: PortalJobsDeps) {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: ownConnections,
    // A process that was stopped amid a statement must not hold the queue.
    options: '-c idle_in_transaction_session_timeout=15000',
    useListenNotify: works,
    supervise: works,
    schedule: false,
    clock: evenClock,
    superviseIntervalSeconds: watchSeconds,
    monitorIntervalSeconds: watchSeconds,
    maintenanceIntervalSeconds: keptSeconds,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the queue of portals has a problem'));

  const options = (id: PortalId) => ({ singletonKey: String(id), group: { id: String(id) } });

  return {
    async open(): Promise<void> {
      await boss.start();
      await boss.createQueue(queue, {
        policy: 'stately',
        notify: true,
        heartbeatSeconds,
        expireInSeconds: longestTurnSeconds,
        retryLimit: 10,
        retryDelay: 1,
        retentionSeconds: longestTurnSeconds,
        deleteAfterSeconds: keptSeconds,
      });
    },

    async add(id: PortalId, afterSeconds = 0): Promise<void> {
      const data: Job = { portalId: id };
      await boss.send(queue, data, { ...options(id), startAfter: afterSeconds });
    },

    /** Works several portals side by side, never one of them twice. */
    async work(atOnce: number, takeTurn: (id: PortalId) => Promise<void>): Promise<void> {
      await boss.work<Job>(
        queue,
        {
          localConcurrency: atOnce,
          groupConcurrency: 1,
          pollingIntervalSeconds: pollSeconds,
          notifyPollingIntervalSeconds: pollSeconds,
        },
        async (jobs) => {
          for (const { data } of jobs) await takeTurn(portalId(data.portalId));
        },
      );
    },

    /** Takes no more portals, and waits for the turns under way. */
    async close(): Promise<void> {
      await boss.offWork(queue, { wait: true });
      await boss.stop({ graceful: false, close: true });
    },
  };
}
