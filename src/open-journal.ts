import type { Config, ProcessKind } from './config.ts';
import type { Database } from './database/schema.ts';
import { HubspotError } from './errors.ts';
import { createJournalApi } from './hubspot/journal-api.ts';
import { wantedFromJournal } from './hubspot/journal-subscriptions.ts';
import type { Transport } from './hubspot/transport.ts';
import type { PortalStore } from './install/portal-store.ts';
import { createJournalStore } from './intake/journal-store.ts';
import { createPostIds } from './intake/post-ids.ts';
import { type ReadJournalDeps, readJournal } from './intake/read-journal.ts';
import { subscribeJournal } from './intake/subscribe-journal.ts';
import type { Logger } from './log.ts';
import type { Manifest } from './manifest.ts';
import type { PortalId } from './model/ids.ts';

export type JournalDeps = {
  db: Database;
  config: Config;
  kind: ProcessKind;
  manifest: Manifest;
  portals: Pick<PortalStore, 'listByState'>;
  send: Transport;
  onReceived: (portalId: PortalId, events: number) => void;
  now: () => Date;
  log: Logger;
};

const subscribeEveryMs = 3_600_000;

/** Reads the journal in a loop of its own, at once after the start; without it nothing else changes. */
export function openJournal(deps: JournalDeps) {
  const { db, config, kind, manifest, portals, send, now, log } = deps;
  const { hubspot } = config;
  const isUsed = hubspot.journal === 'used' && kind !== 'web';
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let subscribedAt = 0;
  let subscribedFor = '';
  let lastProblem = '';

  const journalApi = createJournalApi({
    ...{ send, app: hubspot, apiUrl: hubspot.apiUrl, timeoutMs: hubspot.timeoutMs, now },
  });
  const reading: ReadJournalDeps = {
    journalApi,
    journal: createJournalStore(db, hubspot.appId),
    nextId: createPostIds(),
    onReceived: deps.onReceived,
    isStopping: () => isStopping,
    now,
    log,
  };
  const wanted = wantedFromJournal(manifest.webhooks.subscriptions);

  /** When portals come and go, and every hour, for what was lost at HubSpot's. */
  async function subscribe(): Promise<void> {
    const state = JSON.stringify(await portals.listByState());
    const nowMs = now().getTime();
    if (state === subscribedFor && nowMs - subscribedAt < subscribeEveryMs) return;
    await subscribeJournal({ journalApi, portals, wanted, log });
    subscribedFor = state;
    subscribedAt = nowMs;
  }

  async function round(): Promise<void> {
    try {
      await subscribe();
      await readJournal(reading);
      lastProblem = '';
    } catch (error) {
      say(error);
    }
    if (!isStopping) timer = setTimeout(next, hubspot.journalEveryMs);
  }

  /** Once: what is not granted today is not granted in ten seconds either. */
  function say(error: unknown): void {
    const problem =
      error instanceof HubspotError ? `${error.status} ${error.endpoint}` : String(error);
    if (problem === lastProblem) return;
    lastProblem = problem;
    log.warn({ err: error }, 'the journal cannot be read; tried again');
  }

  function next(): void {
    running = round();
  }

  return {
    start(): void {
      if (isUsed) next();
    },
    async stop(): Promise<void> {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
