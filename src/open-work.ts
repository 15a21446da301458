import type { Config, ProcessKind } from './config.ts';
import { fencedDatabase } from './database/fenced-database.ts';
import type { Database } from './database/schema.ts';
import { ConfigError, HoldLostError } from './errors.ts';
import { bucketWithin, searchBucket } from './hubspot/bucket-rules.ts';
import { createCallWindows } from './hubspot/call-windows.ts';
import { type AskedCalls, createPortalQueues, type PortalQueues } from './hubspot/portal-queues.ts';
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
  /** Calls in ten seconds; an admin may change it. */
  callsPerTenSeconds: (portalId: PortalId) => Promise<number>;
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

function ownWork({ db, config, callsPerTenSeconds, log }: WorkDeps): Work {
  const portals = createPortalStore(db);
  return {
    queues: createPortalQueues({
      ...createCallWindows({
        callsPerTenSeconds,
        searchesPerSecond: config.hubspot.searchesPerSecond,
      }),
      log,
    }),
    dispatcher: ({ refresh, tidyUp }) =>
      createDispatcher({
        async listPortals() {
          await tidyUp();
          return portals.listConnected();
        },
        refresh: (portalId, isTurnOver) => refresh(portalId, { fenced: undefined, isTurnOver }),
        log,
      }),
  };
}

async function sharedWork({
  db,
  config,
  kind,
  callsPerTenSeconds,
  now,
  log,
}: WorkDeps): Promise<Work> {
  const { databaseUrl, hubspot, portalsAtOnce } = config;
  const store = createHoldStore(db);
  const holds = createPortalHolds({ store, log });
  const limits = createCallLimitStore(db);
  const searches = searchBucket(hubspot.searchesPerSecond);
  const bucketOf = async ({ portalId, kind: asked }: AskedCalls) =>
    asked === 'search'
      ? searches
      : bucketWithin({ calls: await callsPerTenSeconds(portalId), perMs: 10_000 });
  const queues = createPortalQueues({
    async take(asked) {
      const fence = holds.fenceOf(asked.portalId);
      const taken = await limits.take({ ...asked, bucket: await bucketOf(asked), fence });
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
