import { randomUUID } from 'node:crypto';
import { allDone } from '../all-done.ts';
import { DailyBudgetError, HubspotError } from '../errors.ts';
import { type MoveDeps, moveTasks } from '../execution/move-tasks.ts';
import { type PlanDeps, planTasks } from '../execution/plan-tasks.ts';
import { type ReadTasksDeps, readTasks } from '../execution/read-tasks.ts';
import { type SendDeps, sendTasks } from '../execution/send-tasks.ts';
import { type WatchDeps, watchComplaints } from '../execution/watch-complaints.ts';
import type { AccountApi } from '../hubspot/account-api.ts';
import { dayIn, startOfDay } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { pressureOf } from '../model/pressure.ts';
import { writeScopeOf } from '../model/publishing.ts';
import { type BackfillDeps, backfillPortal, isBackfillDue } from '../sync/backfill-portal.ts';
import { type CarriedValues, type DrainDeps, drainInbox } from '../sync/drain-inbox.ts';
import { learnSources } from '../sync/known-sources.ts';
import { type ReadContactsDeps, readChangedContacts } from '../sync/read-changed-contacts.ts';
import { type ReadProductsDeps, readChangedProducts } from '../sync/read-changed-products.ts';
import { type ReadChangedDeps, readChangedRecords } from '../sync/read-changed-records.ts';
import { type ReadIndustriesDeps, readIndustryNames } from '../sync/read-industry-names.ts';
import { type ReadListDeps, readPopulationList } from '../sync/read-population-list.ts';
import { areSourcesDue, type ReadSourcesDeps, readSources } from '../sync/read-sources.ts';
import { type CompleteDeps, completeExecutions } from '../workflow/complete-executions.ts';
import { type ProvisionDeps, provisionProperties } from '../writeback/provision-properties.ts';
import { relabelProperties } from '../writeback/relabel-properties.ts';
import { entriesAtOnce, type WriteDeps, writeOutbox } from '../writeback/write-outbox.ts';
import { type AssessDeps, accountsAtOnce, assessAccounts } from './assess-accounts.ts';
import type { PassReport } from './pause-rules.ts';
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
  ReadListDeps &
  ReadIndustriesDeps &
  CompleteDeps &
  ReadTasksDeps &
  PlanDeps &
  MoveDeps &
  WatchDeps &
  SendDeps & { account: AccountApi; isTurnOver: () => boolean; carriedValues: CarriedValues };

const metadataMaxAgeMs = 3_600_000;
const shortWaitMs = 5_000;
const quiet: PassReport = { news: 0, backlog: 0 };
const unfinished: PassReport = { news: 0, backlog: 1 };
const drainEveryMs = 2_000;
const mostRounds = 4;
const stepMs = 500;
/** Enough to tell the passes of a day apart. */
const passDigits = 8;

/**
 * Brings a portal up to date: read what changed, score it, tell HubSpot what is new. Says how much
 * there was to do. Safe to run twice and to be killed anywhere.
 */
export async function refreshPortal(given: RefreshDeps, portalId: PortalId): Promise<PassReport> {
  const deps = { ...given, log: given.log.child({ pass: randomUUID().slice(0, passDigits) }) };
  if (!(await deps.portals.isReady(portalId, deps.now()))) {
    await drainInbox(deps, portalId, 'ignored');
    await workAlone(deps, portalId);
    return quiet;
  }
  try {
    await readMetadata(deps, portalId);
    await readIndustryNames(deps, portalId);
    if (await mayWrite(deps, portalId)) {
      await provisionProperties(deps, portalId);
      await relabelProperties(deps, portalId);
    }
    const reading = await readPortal(deps, portalId);
    if (reading === 'unread') return unfinished;
    const listed = await withinBudget(() => readPopulationList(withinStep(deps), portalId));
    const atHand = await renewFrame(deps, portalId, reading === 'read' ? 'read' : 'being_read');

    const events = await drainInbox(deps, portalId, deps.carriedValues);
    const pressure = pressureOf(events);
    const read =
      (await readChangedRecords(deps, portalId, pressure)) +
      (await readChangedContacts(deps, portalId)) +
      (await readChangedProducts(deps, portalId, pressure));
    await learnSources(deps, portalId);
    const scored = await whileFull(accountsAtOnce, () => assessAccounts(deps, portalId, atHand));
    const seen = await readTasks(deps, portalId);
    const planned = await planDay(deps, portalId);
    await watchComplaints(deps, portalId);
    const written = await whileFull(entriesAtOnce, () => writeOutbox(deps, portalId, pressure));
    const sent = await sendTasks(deps, portalId);
    await completeExecutions(deps, portalId);
    const looked = (await withinBudget(() => reconcilePortal(withinStep(deps), portalId))) ?? 0;
    const unread = [reading, listed].filter((each) => each === 'being_read').length;
    const backlog = scored + planned + written + sent + looked + unread;
    return { news: events + read + seen, backlog };
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    await react(deps, portalId, error);
    await workAlone(deps, portalId);
    return quiet;
  }
}

