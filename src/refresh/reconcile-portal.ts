import { allDone } from '../all-done.ts';
import type { ReconciliationApi } from '../hubspot/reconciliation-api.ts';
import { linksPerCall, type RecordApi } from '../hubspot/record-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { type ObjectType, objectTypes, type RecordOf } from '../model/record.ts';
import type { BackfillStore } from '../sync/backfill-store.ts';
import type { DirtyStore } from '../sync/dirty-store.ts';
import { differs, dueReconciliation, indexLagMs } from '../sync/reconcile-rules.ts';
import type { Reconciliation, ReconciliationStore } from '../sync/reconciliation-store.ts';
import type { RecordStore } from '../sync/record-store.ts';
import type { OutboxStore } from '../writeback/outbox-store.ts';
import { contextProperties, isSame } from '../writeback/property-rules.ts';

export type ReconcileDeps = {
  reconciliationApi: ReconciliationApi;
  recordApi: RecordApi;
  records: RecordStore;
  backfills: BackfillStore;
  dirty: DirtyStore;
  outbox: OutboxStore;
  portals: PortalStore;
  reconciliations: ReconciliationStore;
  compareEveryMs: number;
  isTurnOver: () => boolean;
  now: () => Date;
  log: Logger;
};

/**
 * Finds what no event told of, a step of each kind of record at a time: changes by their time of
 * modification every five minutes; once a day, if no other interval was set, by comparing everything,
 * deletions, moved records and our own properties changed by others. A step goes on until the turn is over, a
 * page at least. What differs is read again the ordinary way. Returns how much was done, 0 when nothing is
 * due; safe to run twice.
 */
export async function reconcilePortal(deps: ReconcileDeps, portalId: PortalId): Promise<number> {
  const states = await begun(deps, portalId);
  const done = await allDone(states.map((state) => takeStep(deps, portalId, state)));
  return done.reduce((sum, each) => sum + each, 0);
}

async function takeStep(deps: ReconcileDeps, portalId: PortalId, state: Reconciliation) {
  const { compareEveryMs, now } = deps;
  const due = dueReconciliation(state, { nowMs: now().getTime(), compareEveryMs });
  if (due === null) return 0;
  const seen = await (due === 'sweep' ? sweepNext : compareNext)(deps, portalId, state);
  return Math.max(1, seen);
}

async function begun(deps: ReconcileDeps, portalId: PortalId): Promise<Reconciliation[]> {
  const { reconciliations, backfills } = deps;
  const known = await reconciliations.list(portalId);
  if (known.length === objectTypes.length) return known;
  for (const { objectType, startedAt } of await backfills.list(portalId)) {
    await reconciliations.begin(portalId, objectType, startedAt);
  }
  return reconciliations.list(portalId);
}

/** Sweeps on from where the last step came to, at least to a later time. */
async function sweepNext(deps: ReconcileDeps, portalId: PortalId, state: Reconciliation) {
  const { reconciliationApi, reconciliations, isTurnOver, now, log } = deps;
  const type = state.objectType;
  const beganAt = now().getTime();
  const from = state.sweepFrom ?? state.watermark - indexLagMs;
  let [reached, missed, isWhole] = [from, 0, true];
  for await (const found of reconciliationApi.searchModified(portalId, type, from)) {
    missed += await markDiffering(deps, portalId, type, found);
    for (const { updatedAt } of found) reached = Math.max(reached, updatedAt);
    isWhole = !(isTurnOver() && reached > from);
    if (!isWhole) break;
  }
  await reconciliations.save(portalId, {
    ...state,
    watermark: Math.max(state.watermark, reached),
    sweepFrom: isWhole ? null : reached,
    sweptAt: isWhole ? beganAt : state.sweptAt,
    missedRecords: state.missedRecords + missed,
  });
  if (missed > 0) log.warn({ portalId, type, missed }, 'changes that no event told of');
  return missed;
}

async function markDiffering<Type extends ObjectType>(
  { records, dirty, now }: ReconcileDeps,
  portalId: PortalId,
  type: Type,
  found: readonly RecordOf[Type][],
): Promise<number> {
  const kept = await records.findRecords(
    portalId,
    type,
    found.map(({ id }) => id),
  );
  const ids = found.filter((record) => differs(kept.get(record.id), record)).map(({ id }) => id);
  await dirty.mark(portalId, ids.map(changeOf(portalId, type, now().getTime())), now());
  return ids.length;
}

function changeOf(portalId: PortalId, objectType: ObjectType, occurredAt: number) {
  return (objectId: string) => ({
    portalId,
    objectType,
    objectId,
    occurredAt,
    links: 'changed' as const,
  });
}

