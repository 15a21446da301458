import { portal, type runningPortal } from '../test/support/running-portal.ts';

type Running = Awaited<ReturnType<typeof runningPortal>>;
type Input = { id: string; properties: Readonly<Record<string, string>> };

const recordsPerCall = 100;
const readsAtOnce = 12;
const writesAtOnce = 3;
const scopes = ['oauth', 'crm.objects.companies.write', 'crm.objects.deals.read'];
const dealProperties = ['dealname', 'amount', 'dealstage', 'pipeline', 'closedate', 'createdate'];

/** The calls that a step makes, with nothing done to what they are answered. */
export function createPlainCalls({ sandbox }: Running) {
  const { accessToken } = sandbox.install(portal, scopes);
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };

  async function post(path: string, body: unknown): Promise<void> {
    const answer = await fetch(`${sandbox.url}/crm/objects/2026-09/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} got ${answer.status}: ${text}`);
  }

  return {
    readDeals: (ids: readonly number[]) =>
      eachBatch(ids, readsAtOnce, (batch) =>
        post('deals/batch/read', {
          properties: dealProperties,
          inputs: batch.map((id) => ({ id: String(id) })),
        }),
      ),

    writeCompanies: (inputs: readonly Input[]) =>
      eachBatch(inputs, writesAtOnce, (batch) => post('companies/batch/update', { inputs: batch })),
  };
}

async function eachBatch<Item>(
  items: readonly Item[],
  atOnce: number,
  send: (batch: readonly Item[]) => Promise<void>,
): Promise<void> {
  const batches: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += recordsPerCall) {
    batches.push(items.slice(from, from + recordsPerCall));
  }
  const next = batches.values();
  async function work(): Promise<void> {
    for (const batch of next) await send(batch);
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}
