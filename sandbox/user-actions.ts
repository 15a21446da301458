import { CHILD_OF, PRIMARY, UNLABELLED } from './association-types.ts';
import { propertyValue } from './calculated-properties.ts';
import type { Source } from './changes.ts';
import { ApiError, objectNotFound } from './errors.ts';
import { COMPANY, CONTACT, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';
import {
  archiveRecord,
  associate,
  createRecord,
  mergeRecords,
  purgeRecord,
  restoreRecord,
  setAssociation,
  updateRecord,
} from './records.ts';
import { checkWrite, refusal } from './write-rules.ts';

type Properties = Record<string, string | number | boolean | null>;
type End = { typeId: ObjectTypeId; id: number };

export type UserActions = ReturnType<typeof createUserActions>;

/** What people do in the portal's screens: the same checks as the API, other names in the history. */
export function createUserActions(portal: Portal) {
  const source: Source = {
    changeSource: 'CRM_UI',
    sourceId: `userId:${portal.user.userId}`,
  };

  function live(typeId: ObjectTypeId, id: number): number {
    const row = portal.table(typeId).rowOf(id);
    if (!portal.table(typeId).isLive(row)) throw objectNotFound();
    return row;
  }

  function checked(typeId: ObjectTypeId, row: number | undefined, properties: Properties) {
    const mode = row === undefined ? ('create' as const) : ('update' as const);
    const context = { portal, typeId, mode, enforcesAdminRules: false, roundsDates: true };
    const result = checkWrite(context, properties, (name) =>
      row === undefined ? null : propertyValue(portal, typeId, row, name),
    );
    if (result.problems.length > 0) throw refusal(portal, result.problems);
    return result.values;
  }

  function ref({ typeId, id }: End) {
    return { typeId, row: live(typeId, id) };
  }

  const actions = {
    /** Creates a record; with a company, as its primary company. Returns the id. */
    create(typeId: ObjectTypeId, properties: Properties, companyId?: number): number {
      const values = checked(typeId, undefined, properties);
      const companyRow = companyId === undefined ? undefined : live(COMPANY, companyId);
      const row = createRecord(portal, typeId, values, source);
      if (companyRow !== undefined) {
        const ends = { from: { typeId, row }, to: { typeId: COMPANY, row: companyRow } as const };
        associate(portal, ends, PRIMARY | UNLABELLED, source);
      }
      return portal.table(typeId).idOf(row);
    },
    update(typeId: ObjectTypeId, id: number, properties: Properties): void {
      const row = live(typeId, id);
      updateRecord(portal, { typeId, row }, checked(typeId, row, properties), source);
    },
    remove(typeId: ObjectTypeId, id: number): void {
      archiveRecord(portal, { typeId, row: live(typeId, id) }, source);
    },
    restore(typeId: ObjectTypeId, id: number): void {
      const row = portal.table(typeId).rowOf(id);
      if (!portal.table(typeId).isArchived(row)) throw objectNotFound();
      restoreRecord(portal, { typeId, row }, source);
    },
    /** Returns the id of the record that both became. */
    merge(typeId: ObjectTypeId, primaryId: number, otherId: number): number {
      const rows = { primaryRow: live(typeId, primaryId), otherRow: live(typeId, otherId) };
      const row = mergeRecords(portal, typeId, rows, source);
      return portal.table(typeId).idOf(row);
    },
    associate(from: End, to: End, kind: 'primary' | 'plain'): void {
      const bits = kind === 'primary' ? PRIMARY | UNLABELLED : UNLABELLED;
      associate(portal, { from: ref(from), to: ref(to) }, bits, source);
    },
    dissociate(from: End, to: End): void {
      setAssociation(portal, { from: ref(from), to: ref(to) }, 0, source);
    },
    /** Puts a company below another. */
    setParent(companyId: number, parentId: number): void {
      const ends = {
        from: ref({ typeId: COMPANY, id: companyId }),
        to: ref({ typeId: COMPANY, id: parentId }),
      };
      associate(portal, ends, CHILD_OF | UNLABELLED, source);
    },
    /** Moves a deal, ticket or contact to another company. */
    moveToCompany(typeId: ObjectTypeId, id: number, companyId: number): void {
      const from = ref({ typeId, id });
      const to = ref({ typeId: COMPANY, id: companyId });
      for (const link of [...portal.links.between(typeId, COMPANY).of(from.row)]) {
        if (link.row === to.row) continue;
        setAssociation(portal, { from, to: { typeId: COMPANY, row: link.row } }, 0, source);
      }
      associate(portal, { from, to }, PRIMARY | UNLABELLED, source);
    },
    /** Deletes a contact for good, under privacy law. */
    privacyDelete(contactId: number): void {
      const row = portal.table(CONTACT).rowOf(contactId);
      if (row < 0) throw new ApiError(404, { message: 'resource not found' });
      purgeRecord(portal, { typeId: CONTACT, row }, { changeSource: 'CRM', sourceId: '' });
    },
  };
  return actions;
}
