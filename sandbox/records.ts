import { associationTypes, bitsFromOtherSide, PRIMARY, UNLABELLED } from './association-types.ts';
import { propertyValue } from './calculated-properties.ts';
import type { Source } from './changes.ts';
import { COMPANY, DEAL, OBJECT_TYPE_IDS, type ObjectTypeId, TASK, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';

export type Values = ReadonlyMap<string, string | null>;
export type RecordRef = { typeId: ObjectTypeId; row: number };

/** Stages that close a deal or ticket stamp its closing date, as HubSpot does unless the caller gave one. */
function withClosingDate(
  portal: Portal,
  typeId: ObjectTypeId,
  row: number,
  values: Values,
): Values {
  const [stageProperty, dateProperty] =
    typeId === DEAL ? ['dealstage', 'closedate'] : ['hs_pipeline_stage', 'closed_date'];
  const stageId = values.get(stageProperty as string);
  if ((typeId !== DEAL && typeId !== TICKET) || !stageId) return values;
  if (values.has(dateProperty as string)) return values;
  const before = portal.table(typeId).get(row, stageProperty as string) ?? '';
  const wasOpen = (portal.findStage(typeId, before)?.stage.kind ?? 'open') === 'open';
  const isOpen = (portal.findStage(typeId, stageId)?.stage.kind ?? 'open') === 'open';
  if (wasOpen === isOpen) return values;
  if (isOpen && typeId === DEAL) return values;
  const date = isOpen ? null : portal.clock.now().toISOString();
  return new Map([...values, [dateProperty as string, date]]);
}

/** A task that is completed is stamped; who opens it again takes the stamp away. */
function withCompletionDate(portal: Portal, { typeId, row }: RecordRef, values: Values): Values {
  const status = values.get('hs_task_status');
  if (typeId !== TASK || status === undefined) return values;
  const isDone = status === 'COMPLETED';
  const wasDone = portal.table(typeId).get(row, 'hs_task_status') === 'COMPLETED';
  if (isDone === wasDone) return values;
  const date = isDone ? portal.clock.now().toISOString() : null;
  return new Map([...values, ['hs_task_completion_date', date]]);
}

/** What HubSpot sets by itself with a change. */
function completed(portal: Portal, ref: RecordRef, values: Values): Values {
  const closed = withClosingDate(portal, ref.typeId, ref.row, values);
  return withCompletionDate(portal, ref, closed);
}

function setValues(
  portal: Portal,
  { typeId, row }: RecordRef,
  values: Values,
  source: Source,
): Map<string, string | null> {
  const table = portal.table(typeId);
  const id = table.idOf(row);
  const at = portal.clock.nowMs();
  const before = new Map<string, string | null>();
  for (const [name, value] of values) {
    const old = propertyValue(portal, typeId, row, name);
    if (old === value) continue;
    before.set(name, old);
    if (name === 'createdate') table.setCreatedAt(row, Date.parse(value ?? ''));
    else table.column(name).set(row, value);
    portal.history.add({ typeId, id, name }, { value, timestamp: at, source });
  }
  return before;
}

/** Creates a record and tells webhooks: the creation, then each property it has. */
export function createRecord(
  portal: Portal,
  typeId: ObjectTypeId,
  values: Values,
  source: Source,
): number {
  const at = portal.clock.nowMs();
  const row = portal.table(typeId).add(at);
  const id = portal.table(typeId).idOf(row);
  const complete = completed(portal, { typeId, row }, values);
  setValues(portal, { typeId, row }, complete, source);
  portal.indexLag.note({ typeId, row }, new Map(), false);
  portal.emit({ kind: 'creation', typeId, id, at, source });
  for (const [name, value] of complete) {
    if (value !== null)
      portal.emit({ kind: 'propertyChange', typeId, id, name, value, at, source });
  }
  return row;
}

/** Writes values; what stays the same is no change and causes no event. Returns how many changed. */
export function updateRecord(
  portal: Portal,
  ref: RecordRef,
  values: Values,
  source: Source,
): number {
  const { typeId, row } = ref;
  const table = portal.table(typeId);
  const at = portal.clock.nowMs();
  const modifiedBefore = new Date(table.updatedAt(row)).toISOString();
  const before = setValues(portal, ref, completed(portal, ref, values), source);
  if (before.size === 0) return 0;
  const changed = [...before.keys()];
  before.set('hs_lastmodifieddate', modifiedBefore);
  table.touch(row, at);
  portal.indexLag.note({ typeId, row }, before, true);
  const id = table.idOf(row);
  for (const name of changed) {
    const value = propertyValue(portal, typeId, row, name);
    portal.emit({ kind: 'propertyChange', typeId, id, name, value, at, source });
  }
  return changed.length;
}

export function archiveRecord(portal: Portal, { typeId, row }: RecordRef, source: Source): void {
  const table = portal.table(typeId);
  const at = portal.clock.nowMs();
  table.archive(row, at);
  portal.emit({ kind: 'deletion', typeId, id: table.idOf(row), at, source });
}

export function restoreRecord(portal: Portal, { typeId, row }: RecordRef, source: Source): void {
  const table = portal.table(typeId);
  const at = portal.clock.nowMs();
  table.restore(row);
  table.touch(row, at);
  portal.indexLag.note({ typeId, row }, new Map(), false);
  portal.emit({ kind: 'restore', typeId, id: table.idOf(row), at, source });
}

/** Removes a person for good. A deletion event comes too, as from HubSpot. */
export function purgeRecord(portal: Portal, { typeId, row }: RecordRef, source: Source): void {
  const table = portal.table(typeId);
  const at = portal.clock.nowMs();
  const id = table.idOf(row);
  table.purge(row);
  portal.emit({ kind: 'privacyDeletion', typeId, id, at, source });
  portal.emit({ kind: 'deletion', typeId, id, at, source });
}

/** Sets what an association is (0 = none) in both directions, with an event a side for each bit that changed. */
export function setAssociation(
  portal: Portal,
  ends: { from: RecordRef; to: RecordRef },
  bits: number,
  source: Source,
): void {
  const { from, to } = ends;
  const there = portal.links.between(from.typeId, to.typeId);
  const old = there.bits(from.row, to.row);
  if (old === bits) return;
  there.set(from.row, to.row, bits);
  emitAssociation(portal, ends, { old, bits }, source);
  const back = portal.links.between(to.typeId, from.typeId);
  const oldBack = back.bits(to.row, from.row);
  const bitsBack = bitsFromOtherSide(bits);
  back.set(to.row, from.row, bitsBack);
  emitAssociation(portal, { from: to, to: from }, { old: oldBack, bits: bitsBack }, source);
}

function emitAssociation(
  portal: Portal,
  { from, to }: { from: RecordRef; to: RecordRef },
  { old, bits }: { old: number; bits: number },
  source: Source,
): void {
  for (const type of associationTypes(from.typeId, to.typeId)) {
    const changed = (old ^ bits) & type.bit;
    if (changed === 0) continue;
    portal.emit({
      kind: 'associationChange',
      typeId: from.typeId,
      toTypeId: to.typeId,
      fromId: portal.table(from.typeId).idOf(from.row),
      toId: portal.table(to.typeId).idOf(to.row),
      associationTypeId: type.typeId,
      removed: (bits & type.bit) === 0,
      primary: type.bit === PRIMARY,
      at: portal.clock.nowMs(),
      source,
    });
  }
}

/** Adds to what an association is. A record has one primary company: the former one loses the label. */
export function associate(
  portal: Portal,
  ends: { from: RecordRef; to: RecordRef },
  bits: number,
  source: Source,
): void {
  const { from, to } = ends;
  const table = portal.links.between(from.typeId, to.typeId);
  // Every association is also the unlabelled one.
  const wanted = table.bits(from.row, to.row) | bits | UNLABELLED;
  if (bits & PRIMARY) {
    const [record, company] = to.typeId === COMPANY ? [from, to] : [to, from];
    for (const link of [...portal.links.between(record.typeId, COMPANY).of(record.row)]) {
      if (link.row === company.row || !(link.bits & PRIMARY)) continue;
      const former = { from: record, to: { typeId: company.typeId, row: link.row } };
      setAssociation(portal, former, link.bits & ~PRIMARY, source);
    }
  }
  setAssociation(portal, ends, wanted, source);
}

/**
 * Makes one record of two. As HubSpot does since 2025, the result has an id of its own and both
 * former ids lead to it. Returns the new row.
 */
export function mergeRecords(
  portal: Portal,
  typeId: ObjectTypeId,
  { primaryRow, otherRow }: { primaryRow: number; otherRow: number },
  source: Source,
): number {
  const table = portal.table(typeId);
  const at = portal.clock.nowMs();
  const row = table.add(Math.min(table.createdAt(primaryRow), table.createdAt(otherRow)));
  table.touch(row, at);
  let propertiesMoved = 0;
  for (const { name, calculated } of portal.catalogue.list(typeId, 'active')) {
    if (calculated || name === 'createdate') continue;
    const own = table.get(primaryRow, name);
    const value = own ?? table.get(otherRow, name);
    if (value === null) continue;
    if (own === null) propertiesMoved++;
    table.column(name).set(row, value);
  }
  const ids = [primaryRow, otherRow].flatMap((old) => [
    String(table.idOf(old)),
    ...(table.get(old, 'hs_merged_object_ids') ?? '').split(';').filter(Boolean),
  ]);
  table.column('hs_merged_object_ids').set(row, ids.join(';'));
  moveLinks(portal, typeId, [primaryRow, otherRow], row);
  const newId = table.idOf(row);
  table.markMerged(primaryRow, newId);
  table.markMerged(otherRow, newId);
  portal.indexLag.note({ typeId, row }, new Map(), false);
  const [primaryId, mergedIds] = [table.idOf(primaryRow), [table.idOf(otherRow)]];
  portal.emit({
    kind: 'merge',
    typeId,
    primaryId,
    mergedIds,
    newId,
    propertiesMoved,
    at,
    source,
  });
  return row;
}

/** Gives the associations of the former records to the new one; the primary's own labels win. */
function moveLinks(portal: Portal, typeId: ObjectTypeId, fromRows: number[], row: number): void {
  const otherTypes = OBJECT_TYPE_IDS.filter((type) => associationTypes(typeId, type).length > 0);
  for (const otherType of otherTypes) {
    for (const from of fromRows) {
      for (const link of [...portal.links.between(typeId, otherType).of(from)]) {
        const isBetweenThem = otherType === typeId && fromRows.includes(link.row);
        const target = { typeId: otherType, row: link.row };
        if (!isBetweenThem) moveLink(portal, { typeId, row: from }, { typeId, row }, target);
      }
    }
  }
}

function moveLink(portal: Portal, from: RecordRef, to: RecordRef, target: RecordRef): void {
  const there = portal.links.between(from.typeId, target.typeId);
  const back = portal.links.between(target.typeId, from.typeId);
  const hasPrimary = [...there.of(to.row)].some((link) => link.bits & PRIMARY);
  const moved = there.bits(from.row, target.row);
  // A record other than a company keeps one primary company.
  const isSecond = hasPrimary && from.typeId !== COMPANY && target.typeId === COMPANY;
  const bits = there.bits(to.row, target.row) | (isSecond ? moved & ~PRIMARY : moved);
  there.set(to.row, target.row, bits);
  back.set(target.row, to.row, bitsFromOtherSide(bits));
  there.set(from.row, target.row, 0);
  back.set(target.row, from.row, 0);
}

/** Follows merges to the record that lives on; -1 when there is none. */
export function survivorRow(portal: Portal, typeId: ObjectTypeId, id: number): number {
  const table = portal.table(typeId);
  let row = table.rowOf(id);
  for (let into = row < 0 ? undefined : table.mergedInto(row); into !== undefined; ) {
    row = table.rowOf(into);
    into = table.mergedInto(row);
  }
  return row;
}
