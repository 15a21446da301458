import { z } from 'zod';
import { type Call, type Endpoint, networkPause, ok, parsed, type Reply } from './endpoint.ts';
import { validationError } from './errors.ts';
import { recordAnswer } from './record-answer.ts';
import { readScopes } from './scopes.ts';
import { type Filter, type Sort, search } from './search.ts';

const MOST_BYTES = 3_000;
const MOST_RESULTS = 10_000;
const MOST_PER_PAGE = 200;
const MOST_GROUPS = 5;
const MOST_FILTERS_IN_GROUP = 6;
const MOST_FILTERS = 18;

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const SearchFilter = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: Text.optional(),
  highValue: Text.optional(),
  values: z.array(Text).optional(),
});

const Search = z.object({
  filterGroups: z.array(z.object({ filters: z.array(SearchFilter) })).default([]),
  sorts: z
    .array(
      z.union([
        z.string(),
        z.object({
          propertyName: z.string(),
          direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
        }),
      ]),
    )
    .default([]),
  query: z.string().optional(),
  properties: z.array(z.string()).default([]),
  limit: z.coerce.number().int().default(10),
  after: z.union([z.string(), z.number()]).transform(Number).default(0),
});

type SearchBody = z.output<typeof Search>;

function checkLimits({ filterGroups, sorts, limit, after }: SearchBody): void {
  const filters = filterGroups.flatMap((group): Filter[] => group.filters);
  if (filterGroups.length > MOST_GROUPS) {
    throw validationError(`A search has at most ${MOST_GROUPS} filter groups`);
  }
  if (filterGroups.some((group) => group.filters.length > MOST_FILTERS_IN_GROUP)) {
    throw validationError(`A filter group has at most ${MOST_FILTERS_IN_GROUP} filters`);
  }
  if (filters.length > MOST_FILTERS) {
    throw validationError(`A search has at most ${MOST_FILTERS} filters`);
  }
  if (sorts.length > 1) throw validationError('A search has at most one sort');
  if (limit < 1 || limit > MOST_PER_PAGE) {
    throw validationError(`limit must be between 1 and ${MOST_PER_PAGE}, was ${limit}`);
  }
  if (!Number.isInteger(after) || after < 0) throw validationError('after must be an integer');
  if (after + limit > MOST_RESULTS) {
    throw validationError(`Paging beyond ${MOST_RESULTS} results is not possible`);
  }
}

function sortOf([sort]: SearchBody['sorts']): Sort | undefined {
  if (typeof sort !== 'string') return sort;
  const isDescending = sort.startsWith('-');
  return {
    propertyName: isDescending ? sort.slice(1) : sort,
    direction: isDescending ? 'DESCENDING' : 'ASCENDING',
  };
}

async function run(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  if (call.bodyBytes > MOST_BYTES) {
    throw validationError(`The search body of ${call.bodyBytes} exceeds ${MOST_BYTES} characters`);
  }
  const body = parsed(Search, call.body);
  checkLimits(body);
  await networkPause(call.hub);
  const { after, limit, properties } = body;
  const query = { groups: body.filterGroups, sort: sortOf(body.sorts), text: body.query };
  const { total, rows } = search(call.portal, typeId, query, after + limit);
  const results = rows.slice(after).map((row) => recordAnswer(call, typeId, row, { properties }));
  const next = after + results.length;
  const hasMore = next < total && next < MOST_RESULTS;
  return ok({ total, results, ...(hasMore ? { paging: { next: { after: String(next) } } } : {}) });
}

export const searchEndpoints: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/crm/objects/:version/:type/search',
    bucket: 'search',
    scopes: (call) => readScopes(call.objectType()),
    handle: run,
  },
];
