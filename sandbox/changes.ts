import type { ObjectTypeId } from './object-types.ts';

/** Who changed something, in the words of webhooks and property history. */
export type Source = { changeSource: string; sourceId: string };

/** What happened to a record; webhooks are made from these. */
export type Change = { at: number; source: Source } & (
  | {
      kind: 'creation' | 'deletion' | 'restore' | 'privacyDeletion';
      typeId: ObjectTypeId;
      id: number;
    }
  | { kind: 'propertyChange'; typeId: ObjectTypeId; id: number; name: string; value: string | null }
  | {
      kind: 'merge';
      typeId: ObjectTypeId;
      primaryId: number;
      mergedIds: number[];
      newId: number;
      propertiesMoved: number;
    }
  | {
      kind: 'associationChange';
      typeId: ObjectTypeId;
      toTypeId: ObjectTypeId;
      fromId: number;
      toId: number;
      associationTypeId: number;
      removed: boolean;
      primary: boolean;
    }
);
