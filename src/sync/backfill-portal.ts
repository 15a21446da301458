import { allDone } from '../all-done.ts';
import { linksPerCall, type MappedProperties, type RecordApi } from '../hubspot/record-api.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { type ObjectType, objectTypes, type RecordOf } from '../model/record.ts';
import type { BackfillStore, Checkpoint } from './backfill-store.ts';
import type { DirtyStore } from './dirty-store.ts';
import { paceOf } from './pace-rules.ts';
import type { ReadBatch, RecordStore } from './record-store.ts';

export type BackfillDeps = {
  recordApi: RecordApi;
  records: RecordStore;
  backfills: BackfillStore;
  mappedOf: MappedProperties;
  dirty: DirtyStore;
  isTurnOver: () => boolean;
  now: () => Date;
  log: Logger;
};

/**
 * Reads a whole portal once: companies, deals and tickets side by side, page by page, each with a
 * checkpoint behind its last saved page. Ends at once when it was finished before, unless an admin has
 * mapped a property since: records of its kind alone are read again then, and companies scored. False when the turn was
 * over before: it goes on where it stopped.
 */
export async function backfillPortal(deps: BackfillDeps, portalId: PortalId): Promise<boolean> {
  await deps.backfills.begin(portalId);
  const known = await deps.backfills.list(portalId);
  const checkpoints = await Promise.all(
    known.map(async (checkpoint) =>
      remapped(checkpoint, await deps.mappedOf(portalId, checkpoint.objectType)),
    ),
  );
  for (const checkpoint of checkpoints) {
    // What is not mapped any more is not kept up to date: mapped again, it is read again.
    const isLess = checkpoint.isFinished && !known.includes(checkpoint);
    if (isLess) await deps.backfills.save(portalId, checkpoint);
  }
  const open = checkpoints.filter(({ isFinished }) => !isFinished);
  if (open.length === 0) return true;
  const isAgain = open.length < checkpoints.length;
  const ended = await allDone(
    open.map((checkpoint) => backfillType(deps, portalId, checkpoint, isAgain)),
  );
  const isFinished = ended.every((isEnd) => isEnd);
  if (isFinished) deps.log.info({ portalId, kinds: objectTypes.length }, 'first read finished');
  return isFinished;
}

/** Begins again where the run asked for less than is mapped now. */
function remapped(checkpoint: Checkpoint, mapped: readonly string[]): Checkpoint {
  const isCovered = mapped.every((name) => checkpoint.mapped.includes(name));
  if (isCovered && mapped.length === checkpoint.mapped.length) return checkpoint;
  if (isCovered) return { ...checkpoint, mapped };
  return { ...checkpoint, mapped, cursor: null, done: 0, isFinished: false };
}

/** Of companies alone that are read once more nothing else tells that their scores may change. */
async function markAgain(
  { dirty, now }: BackfillDeps,
  portalId: PortalId,
  records: readonly RecordOf[ObjectType][],
): Promise<void> {
  const accountIds = records.flatMap((record) => ('parentId' in record ? [record.id] : []));
  await dirty.markAccounts(portalId, accountIds, 'config', now());
}

async function backfillType(
  deps: BackfillDeps,
  portalId: PortalId,
  start: Checkpoint,
  isAgain: boolean,
): Promise<boolean> {
  const { recordApi, backfills, log } = deps;
  const type = start.objectType;
  const isResumed = start.cursor !== null && start.total !== null;
  const total = isResumed ? start.total : await recordApi.countRecords(portalId, type);
  const startedAt = deps.now().getTime();
  let checkpoint: Checkpoint = { ...start, total, startedAt, doneAtStart: start.done };
  await backfills.save(portalId, checkpoint);

  let next = readAhead(deps, portalId, { ...checkpoint, type });
  while (next !== undefined) {
    const { records, cursor, readAt } = await next;
    // The next pages come while these are saved.
    next = readAhead(deps, portalId, { type, cursor, isFinished: cursor === null });
    await saveLinked(deps, portalId, { type, records, readAt });
    if (isAgain) await markAgain(deps, portalId, records);
    checkpoint = {
      ...checkpoint,
      cursor,
      done: checkpoint.done + records.length,
      isFinished: cursor === null,
    };
    await backfills.save(portalId, checkpoint);
    const pace = paceOf(checkpoint, deps.now().getTime());
    log.info({ portalId, type, done: checkpoint.done, total, ...pace }, 'first read goes on');
  }
  return checkpoint.isFinished;
}

type Place<Type extends ObjectType> = { type: Type; cursor: string | null; isFinished: boolean };

/** Begins to read on; nothing at the end or when the turn is over. A failure is told to who waits for it. */
function readAhead<Type extends ObjectType>(
  deps: BackfillDeps,
  portalId: PortalId,
  { type, cursor, isFinished }: Place<Type>,
) {
  if (isFinished || deps.isTurnOver()) return undefined;
  const pages = readPages(deps, portalId, type, cursor);
  pages.catch(() => undefined);
  return pages;
}

/** As many pages as one call for their links can carry. */
async function readPages<Type extends ObjectType>(
  { recordApi, now }: BackfillDeps,
  portalId: PortalId,
  type: Type,
  start: string | null,
) {
  const readAt = now().getTime();
  const records: RecordOf[Type][] = [];
  let cursor = start;
  do {
    const page = await recordApi.listRecords(portalId, type, cursor);
    records.push(...page.records);
    cursor = page.cursor;
  } while (cursor !== null && records.length < linksPerCall);
  return { records, cursor, readAt };
}

async function saveLinked(
  { recordApi, records }: BackfillDeps,
  portalId: PortalId,
  {
    type,
    records: read,
    readAt,
  }: { type: ObjectType; records: RecordOf[ObjectType][]; readAt: number },
): Promise<void> {
  if (type === 'company' || read.length === 0) {
    await records.save(portalId, { type, records: read, readAt } as ReadBatch);
    return;
  }
  const ids = read.map(({ id }) => id);
  const accounts = await recordApi.readCompaniesOf(portalId, type, ids, 'backfill');
  const linked = read.map((record) => ({ ...record, accountId: accounts.get(record.id) ?? null }));
  await records.save(portalId, { type, records: linked, readAt } as ReadBatch);
}