/** Nothing where the budget has no calls left for it: all else goes on. */
async function withinBudget<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DailyBudgetError) return undefined;
    throw error;
  }
}

/** What may take hours goes on for so long a pass: changes come in between. */
function withinStep(deps: RefreshDeps): RefreshDeps {
  const startedAt = performance.now();
  const isTurnOver = () => deps.isTurnOver() || performance.now() - startedAt > stepMs;
  return { ...deps, isTurnOver };
}

/** What needs no answer of HubSpot's goes on while the portal has to wait for one. */
async function workAlone(deps: RefreshDeps, portalId: PortalId): Promise<void> {
  const portal = await deps.portals.find(portalId);
  if (portal?.status !== 'installed') return;
  await whileFull(accountsAtOnce, () => assessAccounts(deps, portalId));
  await watchComplaints(deps, portalId);
}

/** A step that takes only so many at once, a few times where there are more; new changes must not wait long. */
async function whileFull(atOnce: number, step: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let round = 0; round < mostRounds; round++) {
    const done = await step();
    all += done;
    if (done < atOnce) break;
  }
  return all;
}

/** Tasks follow from the day's scores: nothing is planned from yesterday's. */
async function planDay(deps: RefreshDeps, portalId: PortalId): Promise<number> {
  const isScored = (await deps.assessments.countDirty(portalId)) === 0;
  return isScored ? await planTasks(deps, portalId) : 0;
}

/** In shadow mode and while paused nothing at all is changed in HubSpot. */
async function mayWrite({ publishing }: RefreshDeps, portalId: PortalId): Promise<boolean> {
  return writeScopeOf(await publishing.read(portalId)).kind !== 'none';
}

/**
 * Reads all that is to be scored: the first time whole, before anything else. Later, when an admin has mapped
 * another property or a new day has begun, a step a pass, for what changes and what people ask must not
 * wait for its end.
 */
async function readPortal(
  deps: RefreshDeps,
  portalId: PortalId,
): Promise<'read' | 'being_read' | 'put_off' | 'unread'> {
  if (!(await isReadDue(deps, portalId))) return 'read';
  if ((await deps.frames.findCurrent(portalId)) === undefined) {
    const isWhole = await whileDraining(deps, portalId, () => readWhole(deps, portalId));
    return isWhole ? 'read' : 'unread';
  }
  const isWhole = await withinBudget(() => readWhole(withinStep(deps), portalId));
  if (isWhole === undefined) return 'put_off';
  return (await isReadDue(deps, portalId)) ? 'being_read' : 'read';
}

async function isReadDue(deps: RefreshDeps, portalId: PortalId): Promise<boolean> {
  return (await isBackfillDue(deps, portalId)) || (await areSourcesDue(deps, portalId));
}

/**
 * Side by side: most of the one waits for HubSpot's lists, most of the other for its search. False when
 * the turn was over before everything was read.
 */
async function readWhole(deps: RefreshDeps, portalId: PortalId): Promise<boolean> {
  const backfill = backfillPortal(deps, portalId);
  await allDone<unknown>([backfill, readSources(deps, portalId, 'beside_deals')]);
  if (!(await backfill)) return false;
  await readSources(deps, portalId, 'of_deals');
  return !deps.isTurnOver();
}

/** A first read may take hours; who asks to be forgotten meanwhile must not wait for its end. */
async function whileDraining<Result>(
  deps: RefreshDeps,
  portalId: PortalId,
  work: () => Promise<Result>,
): Promise<Result> {
  let isDone = false;
  const end = work().finally(() => {
    isDone = true;
  });
  try {
    for (;;) {
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, drainEveryMs))]);
      if (isDone) return await end;
      // Records are being read: what was asked for before an event may arrive after it.
      await drainInbox(deps, portalId, 'ignored');
    }
  } finally {
    await end;
  }
}

/** What a portal says of itself and its owners come without events: they are read anew every hour. */
async function readMetadata(deps: RefreshDeps, portalId: PortalId) {
  const { account, portals, now } = deps;
  const readAt = await portals.metadataReadAt(portalId);
  if (now().getTime() - readAt < metadataMaxAgeMs) return;
  await portals.saveFacts(portalId, await account.readAccount(portalId));
  await portals.saveMetadata(portalId, await account.readOwners(portalId), now());
  await moveTasks(deps, portalId);
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
  if (error instanceof DailyBudgetError) return;
  if (error.reaction === 'reconnect') {
    await portals.markGone(portalId, 'revoked');
    log.error({ portalId, err: error }, 'the portal has to be connected again');
    return;
  }
  const until = await endOfWait(deps, portalId, error);
  await portals.block(portalId, { until, reason: error.message });
  log.warn({ portalId, err: error, until: new Date(until) }, 'the portal has to wait');
}
