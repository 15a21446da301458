import { HubspotError } from '../errors.ts';
import type { AccountApi } from '../hubspot/account-api.ts';
import { dayIn, startOfDay } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { writeScopeOf } from '../model/publishing.ts';
import { type BackfillDeps, backfillPortal } from '../sync/backfill-portal.ts';
import { type DrainDeps, drainInbox } from '../sync/drain-inbox.ts';
import { learnSources } from '../sync/known-sources.ts';
import { type ReadContactsDeps, readChangedContacts } from '../sync/read-changed-contacts.ts';
import { type ReadProductsDeps, readChangedProducts } from '../sync/read-changed-products.ts';
import { type ReadChangedDeps, readChangedRecords } from '../sync/read-changed-records.ts';
import { type ReadSourcesDeps, readSources } from '../sync/read-sources.ts';
import { type CompleteDeps, completeExecutions } from '../workflow/complete-executions.ts';
import { type ProvisionDeps, provisionProperties } from '../writeback/provision-properties.ts';
import { type WriteDeps, writeOutbox } from '../writeback/write-outbox.ts';
import { type AssessDeps, assessAccounts } from './assess-accounts.ts';
import type { PassReport } from './dispatcher.ts';
import { type ReconcileDeps, reconcilePortal } from './reconcile-portal.ts';
import { type RenewDeps, renewFrame } from './renew-frame.ts';

export type RefreshDeps = DrainDeps &
  BackfillDeps &
  ReadChangedDeps &
  ReadContactsDeps &
  ReadProductsDeps &
  ReadSourcesDeps &
  RenewDeps &
  AssessDeps &
  ProvisionDeps &
  WriteDeps &
  ReconcileDeps &
  CompleteDeps & { account: AccountApi };

const metadataMaxAgeMs = 3_600_000;
const shortWaitMs = 5_000;
const quiet: PassReport = { news: 0, backlog: 0 };
const drainEveryMs = 2_000;

/**
 * Brings a portal up to date: read what changed, score it, tell HubSpot what is new. Says how much
 * there was to do. Safe to run twice and to be killed anywhere.
 */
export async function refreshPortal(deps: RefreshDeps, portalId: PortalId): Promise<PassReport> {
  if (!(await deps.portals.isReady(portalId, deps.now()))) {
    await drainInbox(deps, portalId);
    return quiet;
  }
  try {
    await readMetadata(deps, portalId);
    if (await mayWrite(deps, portalId)) await provisionProperties(deps, portalId);
    await whileDraining(deps, portalId, () => readWhole(deps, portalId));
    await renewFrame(deps, portalId);

    const events = await drainInbox(deps, portalId);
    const read =
      (await readChangedRecords(deps, portalId)) +
      (await readChangedContacts(deps, portalId)) +
      (await readChangedProducts(deps, portalId));
    await learnSources(deps, portalId);
    const scored = await assessAccounts(deps, portalId);
    const written = await writeOutbox(deps, portalId);
    const report = { news: events + read, backlog: scored + written };
    if (report.news + report.backlog > 0) return report;
    return { news: 0, backlog: await reconcilePortal(deps, portalId) };
  } catch (error) {
    await completeExecutions(deps, portalId);
    if (!(error instanceof HubspotError)) throw error;
    await react(deps, portalId, error);
    return quiet;
  }
}

/** In shadow mode and while paused nothing at all is changed in HubSpot. */
async function mayWrite({ publishing }: RefreshDeps, portalId: PortalId): Promise<boolean> {
  return writeScopeOf(await publishing.read(portalId)).kind !== 'none';
}

/** Side by side: most of the one waits for HubSpot's lists, most of the other for its search. */
async function readWhole(deps: RefreshDeps, portalId: PortalId): Promise<void> {
  const work = [backfillPortal(deps, portalId), readSources(deps, portalId, 'beside_deals')];
  for (const result of await Promise.allSettled(work)) {
    if (result.status === 'rejected') throw result.reason;
  }
  await readSources(deps, portalId, 'of_deals');
}

/** A first read may take hours; who asks to be forgotten meanwhile must not wait for its end. */
async function whileDraining(deps: RefreshDeps, portalId: PortalId, work: () => Promise<void>) {
  let isDone = false;
  const end = work().finally(() => {
    isDone = true;
  });
  try {
    while (!isDone) {
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, drainEveryMs))]);
      await drainInbox(deps, portalId);
    }
  } finally {
    await end;
  }
}

/** What a portal says of itself and its owners come without events: they are read anew every hour. */
async function readMetadata({ account, portals, now }: RefreshDeps, portalId: PortalId) {
  const readAt = await portals.metadataReadAt(portalId);
  if (now().getTime() - readAt < metadataMaxAgeMs) return;
  await portals.saveFacts(portalId, await account.readAccount(portalId));
  await portals.saveMetadata(portalId, await account.readOwners(portalId), now());
}

/** A daily limit ends at the portal's midnight; other waits say how long. */
async function endOfWait({ portals, now }: RefreshDeps, portalId: PortalId, error: HubspotError) {
  const nowMs = now().getTime();
  const waitMs = error.retryAfterMs ?? shortWaitMs;
  if (Number.isFinite(waitMs)) return nowMs + waitMs;
  const timeZone = (await portals.find(portalId))?.timeZone ?? 'UTC';
  return startOfDay(dayIn(timeZone)(nowMs) + 1, timeZone);
}

/** The portal as a whole has to wait or to be connected again; its work stays where it is. */
async function react(deps: RefreshDeps, portalId: PortalId, error: HubspotError): Promise<void> {
  const { portals, log } = deps;
  if (error.reaction === 'reconnect') {
    await portals.markGone(portalId, 'revoked');
    log.error({ portalId, err: error }, 'the portal has to be connected again');
    return;
  }
  const until = await endOfWait(deps, portalId, error);
  await portals.block(portalId, { until, reason: error.message });
  log.warn({ portalId, err: error, until: new Date(until) }, 'the portal has to wait');
}
