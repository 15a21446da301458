import { numberReader, textReader } from './calculated-properties.ts';
import { validationError } from './errors.ts';
import type { IndexedView } from './index-lag.ts';
import type { ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { PropertyDefinition } from './property-definition.ts';

export type Filter = {
  propertyName: string;
  operator: string;
  value?: string | undefined;
  highValue?: string | undefined;
  values?: string[] | undefined;
};

export type Sort = { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' };

export type SearchQuery = {
  groups: readonly { filters: readonly Filter[] }[];
  sort: Sort | undefined;
  text: string | undefined;
};

/** How search sees a record that it is behind on; undefined when it sees the record as it is. */
type View = IndexedView | undefined;
type Test = (row: number, view: View) => boolean;

const NO_VALUE = new Set(['HAS_PROPERTY', 'NOT_HAS_PROPERTY']);
const LISTS = new Set(['IN', 'NOT_IN']);

const TEXT_PROPERTIES: Record<string, readonly string[]> = {
  '0-1': ['firstname', 'lastname', 'email', 'company', 'phone'],
  '0-2': ['name', 'domain', 'website', 'phone'],
  '0-3': ['dealname', 'dealstage', 'pipeline', 'dealtype', 'description'],
  '0-5': ['subject', 'content', 'hs_ticket_category'],
  '0-27': ['hs_task_subject', 'hs_task_body'],
};

function isNumeric(property: PropertyDefinition): boolean {
  return ['number', 'date', 'datetime'].includes(property.type);
}

function numericValue(property: PropertyDefinition, text: string): number {
  if (property.type === 'number') return Number(text);
  return /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
}

function seenText(portal: Portal, typeId: ObjectTypeId, name: string) {
  const read = textReader(portal, typeId, name);
  return (row: number, view: View): string | null => {
    const before = view?.before.get(name);
    return before === undefined ? read(row) : before;
  };
}

function seenNumber(portal: Portal, typeId: ObjectTypeId, property: PropertyDefinition) {
  const read = numberReader(portal, typeId, property.name);
  return (row: number, view: View): number => {
    const before = view?.before.get(property.name);
    if (before === undefined) return read(row);
    return before === null ? Number.NaN : numericValue(property, before);
  };
}

const COMPARISONS: Record<string, (value: number, bound: number) => boolean> = {
  EQ: (value, bound) => value === bound,
  NEQ: (value, bound) => value !== bound,
  LT: (value, bound) => value < bound,
  LTE: (value, bound) => value <= bound,
  GT: (value, bound) => value > bound,
  GTE: (value, bound) => value >= bound,
};

function bounds(property: PropertyDefinition, filter: Filter): number[] {
  const texts = LISTS.has(filter.operator)
    ? (filter.values ?? [])
    : [filter.value ?? '', ...(filter.operator === 'BETWEEN' ? [filter.highValue ?? ''] : [])];
  return texts.map((text) => {
    const bound = text === '' ? Number.NaN : numericValue(property, text);
    if (Number.isNaN(bound)) {
      throw validationError(
        `Value ${text} of filter on ${property.name} is not a ${property.type}`,
      );
    }
    return bound;
  });
}

function numericTest(filter: Filter, property: PropertyDefinition): (value: number) => boolean {
  const limits = bounds(property, filter);
  const [low = Number.NaN, high = Number.NaN] = limits;
  const comparison = COMPARISONS[filter.operator];
  if (comparison) return (value) => comparison(value, low);
  if (filter.operator === 'BETWEEN') return (value) => value >= low && value <= high;
  if (filter.operator === 'IN') return (value) => limits.includes(value);
  if (filter.operator === 'NOT_IN') return (value) => !limits.includes(value);
  throw unknownOperator(filter);
}

function tokenTest(wanted: string): (value: string) => boolean {
  const parts = wanted.toLowerCase().split('*').filter(Boolean);
  return (value) => {
    const tokens = value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    if (!wanted.includes('*')) return tokens.includes(wanted.toLowerCase());
    return parts.every((part) => value.toLowerCase().includes(part));
  };
}

function textTest(filter: Filter): (value: string) => boolean {
  const wanted = (filter.value ?? '').toLowerCase();
  const list = (filter.values ?? []).map((value) => value.toLowerCase());
  switch (filter.operator) {
    case 'EQ':
      return (value) => value.toLowerCase() === wanted;
    case 'NEQ':
      return (value) => value.toLowerCase() !== wanted;
    case 'IN':
      return (value) => list.includes(value.toLowerCase());
    case 'NOT_IN':
      return (value) => !list.includes(value.toLowerCase());
    case 'CONTAINS_TOKEN':
      return tokenTest(wanted);
    case 'NOT_CONTAINS_TOKEN': {
      const contains = tokenTest(wanted);
      return (value) => !contains(value);
    }
    default:
      throw unknownOperator(filter);
  }
}

function unknownOperator(filter: Filter) {
  return validationError(`Operator ${filter.operator} is not valid for ${filter.propertyName}`);
}

function checkArguments(filter: Filter): void {
  if (NO_VALUE.has(filter.operator)) return;
  const isList = LISTS.has(filter.operator);
  if (isList && (filter.values ?? []).length === 0) {
    throw validationError(`Operator ${filter.operator} needs values`);
  }
  if (!isList && filter.value === undefined) {
    throw validationError(`Operator ${filter.operator} needs a value`);
  }
}

function testOf(portal: Portal, typeId: ObjectTypeId, filter: Filter): Test {
  const property = portal.catalogue.find(typeId, filter.propertyName);
  if (!property) {
    throw validationError(
      `There was a problem with the request: property ${filter.propertyName} does not exist`,
      {
        errors: [
          {
            message: `Property "${filter.propertyName}" does not exist`,
            code: 'PROPERTY_DOESNT_EXIST',
            context: { propertyName: [filter.propertyName] },
          },
        ],
      },
    );
  }
  checkArguments(filter);
  const { name } = property;
  const text = seenText(portal, typeId, name);
  if (filter.operator === 'HAS_PROPERTY') return (row, view) => text(row, view) !== null;
  if (filter.operator === 'NOT_HAS_PROPERTY') return (row, view) => text(row, view) === null;
  if (isNumeric(property)) {
    const test = numericTest(filter, property);
    const number = seenNumber(portal, typeId, property);
    return (row, view) => {
      const value = number(row, view);
      return !Number.isNaN(value) && test(value);
    };
  }
  const test = textTest(filter);
  return (row, view) => {
    const value = text(row, view);
    return value !== null && test(value);
  };
}

function fullTextTest(portal: Portal, typeId: ObjectTypeId, text: string): Test {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const reads = (TEXT_PROPERTIES[typeId] ?? []).map((name) => seenText(portal, typeId, name));
  return (row, view) => {
    const haystack = reads
      .map((read) => read(row, view) ?? '')
      .join(' ')
      .toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
}

type Ranked = { row: number; key: Key };

/** Keeps the first `count` of many in order, without holding all of them. */
function createBest(count: number, compare: (a: Ranked, b: Ranked) => number) {
  const kept: Ranked[] = [];
  const slack = Math.max(1_024, count);
  return {
    add(entry: Ranked): void {
      kept.push(entry);
      if (kept.length > count + slack) {
        kept.sort(compare);
        kept.length = count;
      }
    },
    rows: (): number[] =>
      kept
        .sort(compare)
        .slice(0, count)
        .map(({ row }) => row),
  };
}

type Key = string | number | null;

function keyReader(portal: Portal, typeId: ObjectTypeId, property: PropertyDefinition) {
  if (!isNumeric(property)) return seenText(portal, typeId, property.name);
  const read = seenNumber(portal, typeId, property);
  return (row: number, view: View): Key => {
    const value = read(row, view);
    return Number.isNaN(value) ? null : value;
  };
}

function compareKeys(a: Key, b: Key): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function matchOf(portal: Portal, typeId: ObjectTypeId, query: SearchQuery): Test {
  const groups = query.groups.map(({ filters }) =>
    filters.map((filter) => testOf(portal, typeId, filter)),
  );
  const text = query.text ? fullTextTest(portal, typeId, query.text) : () => true;
  return (row, view) =>
    (groups.length === 0 || groups.some((tests) => tests.every((test) => test(row, view)))) &&
    text(row, view);
}

/** Whether a record as it is, not as search sees it, is in one of the groups. */
export function recordTest(
  portal: Portal,
  typeId: ObjectTypeId,
  groups: SearchQuery['groups'],
): (row: number) => boolean {
  const matches = matchOf(portal, typeId, { groups, sort: undefined, text: undefined });
  return (row) => matches(row, undefined);
}

/** Rows that match, in order, up to `last`; and how many match in all. */
export function search(
  portal: Portal,
  typeId: ObjectTypeId,
  query: SearchQuery,
  last: number,
): { total: number; rows: number[] } {
  const matches = matchOf(portal, typeId, query);
  const sort = query.sort ?? { propertyName: 'hs_object_id', direction: 'ASCENDING' };
  const property = portal.catalogue.find(typeId, sort.propertyName);
  if (!property) throw validationError(`Property ${sort.propertyName} to sort by does not exist`);
  const sign = sort.direction === 'DESCENDING' ? -1 : 1;
  const best = createBest(last, (a, b) => sign * compareKeys(a.key, b.key) || a.row - b.row);

  const keyOf = keyReader(portal, typeId, property);
  const table = portal.table(typeId);
  const viewOf = portal.indexLag.views(typeId);
  let total = 0;
  for (let row = 0; row < table.rows(); row++) {
    if (!table.isLive(row)) continue;
    const view = viewOf(row);
    if (view?.isThere === false || !matches(row, view)) continue;
    total++;
    best.add({ row, key: keyOf(row, view) });
  }
  return { total, rows: best.rows() };
}
