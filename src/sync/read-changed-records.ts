import { allDone } from '../all-done.ts';
import { HubspotError, stopsPortal } from '../errors.ts';
import type { Priority } from '../hubspot/portal-queues.ts';
import { linksPerCall, type RecordApi, recordsPerCall } from '../hubspot/record-api.ts';
import type { Logger } from '../log.ts';
import { dayMs } from '../model/day.ts';
import { isEnquiry } from '../model/enquiry.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { type Pressure, worthCalling } from '../model/pressure.ts';
import { type ObjectType, objectTypes, type RecordOf, type TicketRecord } from '../model/record.ts';
import type { DirtyRecord } from '../model/record-change.ts';
import { trailOf } from '../model/trail.ts';
import { retryDelayMs, trailsOf } from './change-rules.ts';
import type { DirtyStore } from './dirty-store.ts';
import { type FamilyDeps, findAccountsAbove } from './find-accounts-above.ts';
import { findMerged, followMerged, type MergeDeps } from './follow-merged.ts';
import { markProducts } from './mark-products.ts';
import type { ReadBatch, RecordStore } from './record-store.ts';
import { type RelinkDeps, relinkEvidence } from './relink-evidence.ts';

export type ReadChangedDeps = FamilyDeps &
  RelinkDeps &
  MergeDeps & {
    recordApi: RecordApi;
    records: RecordStore;
    dirty: DirtyStore;
    now: () => Date;
    log: Logger;
  };

/** Changes that come thick wait so long for a call to fill, ms. */
const patienceMs = 1_500;

/**
 * Reads the records that changed, 100 a call, and marks the accounts they belong or belonged to for
 * scoring. Returns how many were read. A record that changes during the read stays marked; safe to
 * run twice.
 */
export async function readChangedRecords(
  deps: ReadChangedDeps,
  portalId: PortalId,
  pressure: Pressure,
): Promise<number> {
  const now = deps.now();
  const calling = { perCall: recordsPerCall, pressure, patienceMs, nowMs: now.getTime() };
  const due = await Promise.all(
    objectTypes.map(async (type) =>
      worthCalling(await deps.dirty.listDue(portalId, type, linksPerCall, now), calling),
    ),
  );
  await allDone(
    objectTypes.map((type, position) => readType(deps, portalId, type, due[position] ?? [])),
  );
  return due.flat().length;
}

async function readType(
  deps: ReadChangedDeps,
  portalId: PortalId,
  type: ObjectType,
  asked: readonly DirtyRecord[],
): Promise<void> {
  if (asked.length === 0) return;
  try {
    await readAndFinish(deps, portalId, type, asked);
  } catch (error) {
    if (stopsPortal(error)) throw error;
    if (asked.length > 1 && isAboutRecords(error)) {
      const middle = Math.ceil(asked.length / 2);
      await readType(deps, portalId, type, asked.slice(0, middle));
      await readType(deps, portalId, type, asked.slice(middle));
      return;
    }
    const attempts = Math.max(...asked.map((record) => record.attempts));
    const askedMs = error instanceof HubspotError ? error.retryAfterMs : undefined;
    const until = deps.now().getTime() + (askedMs ?? retryDelayMs(attempts));
    const ids = asked.map(({ id }) => id);
    await deps.dirty.postpone(portalId, type, ids, { until, reason: String(error) });
    const posts = trailOf(asked);
    deps.log.warn(
      { portalId, type, records: ids.length, posts, err: error },
      'records wait to be read',
    );
  }
}

/** One record that HubSpot cannot take makes it refuse them all: it is found by halves. */
function isAboutRecords(error: unknown): boolean {
  if (!(error instanceof HubspotError)) return false;
  return error.reaction === 'refused' && error.endpoint !== 'refreshToken';
}

async function readAndFinish(
  deps: ReadChangedDeps,
  portalId: PortalId,
  type: ObjectType,
  asked: readonly DirtyRecord[],
): Promise<void> {
  const readAt = deps.now().getTime();
  const ids = asked.map(({ id }) => id);
  const found = await readAll(deps.recordApi, portalId, type, ids);
  const foundIds = new Set<string>(found.map(({ id }) => id));
  const merged = await findMerged(deps, portalId, found);
  const goneIds = [...new Set([...ids.filter((id) => !foundIds.has(id)), ...merged.keys()])];

  const linked = await withAccounts(deps, portalId, { type, asked, found });
  if (type === 'company' && goneIds.length > 0) await readLinksAgain(deps, portalId, goneIds);
  await followMerged(deps, portalId, merged);
  const changedIds =
    type === 'company' ? ([...foundIds, ...goneIds] as AccountId[]) : linked.accountIds;
  const accountsAbove = await findAccountsAbove(deps, portalId, changedIds, parentsIn(found));

  await markProducts(deps, portalId, found);
  const batch = { type, records: linked.records, readAt } as ReadBatch;
  if (batch.type === 'ticket') {
    const { records } = batch;
    await deps.situations.markDue(portalId, [
      ...explainedIn(records),
      ...askingIn(records, readAt),
    ]);
  }
  await deps.records.finishReading(portalId, {
    batch,
    asked,
    goneIds,
    accountIds: [...linked.accountIds, ...accountsAbove],
    reason: 'webhook',
    changedAt: Math.min(...asked.map(({ changedAt }) => changedAt)),
    trails: trailsOf(asked, linked.accountsOf),
  });
  const posts = trailOf(asked);
  deps.log.info({ portalId, type, records: ids.length, posts }, 'records read');
}

