import type { Config, ProcessKind } from './config.ts';
import { fencedDatabase } from './database/fenced-database.ts';
import type { Database } from './database/schema.ts';
import { ConfigError, HoldLostError } from './errors.ts';
import { bucketWithin, searchBucket } from './hubspot/bucket-rules.ts';
import { createPortalQueues, type PortalQueues } from './hubspot/portal-queues.ts';
import { createSharedQueues } from './hubspot/shared-queues.ts';
import { createCallLimitStore } from './install/call-limit-store.ts';
import { createPortalStore } from './install/portal-store.ts';
import type { Logger } from './log.ts';
import type { PortalId } from './model/ids.ts';
import { createDispatcher, type Dispatcher } from './refresh/dispatcher.ts';
import { createHoldStore } from './refresh/hold-store.ts';
import type { PassReport } from './refresh/pause-rules.ts';
import { createPortalHolds } from './refresh/portal-holds.ts';
import { createPortalJobs } from './refresh/portal-jobs.ts';
import { createSharedDispatcher } from './refresh/shared-dispatcher.ts';

export type WorkDeps = {
  db: Database;
  config: Config;
  kind: ProcessKind;
  now: () => Date;
  log: Logger;
};

/** How a pass is made: `fenced` is what it has to write through where other processes may take over. */
export type Pass = { fenced: Database | undefined; isTurnOver: () => boolean };

export type Passes = {
  refresh: (portalId: PortalId, pass: Pass) => Promise<PassReport>;
  /** What belongs to no portal alone and is due now and then. */
  tidyUp: () => Promise<void>;
};

/** Who works which portal when, and how many calls to HubSpot it may make. */
export type Work = { queues: PortalQueues; dispatcher: (passes: Passes) => Dispatcher };

/** On SQLite one process does all the work; on PostgreSQL any number of processes share it. */
export async function openWork(deps: WorkDeps): Promise<Work> {
  if (deps.config.databaseUrl.startsWith('postgres')) return sharedWork(deps);
  if (deps.kind === 'serve') return ownWork(deps);
  throw new ConfigError(
    `DATABASE_URL: \`${deps.kind}\` needs PostgreSQL (postgres://…); on SQLite one process does everything: \`serve\``,
  );
}

function ownWork({ db, config, now, log }: WorkDeps): Work {
  const portals = createPortalStore(db);
  return {
    queues: createPortalQueues(config.hubspot.rateLimit, config.hubspot.searchesPerSecond),
    dispatcher: ({ refresh, tidyUp }) =>
      createDispatcher({
        async listPortals() {
          await tidyUp();
          return portals.listReady(now());
        },
        refresh: (portalId, isTurnOver) => refresh(portalId, { fenced: undefined, isTurnOver }),
        log,
      }),
  };
}

async function sharedWork({ db, config, kind, now, log }: WorkDeps): Promise<Work> {
  const { databaseUrl, hubspot, portalsAtOnce } = config;
  const store = createHoldStore(db);
  const holds = createPortalHolds({ store, log });
  const limits = createCallLimitStore(db, {
    general: bucketWithin(hubspot.rateLimit),
    search: searchBucket(hubspot.searchesPerSecond),
  });
  const queues = createSharedQueues({
    async take(asked) {
      const taken = await limits.take({ ...asked, fence: holds.fenceOf(asked.portalId) });
      if (!taken) throw new HoldLostError(asked.portalId);
      return taken;
    },
    close: limits.close,
    log,
  });
  const jobs = createPortalJobs({ databaseUrl, works: kind !== 'web', log });
  await jobs.open().catch((cause: unknown) => {
    throw new ConfigError(`DATABASE_URL: the queue of portals cannot be used: ${cause}`, { cause });
  });
  return {
    queues,
    dispatcher: ({ refresh, tidyUp }) =>
      createSharedDispatcher({
        jobs,
        holds,
        due: store,
        refresh: (hold, isTurnOver) =>
          refresh(hold.portalId, { fenced: fencedDatabase(db, hold), isTurnOver }),
        tidyUp,
        portalsAtOnce: kind === 'web' ? 0 : portalsAtOnce,
        now,
        log,
      }),
  };
}