/** Compares no more records than one call for their companies can carry, and remembers where it was. */
async function compareNext(deps: ReconcileDeps, portalId: PortalId, state: Reconciliation) {
  const { reconciliations, now, log } = deps;
  const type = state.objectType;
  const listed = await listNext(deps, portalId, type, state.cursor);
  const isLastPage = listed.cursor === null;
  const missed = await findMissed(deps, portalId, {
    type,
    listed,
    after: state.cursor,
    isLastPage,
  });
  const repaired = type === 'company' ? await repairOwn(deps, portalId, listed.rows) : 0;
  await reconciliations.save(portalId, {
    ...state,
    cursor: listed.cursor,
    isComparing: !isLastPage,
    comparedAt: isLastPage ? now().getTime() : state.comparedAt,
    missedRecords: state.missedRecords + missed,
    repairedAccounts: state.repairedAccounts + repaired,
  });
  if (missed + repaired > 0) log.warn({ portalId, type, missed, repaired }, 'differences found');
  return listed.rows.length;
}

type Listed = Awaited<ReturnType<typeof listNext>>;

async function listNext(
  { reconciliationApi, portals, isTurnOver }: ReconcileDeps,
  portalId: PortalId,
  type: ObjectType,
  start: string | null,
) {
  const ownProperties = type === 'company' ? ((await portals.findProperties(portalId)) ?? []) : [];
  const rows = [];
  let cursor = start;
  do {
    const page = await reconciliationApi.listPage(portalId, type, { cursor, ownProperties });
    rows.push(...page.rows);
    cursor = page.cursor;
  } while (cursor !== null && rows.length < linksPerCall && !isTurnOver());
  return { rows, cursor };
}

/**
 * Deals and tickets that belong to another company than we think. Those of a deleted company keep it in
 * mind, which no other record of ours has any more: that is no difference.
 */
async function findMoved(
  { records, recordApi }: ReconcileDeps,
  portalId: PortalId,
  type: ObjectType,
  ids: readonly string[],
): Promise<string[]> {
  if (type === 'company' || ids.length === 0) return [];
  const accounts = await recordApi.readCompaniesOf(portalId, type, ids, 'reconciliation');
  const kept = await records.findAccountsOf(portalId, type, ids);
  const moved = ids.filter((id) => (accounts.get(id) ?? null) !== (kept.get(id) ?? null));
  const left = moved.flatMap((id) => (accounts.has(id) ? [] : (kept.get(id) ?? [])));
  const present = await records.findRecords(portalId, 'company', [...new Set(left)]);
  return moved.filter((id) => accounts.has(id) || present.has(kept.get(id) ?? ''));
}

/** HubSpot's cursor names the first record of a page: what lies before it was looked at already. */
function idBefore(cursor: string | null): string | null {
  return cursor === null ? null : String(BigInt(cursor) - 1n);
}

type Page = { type: ObjectType; listed: Listed; after: string | null; isLastPage: boolean };

async function findMissed(deps: ReconcileDeps, portalId: PortalId, page: Page): Promise<number> {
  const { records, dirty, now } = deps;
  const { type, listed } = page;
  const found = listed.rows.map(({ record }) => record);
  const ids = found.map(({ id }) => id as string);
  const there = new Set(ids);
  const kept = await records.findRecords(portalId, type, ids);
  const changed = found.filter((record) => differs(kept.get(record.id), record));
  const missed = new Set<string>(changed.map(({ id }) => id));

  for (const id of await findMoved(deps, portalId, type, ids)) missed.add(id);
  const last = page.isLastPage ? null : (ids.at(-1) ?? null);
  const after = idBefore(page.after);
  for (const id of await records.listIdsWithin(portalId, type, after, last)) {
    if (!there.has(id)) missed.add(id);
  }

  await dirty.mark(portalId, [...missed].map(changeOf(portalId, type, now().getTime())), now());
  return missed.size;
}

/** Our properties that somebody else changed are put back. */
async function repairOwn(
  { outbox, now }: ReconcileDeps,
  portalId: PortalId,
  rows: Listed['rows'],
): Promise<number> {
  const ids = rows.map(({ record }) => accountId(record.id));
  const confirmed = await outbox.findWritten(portalId, ids);
  const changed: { accountId: AccountId; properties: Record<string, string> }[] = [];
  for (const { record, own } of rows) {
    const id = accountId(record.id);
    const written = confirmed.get(id);
    if (written && !isSame(written, own, contextProperties)) {
      changed.push({ accountId: id, properties: own });
    }
  }
  await outbox.repair(portalId, changed, now());
  return changed.length;
}
