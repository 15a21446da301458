import nock from 'nock';
import { hubspotUrl } from './hubspot-client.ts';

type Kind = 'companies' | 'deals' | 'tickets';
type Properties = Record<string, string | null>;
type Answer = [status: number, body: unknown];

/** A few records in a HubSpot played by nock: batch reads, links and lists answer from them. */
export function aHubspotWithRecords() {
  const records = {
    companies: new Map<string, Properties>(),
    deals: new Map<string, Properties>(),
    tickets: new Map<string, Properties>(),
  };
  const links = new Map<string, string>();
  const calls: { path: string; ids: string[] }[] = [];
  const faults: ((path: string, ids: string[]) => Answer | undefined)[] = [];
  const onRead: (() => Promise<void>)[] = [];

  const wireOf = (kind: Kind, id: string) => ({
    id,
    properties: records[kind].get(id),
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
  });

  async function answer(request: Request): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url);
    const ids = await idsIn(request);
    calls.push({ path: pathname, ids });
    const refused = faults.map((fault) => fault(pathname, ids)).find(Boolean);
    if (refused) return refused;
    if (pathname.endsWith('/search')) return [200, { total: 3, results: [] }];
    if (pathname.includes('associations')) return [200, linksOf(ids)];
    const kind = pathname.split('/')[4] as Kind;
    if (request.method === 'GET') return [200, pageOf(kind, searchParams.get('after') ?? '0')];
    return batchOf(kind, ids);
  }

  async function batchOf(kind: Kind, ids: string[]): Promise<Answer> {
    for (const event of onRead.splice(0)) await event();
    const results = ids.filter((id) => records[kind].has(id)).map((id) => wireOf(kind, id));
    return [results.length === ids.length ? 200 : 207, { results }];
  }

  function linksOf(ids: string[]) {
    return {
      results: ids.flatMap((id) => {
        const toObjectId = links.get(id);
        return toObjectId === undefined
          ? []
          : [{ from: { id }, to: [{ toObjectId, associationTypes: [{ typeId: 5 }] }] }];
      }),
    };
  }

  function pageOf(kind: Kind, after: string) {
    const ids = [...records[kind].keys()].filter((id) => Number(id) >= Number(after));
    const next = ids[100];
    return {
      results: ids.slice(0, 100).map((id) => wireOf(kind, id)),
      ...(next !== undefined && { paging: { next: { after: next } } }),
    };
  }

  nock.disableNetConnect();
  const scope = nock(hubspotUrl).persist();
  for (const method of ['get', 'post'] as const) {
    scope[method](/./).reply(async (request: Request) => (await answer(request)) as never);
  }

  return {
    calls,
    /** The ids of each call to paths that end so. */
    callsTo: (end: string) => calls.filter(({ path }) => path.endsWith(end)).map(({ ids }) => ids),
    has(kind: Kind, id: string, properties: Properties = {}, companyId?: string): void {
      records[kind].set(id, properties);
      if (kind === 'companies') return;
      if (companyId === undefined) links.delete(id);
      else links.set(id, companyId);
    },
    lost: (kind: Kind, id: string) => records[kind].delete(id),
    /** Answers these calls otherwise. */
    fails: (fault: (path: string, ids: string[]) => Answer | undefined) => faults.push(fault),
    works: () => faults.splice(0),
    /** Happens in the middle of the next batch read. */
    duringRead: (event: () => Promise<void>) => onRead.push(event),
    [Symbol.dispose]() {
      nock.cleanAll();
      nock.enableNetConnect();
    },
  };
}

async function idsIn(request: Request): Promise<string[]> {
  if (request.method !== 'POST') return [];
  const { inputs = [] } = (await request.json()) as { inputs?: { id: string }[] };
  return inputs.map(({ id }) => id);
}
