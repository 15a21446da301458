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
 * over before: it goes on where it stopped, at least a page each time.
 */
export async function backfillPortal(deps: BackfillDeps, portalId: PortalId): Promise<boolean> {
  await deps.backfills.begin(portalId);
  const { known, checkpoints } = await readCheckpoints(deps, portalId);
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

/** Whether there is anything to read: the first time, or again. */
export async function isBackfillDue(deps: CheckpointDeps, portalId: PortalId): Promise<boolean> {
  const { known, checkpoints } = await readCheckpoints(deps, portalId);
  if (checkpoints.length < objectTypes.length) return true;
  return checkpoints.some((checkpoint) => !checkpoint.isFinished || !known.includes(checkpoint));
}

type CheckpointDeps = Pick<BackfillDeps, 'backfills' | 'mappedOf'>;

async function readCheckpoints({ backfills, mappedOf }: CheckpointDeps, portalId: PortalId) {
  const known = await backfills.list(portalId);
  const checkpoints = await Promise.all(
    known.map(async (checkpoint) =>
      remapped(checkpoint, (await mappedOf(portalId, checkpoint.objectType)).names),
    ),
  );
  return { known, checkpoints };
}

/** Begins again where the run asked for less than is mapped now; a deal has one value, whatever it is read from. */
function remapped(checkpoint: Checkpoint, mapped: readonly string[]): Checkpoint {
  const isCovered = mapped.every((name) => checkpoint.mapped.includes(name));
  if (isCovered && mapped.length === checkpoint.mapped.length) return checkpoint;
  if (isCovered && checkpoint.objectType !== 'deal') return { ...checkpoint, mapped };
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

  let next: Promise<Pages> | undefined = beginPages(deps, portalId, type, checkpoint.cursor);
  while (next !== undefined) {
    const pages: Pages = await next;
    const { records, cursor, readAt } = pages;
    // The next pages come while these are saved.
    const isEnd: boolean = cursor === null || deps.isTurnOver();
    next = isEnd ? undefined : beginPages(deps, portalId, type, cursor);
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

type Pages = { records: RecordOf[ObjectType][]; cursor: string | null; readAt: number };

/** A failure is told to who waits for the pages. */
function beginPages(
  deps: BackfillDeps,
  portalId: PortalId,
  type: ObjectType,
  cursor: string | null,
): Promise<Pages> {
  const pages = readPages(deps, portalId, type, cursor);
  pages.catch(() => undefined);
  return pages;
}

/** No more pages than one call for their links can carry. */
async function readPages<Type extends ObjectType>(
  { recordApi, isTurnOver, now }: BackfillDeps,
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
  } while (cursor !== null && records.length < linksPerCall && !isTurnOver());
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
