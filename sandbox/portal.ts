import type { Change } from './changes.ts';
import type { Clock } from './clock.ts';
import {
  type Column,
  createCodedColumn,
  createNumberColumn,
  createStringPool,
  createTextColumn,
} from './columns.ts';
import { createHistory } from './history.ts';
import { createIndexLag } from './index-lag.ts';
import { createLinks } from './links.ts';
import type { RecordList } from './lists.ts';
import { DEAL, OBJECT_TYPE_IDS, OBJECT_TYPES, type ObjectTypeId, TICKET } from './object-types.ts';
import { type Pipeline, type Stage, standardPipelines } from './pipelines.ts';
import { createPropertyCatalogue } from './property-catalogue.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { createWriteLog } from './write-log.ts';

export type PortalOptions = {
  portalId: number;
  name?: string;
  timeZone?: string;
  currency?: string;
  /** Further currencies with their rate into the portal's currency. */
  additionalCurrencies?: { code: string; rate: number }[];
  locale?: string;
  /** How many companies to generate; default 300. */
  companies?: number;
  /** A CSV of purchases to load instead of generating. */
  dealsFile?: string;
  customPropertyLimit?: number;
  tier?: 'free' | 'professional';
  /** Optional scopes that whoever installs an app does not grant. */
  withheldScopes?: readonly string[];
};

export type Owner = {
  id: string;
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
  archived: boolean;
  /** The first is the primary one. */
  teams: readonly { id: string; name: string }[];
};

/** "When these properties are written, that one must not be empty": an admin's conditional rule. */
export type ConditionalRule = {
  objectType: ObjectTypeId;
  /** The controlling property and the value that makes the other one required. */
  when: { property: string; equals: string };
  required: string;
};

export type PortalSettings = {
  conditionalRules: ConditionalRule[];
  /** Properties the portal's "create record" form requires, by object type id. */
  requiredOnCreate: Partial<Record<ObjectTypeId, string[]>>;
  /** How a batch with a bad record is answered: the others written (207), or all refused (400). */
  batchErrors: 'partial' | 'whole';
  mayEditAssociations: boolean;
};

export type Portal = ReturnType<typeof createPortal>;

const FREE_LIMIT = 10;
const PAID_LIMIT = 1_000;

type StageIndex = Map<string, { pipeline: Pipeline; stage: Stage }>;

function stageIndex(pipelines: readonly Pipeline[]): StageIndex {
  return new Map(
    pipelines.flatMap((pipeline) =>
      pipeline.stages.map((stage) => [stage.id, { pipeline, stage }] as const),
    ),
  );
}

/** One customer's HubSpot: its records, properties, pipelines and people. */
export function createPortal(options: PortalOptions, clock: Clock, indexLagMs: number) {
  const tier = options.tier ?? 'professional';
  const pool = createStringPool();
  const catalogue = createPropertyCatalogue({
    scope: tier === 'free' ? 'portal' : 'object',
    limit: options.customPropertyLimit ?? (tier === 'free' ? FREE_LIMIT : PAID_LIMIT),
  });

  function columnFor(typeId: ObjectTypeId, name: string): Column {
    const property = catalogue.find(typeId, name);
    if (!property) return createCodedColumn(pool);
    if (property.type === 'number' || property.type === 'date' || property.type === 'datetime') {
      return createNumberColumn(property.type);
    }
    if (property.fieldType === 'textarea' || property.fieldType === 'html') {
      return createTextColumn();
    }
    return createCodedColumn(pool);
  }

  const tables = new Map(
    OBJECT_TYPE_IDS.map((typeId) => [
      typeId,
      createRecordTable(typeId, OBJECT_TYPES[typeId].firstId, (name) => columnFor(typeId, name)),
    ]),
  );
  const pipelines = standardPipelines();
  const stages = new Map(
    [DEAL, TICKET].map((typeId) => [
      typeId,
      stageIndex(pipelines.get(typeId as ObjectTypeId) ?? []),
    ]),
  );
  const listeners: ((change: Change) => void)[] = [];
  const settings: PortalSettings = {
    conditionalRules: [],
    requiredOnCreate: {},
    batchErrors: 'partial',
    mayEditAssociations: true,
  };

  return {
    id: options.portalId,
    name: options.name ?? `Portal ${options.portalId}`,
    timeZone: options.timeZone ?? 'Europe/Berlin',
    currency: options.currency ?? 'EUR',
    additionalCurrencies: options.additionalCurrencies ?? [],
    locale: options.locale ?? 'en',
    tier,
    withheldScopes: options.withheldScopes ?? [],
    accountType: 'STANDARD',
    createdAt: new Date(clock.nowMs() - 5 * 365 * 86_400_000).toISOString(),
    clock,
    catalogue,
    pipelines,
    owners: [] as Owner[],
    lists: [] as RecordList[],
    /** Who works in the portal in previews, and consents to installs. */
    user: { userId: 75_514_748, email: 'kim.berger@example.com' },
    settings,
    links: createLinks(),
    history: createHistory(),
    writeLog: createWriteLog(),
    indexLag: createIndexLag(clock, indexLagMs),
    table: (typeId: ObjectTypeId) => tables.get(typeId) as RecordTable,
    findStage: (typeId: ObjectTypeId, stageId: string) => stages.get(typeId)?.get(stageId),
    emit(change: Change): void {
      for (const listener of listeners) listener(change);
    },
    onChange: (listener: (change: Change) => void) => listeners.push(listener),
  };
}