/** Accounts with a closed ticket that has its root cause: nobody needs to be asked for it any more. */
function explainedIn(tickets: readonly TicketRecord[]): AccountId[] {
  return tickets.flatMap(({ accountId, closedAt, hasRootCause }) =>
    closedAt !== null && hasRootCause ? (accountId ?? []) : [],
  );
}

/** Accounts with a new ticket that asks for something: somebody has to call, and tomorrow may be late. */
function askingIn(tickets: readonly TicketRecord[], readAt: number): AccountId[] {
  return tickets.flatMap(({ accountId, createdAt, categories }) => {
    const isNew = readAt - createdAt < dayMs;
    return isNew && isEnquiry({ isComplaint: false, categories }) ? (accountId ?? []) : [];
  });
}

/** Parents that companies have now; what they had before is still in the store. */
function parentsIn(found: readonly RecordOf[ObjectType][]): AccountId[] {
  return found.flatMap((record) =>
    'parentId' in record && record.parentId !== null ? [record.parentId] : [],
  );
}

async function readAll<Type extends ObjectType>(
  recordApi: RecordApi,
  portalId: PortalId,
  type: Type,
  ids: readonly string[],
): Promise<RecordOf[Type][]> {
  const pages: Promise<RecordOf[Type][]>[] = [];
  const priority: Priority = 'change';
  for (let start = 0; start < ids.length; start += recordsPerCall) {
    const page = ids.slice(start, start + recordsPerCall);
    pages.push(recordApi.readRecords(portalId, type, page, priority));
  }
  return (await allDone(pages)).flat();
}

type Found = {
  type: ObjectType;
  asked: readonly DirtyRecord[];
  found: readonly RecordOf[ObjectType][];
};

/** The accounts that the records belong to now or belonged to before: both change. */
async function withAccounts(
  deps: ReadChangedDeps,
  portalId: PortalId,
  { type, asked, found }: Found,
) {
  if (type === 'company') {
    return {
      records: found,
      accountIds: found.map(({ id }) => id as AccountId),
      accountsOf: (id: string) => [id as AccountId],
    };
  }
  const known = await deps.records.findAccountsOf(
    portalId,
    type,
    asked.map(({ id }) => id),
  );
  const relink = asked.filter(({ id, linksChanged }) => linksChanged || !known.has(id));
  const foundIds = new Set(found.map(({ id }) => id));
  const ids = relink.map(({ id }) => id).filter((id) => foundIds.has(id));
  const read =
    ids.length === 0
      ? new Map<string, AccountId>()
      : await deps.recordApi.readCompaniesOf(portalId, type, ids, 'change');
  const unlinked = ids.filter((id) => !read.has(id));
  const asks = new Set(ids);
  const kept = await accountsToKeep(deps, portalId, known, unlinked);
  const records = found.map(({ id, ...record }) => ({
    ...record,
    id,
    accountId: (asks.has(id) ? (read.get(id) ?? kept.get(id)) : known.get(id)) ?? null,
  }));
  const accountIds = new Set<AccountId>();
  for (const account of [...known.values(), ...read.values()]) if (account) accountIds.add(account);
  // What is only kept in mind cannot be scored: to ask for it would read these records again, for ever.
  for (const account of kept.values()) accountIds.delete(account);
  const accountsOf = (id: string) => [known.get(id), read.get(id)];
  return { records, accountIds: [...accountIds], accountsOf };
}

/** A deleted company may be restored, and no event names its records then: they keep it in mind. */
async function accountsToKeep(
  { records }: ReadChangedDeps,
  portalId: PortalId,
  known: ReadonlyMap<string, AccountId | null>,
  unlinked: readonly string[],
): Promise<Map<string, AccountId>> {
  const before = new Map<string, AccountId>();
  for (const id of unlinked) {
    const account = known.get(id);
    if (account) before.set(id, account);
  }
  const present = await records.findRecords(portalId, 'company', [...new Set(before.values())]);
  return new Map([...before].filter(([, account]) => !present.has(account)));
}

/** A company that is gone was deleted or merged into another: HubSpot knows where its records went. */
async function readLinksAgain(
  deps: ReadChangedDeps,
  portalId: PortalId,
  goneIds: readonly string[],
) {
  // Once: what hangs on a company that was gone before is known to, and reading it could ask for it again.
  const wereHere = await deps.records.findRecords(portalId, 'company', goneIds);
  const accountIds = [...wereHere.keys()] as AccountId[];
  await relinkEvidence(deps, portalId, accountIds);
  const linked = await deps.records.listLinkedTo(portalId, accountIds);
  const now = deps.now();
  const changes = linked.map(({ type, id }) => ({
    portalId,
    objectType: type,
    objectId: id,
    occurredAt: now.getTime(),
    links: 'changed' as const,
  }));
  await deps.dirty.mark(portalId, changes, now);
}
