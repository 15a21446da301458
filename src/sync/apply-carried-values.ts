import type { MappedProperties } from '../hubspot/record-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { type ObjectType, objectTypes, type RecordOf } from '../model/record.ts';
import type { RecordChange } from '../model/record-change.ts';
import { type Trail, trailOf } from '../model/trail.ts';
import { apart, type CarriedChange, carry, type Reading } from './carried-rules.ts';
import type { DirtyStore } from './dirty-store.ts';
import { type FamilyDeps, findAccountsAbove } from './find-accounts-above.ts';
import { type MarkProductsDeps, markProducts } from './mark-products.ts';
import type { ReadBatch, RecordStore } from './record-store.ts';

export type CarryDeps = FamilyDeps &
  MarkProductsDeps & {
    dirty: DirtyStore;
    records: RecordStore;
    portals: Pick<PortalStore, 'find'>;
    mappedOf: MappedProperties;
    now: () => Date;
  };

/**
 * Keeps what events themselves say of records, without asking HubSpot, and marks the accounts for
 * scoring. Returns the changes that have to be read. Nothing may be reading records meanwhile; safe to
 * run twice.
 */
export async function applyCarriedValues(
  deps: CarryDeps,
  portalId: PortalId,
  changes: readonly RecordChange[],
): Promise<RecordChange[]> {
  const { carried, toRead } = apart(changes);
  if (carried.length === 0) return toRead;
  const portal = await deps.portals.find(portalId);
  for (const type of objectTypes) {
    const ofType = carried.filter((ofRecord) => ofRecord[0]?.objectType === type);
    if (ofType.length === 0) continue;
    const { names: mapped } = await deps.mappedOf(portalId, type);
    const reading = { portalCurrency: portal?.currency ?? '', mapped };
    toRead.push(...(await applyType(deps, portalId, { type, changed: ofType, reading })));
  }
  return toRead;
}

type OfType = { type: ObjectType; changed: readonly CarriedChange[][]; reading: Reading };

async function applyType(
  deps: CarryDeps,
  portalId: PortalId,
  { type, changed, reading }: OfType,
): Promise<RecordChange[]> {
  const ids = changed.flatMap(([first]) => first?.objectId ?? []);
  const kept = await deps.records.findRecords(portalId, type, ids);
  const waiting = await deps.dirty.listMarked(portalId, type, ids);

  const toRead: RecordChange[] = [];
  const updated: RecordOf[ObjectType][] = [];
  const trails = new Map<AccountId, Trail>();
  let changedAt = Number.POSITIVE_INFINITY;
  for (const ofRecord of changed) {
    const id = ofRecord[0]?.objectId ?? '';
    const result = carry(waiting.has(id) ? undefined : kept.get(id), ofRecord, reading);
    if (result.outcome === 'unclear') toRead.push(...ofRecord);
    if (result.outcome !== 'changed') continue;
    updated.push(result.record);
    const account = accountOf(result.record);
    if (account) trails.set(account, trailOf([{ posts: trails.get(account) }, ...ofRecord]));
    changedAt = Math.min(changedAt, ...ofRecord.map(({ occurredAt }) => occurredAt));
  }
  await keep(deps, portalId, { type, updated, trails, kept, changedAt: new Date(changedAt) });
  return toRead;
}

type Kept = {
  type: ObjectType;
  updated: readonly RecordOf[ObjectType][];
  kept: ReadonlyMap<string, RecordOf[ObjectType]>;
  changedAt: Date;
  trails: ReadonlyMap<AccountId, Trail>;
};

/** First the marks, then the records: after a crash in between, the events are news once more. */
async function keep(
  deps: CarryDeps,
  portalId: PortalId,
  { type, updated, kept, changedAt, trails }: Kept,
): Promise<void> {
  if (updated.length === 0) return;
  const { dirty, records, now } = deps;
  const accounts = updated.flatMap((record) => accountOf(record) ?? []);
  const above = await findAccountsAbove(deps, portalId, accounts);
  const revalued = updated.filter((record) => isRevalued(record, kept.get(record.id)));
  await markProducts(deps, portalId, revalued);
  await dirty.markTold(portalId, [...accounts, ...above], changedAt, trails);
  await records.save(portalId, {
    type,
    records: updated,
    readAt: now().getTime(),
  } as unknown as ReadBatch);
}

function accountOf(record: RecordOf[ObjectType]): AccountId | null {
  return 'accountId' in record ? record.accountId : record.id;
}

function isRevalued(record: RecordOf[ObjectType], before: RecordOf[ObjectType] | undefined) {
  return 'amount' in record && record.amount !== (before as typeof record | undefined)?.amount;
}
