import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import PQueue from 'p-queue';
import { startSandbox } from '../sandbox/sandbox.ts';
import { portal, until } from '../test/support/running-portal.ts';
import { changeOrders, createOrders, type Mix } from './changed-deals.ts';

type Event = { objectId: number };

const scopes = ['oauth', 'crm.objects.companies.read', 'crm.objects.companies.write'].concat(
  'crm.objects.deals.read',
);
const callsAtOnce = 4;

/** Calls of an app that works off one event after the other: it reads the deal and its company, and writes the company. */
export async function perEventCalls(mix: Mix): Promise<number> {
  await using sandbox = await startSandbox({
    latencyMs: 0,
    rateLimit: { calls: 1_000_000, perMs: 10_000 },
    portals: [{ portalId: portal, companies: 0 }],
  });
  const { user } = sandbox.portal(portal);
  const ids = createOrders(user);
  const { accessToken } = sandbox.install(portal, scopes);
  const queue = new PQueue({ concurrency: callsAtOnce });
  const http = express().use(express.json());
  http.post('/', (request, response) => {
    for (const event of request.body as Event[]) {
      void queue.add(() => workOff(sandbox.url, accessToken, event));
    }
    response.end();
  });
  const server = http.listen(0);
  await once(server, 'listening');
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  sandbox.setApp({ manifestPath: 'app.json', webhookUrl });

  await changeOrders(user, ids, mix);
  await until(() => sandbox.webhooksIdle(portal) && queue.size + queue.pending === 0);
  server.close();
  return Object.values(sandbox.state().apiCallsByEndpoint).reduce((sum, calls) => sum + calls, 0);
}

async function workOff(url: string, token: string, { objectId }: Event): Promise<void> {
  const objects = `${url}/crm/objects/2026-09`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const read = async (path: string) =>
    (await (await fetch(`${objects}/${path}`, { headers })).json()) as {
      properties: Record<string, string>;
      associations?: { companies?: { results: { id: string }[] } };
    };
  const deal = await read(`deals/${objectId}?properties=amount,dealstage&associations=companies`);
  const company = deal.associations?.companies?.results[0]?.id;
  if (company === undefined) throw new Error(`deal ${objectId} names no company`);
  await read(`companies/${company}?properties=name,annualrevenue`);
  const body = JSON.stringify({ properties: { description: deal.properties['amount'] } });
  const written = await fetch(`${objects}/companies/${company}`, {
    method: 'PATCH',
    headers,
    body,
  });
  if (!written.ok) throw new Error(await written.text());
}
