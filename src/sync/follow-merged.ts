import { type RecordApi, recordsPerCall } from '../hubspot/record-api.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { ObjectType, RecordOf } from '../model/record.ts';
import type { RecordStore } from './record-store.ts';
import type { SurveyStore } from './survey-store.ts';

export type MergeDeps = {
  recordApi: Pick<RecordApi, 'readRecords'>;
  records: Pick<RecordStore, 'findRecords'>;
  surveys: Pick<SurveyStore, 'withImported' | 'moveImported'>;
  /** What people told of accounts. */
  manualInputs: Inherited;
  /** What strategies left of them. */
  trails: Inherited;
  situations: { markDue(portalId: PortalId, accountIds: readonly AccountId[]): Promise<void> };
};

/** What hangs on accounts by nothing that HubSpot knows of. */
type Inherited = {
  /** Those of the accounts that have any of it. */
  withAny(portalId: PortalId, accountIds: readonly AccountId[]): Promise<AccountId[]>;
  move(portalId: PortalId, from: AccountId, to: AccountId): Promise<void>;
};

/** Companies that are no more, each with the one it became. */
type Heirs = ReadonlyMap<AccountId, AccountId>;

/**
 * The companies that became those that were read: the event of a merge may be lost, and a search finds
 * only what there is. Those that are known here are asked for, for HubSpot's list of them alone ends none.
 */
export async function findMerged(
  { recordApi, records }: Pick<MergeDeps, 'recordApi' | 'records'>,
  portalId: PortalId,
  found: readonly RecordOf[ObjectType][],
): Promise<Heirs> {
  const heirs = new Map(found.flatMap(heirsIn));
  for (const { id } of found) heirs.delete(id as AccountId);
  if (heirs.size === 0) return heirs;
  const known = await records.findRecords(portalId, 'company', [...heirs.keys()]);
  const asked = [...known.keys()];
  for (let start = 0; start < asked.length; start += recordsPerCall) {
    const part = asked.slice(start, start + recordsPerCall);
    const there = await recordApi.readRecords(portalId, 'company', part, 'change');
    for (const { id } of there) heirs.delete(id);
  }
  return heirs;
}

function heirsIn(record: RecordOf[ObjectType]): [AccountId, AccountId][] {
  if (!('mergedIds' in record)) return [];
  return (record.mergedIds ?? []).map((merged) => [merged, record.id]);
}

/**
 * What people told of a company, answers that were imported and the tasks of strategies hang on it by
 * nothing that HubSpot knows of: what the company was merged into inherits them. Safe to run twice.
 */
export async function followMerged(
  { surveys, manualInputs, trails, situations }: MergeDeps,
  portalId: PortalId,
  heirs: Heirs,
): Promise<void> {
  if (heirs.size === 0) return;
  const gone = [...heirs.keys()];
  const [answered, told, worked] = await Promise.all([
    surveys.withImported(portalId, gone),
    manualInputs.withAny(portalId, gone),
    trails.withAny(portalId, gone),
  ]);
  // First, for what is moved is not found again: both have other tasks than they were planned to have.
  await situations.markDue(
    portalId,
    worked.flatMap((account) => [account, heirs.get(account) ?? account]),
  );
  for (const account of new Set([...answered, ...told, ...worked])) {
    const heir = heirs.get(account);
    if (heir === undefined) continue;
    await surveys.moveImported(portalId, account, heir);
    await manualInputs.move(portalId, account, heir);
    await trails.move(portalId, account, heir);
  }
}
