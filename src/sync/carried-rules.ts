import type { ObjectType, RecordOf } from '../model/record.ts';
import type { CarriedValue, RecordChange } from '../model/record-change.ts';

export type CarriedChange = RecordChange & { objectType: ObjectType; carried: CarriedValue };

/** What becomes of a record by what events say of it; where it is unclear, the record has to be read. */
export type Outcome =
  | { outcome: 'changed'; record: RecordOf[ObjectType] }
  | { outcome: 'known' }
  | { outcome: 'unclear' };

const unclear: Outcome = { outcome: 'unclear' };

/** The changes of records of which nothing but values changed, and all others, which are to be read. */
export function apart(changes: readonly RecordChange[]): {
  carried: CarriedChange[][];
  toRead: RecordChange[];
} {
  const ofRecords = [
    ...Map.groupBy(changes, ({ objectType, objectId }) => `${objectType} ${objectId}`).values(),
  ];
  const carried = ofRecords.filter((ofRecord) => ofRecord.every(isCarried));
  return { carried, toRead: ofRecords.filter((ofRecord) => !ofRecord.every(isCarried)).flat() };
}

function isCarried(change: RecordChange): change is CarriedChange {
  return change.carried !== undefined;
}

export type Reading = {
  portalCurrency: string;
  /** The properties an admin mapped for this kind of record. */
  mapped: readonly string[];
};

/**
 * A value counts when it is newer than all we know of the record, by HubSpot's own clock: then no
 * order of arrival and no repetition matters. An older one that says what we know adds nothing; about
 * an older one that says something else, only the record can tell.
 */
export function carry(
  kept: RecordOf[ObjectType] | undefined,
  changes: readonly CarriedChange[],
  reading: Reading,
): Outcome {
  if (!kept) return unclear;
  const news = changes.filter(({ occurredAt }) => occurredAt > kept.updatedAt);
  const isKnown = changes.every(
    ({ occurredAt, carried }) => occurredAt > kept.updatedAt || isSame(kept, carried.fields),
  );
  if (!isKnown || hasTwoWords(news)) return unclear;
  if (news.length === 0) return { outcome: 'known' };
  if (news.some(({ carried }) => !isWhole(kept, carried, reading))) return unclear;

  let record = kept;
  for (const change of news.toSorted((one, other) => one.occurredAt - other.occurredAt)) {
    record = withValue(record, change);
  }
  return { outcome: 'changed', record };
}

function isSame(kept: RecordOf[ObjectType], fields: CarriedValue['fields']): boolean {
  const known: Readonly<Record<string, unknown>> = kept;
  return Object.entries(fields).every(
    ([field, value]) => JSON.stringify(known[field]) === JSON.stringify(value),
  );
}

/** The same property with two values at the same moment. */
function hasTwoWords(news: readonly CarriedChange[]): boolean {
  const moments = news.map(({ occurredAt, carried }) => `${occurredAt} ${carried.property}`);
  const words = news.map(({ carried }, at) => `${moments[at]} ${JSON.stringify(carried.fields)}`);
  return new Set(words).size > new Set(moments).size;
}

/** Whether nothing else that we keep follows from the value. */
function isWhole(
  kept: RecordOf[ObjectType],
  { property, fields }: CarriedValue,
  { portalCurrency, mapped }: Reading,
): boolean {
  if (mapped.includes(property)) return false;
  if ('mapped' in kept) return !(property in kept.mapped);
  if (!('amount' in kept && 'amount' in fields)) return true;
  // A deal whose value is read from elsewhere may be worth something else than HubSpot's amount.
  return mapped.length === 0 && isInPortalCurrency(kept, portalCurrency);
}

/** What HubSpot makes of foreign money depends on rates, and no event tells of it. */
function isInPortalCurrency(deal: RecordOf['deal'], portalCurrency: string): boolean {
  const isOwn = deal.currency === null || deal.currency === portalCurrency;
  return isOwn && deal.amountInPortalCurrency === deal.amount;
}

function withValue(
  record: RecordOf[ObjectType],
  { occurredAt, carried }: CarriedChange,
): RecordOf[ObjectType] {
  const { fields } = carried;
  const follows = 'amount' in fields ? { amountInPortalCurrency: fields.amount } : {};
  return { ...record, ...fields, ...follows, updatedAt: occurredAt } as RecordOf[ObjectType];
}
