import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ManifestAction, readManifest } from '../../src/manifest.ts';
import { portal, runningPortal } from '../support/running-portal.ts';
import { sendSigned } from '../support/signed-request.ts';

const secret = 'test-secret';
const runs = 150;

let app: Awaited<ReturnType<typeof runningPortal>>;
beforeAll(async () => {
  app = await runningPortal({ portals: [{ portalId: portal, companies: 2 }] });
  await app.install();
  await app.quiet();
});
afterAll(() => app[Symbol.asyncDispose]());

const at = () => app.sandbox.clock.now().getTime();
const post = (body: string) =>
  sendSigned({ method: 'POST', url: `${app.url}/webhooks/hubspot`, body, secret, at: at() });

type Outputs = Record<string, string>;
const namesOf = ({ inputs }: ManifestAction) => inputs.map(({ name }) => name);

const anyEvent = fc.record(
  {
    portalId: fc.oneof(fc.constant(Number(portal)), fc.jsonValue() as fc.Arbitrary<unknown>),
    subscriptionType: fc.oneof(
      fc.constantFrom('deal.creation', 'object.merge', 'company.associationChange', '.', ''),
      fc.jsonValue() as fc.Arbitrary<unknown>,
    ),
    occurredAt: fc.jsonValue(),
    objectId: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue() as fc.Arbitrary<unknown>),
    objectTypeId: fc.oneof(fc.constant('0-3'), fc.constant('__proto__')),
    associationType: fc.string(),
    mergedObjectIds: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

describe('nonsense', () => {
  it('in webhooks is taken or refused, and never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(anyEvent), fc.jsonValue()), async (events) => {
        const { status } = await post(JSON.stringify(events));
        expect([200, 400]).toContain(status);
      }),
      { numRuns: runs },
    );
    await app.quiet();
  });

  it('that is no JSON, too deep or too large is refused', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const large = `[${'0,'.repeat(1_500_000)}0]`;
    const statuses = [];
    for (const body of ['{', '\u0000', '[{"portalId":1e999}]', deep, large]) {
      statuses.push((await post(body)).status);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 413]);
  });

  it('of another type than JSON is refused once it is known to come from HubSpot', async () => {
    const url = `${app.url}/webhooks/hubspot`;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', '']) {
      const answer = await sendSigned({ method: 'POST', url, body: '[]', secret, at: at(), type });
      expect(answer.status, type).toBe(415);
    }
    const utf8 = 'application/json; charset=utf-8';
    const body = { method: 'POST', url, body: '[]', secret, at: at(), type: utf8 };
    expect((await sendSigned(body)).status).toBe(200);
  });

  it('in what people enter is kept without its control characters, or refused', async () => {
    const id = app.companyIds()[0];
    const told = { kind: 'sentiment', value: 'satisfied' };
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.jsonValue(), async (note, value) => {
        const input = { ...told, id: randomUUID(), note };
        const { status } = await app.signed('POST', `/cards/companies/${id}/inputs`, input);
        expect([200, 400]).toContain(status);
        const odd = await app.signed('POST', '/settings/roles', value);
        expect(odd.status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
    const card = await app.card(String(id));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be kept out
    expect(JSON.stringify(card)).not.toMatch(/[\u0000-\u0008]|\\u00(0[0-8]|1)/);
  });

  it('in an address is refused where it could only be an attack', async () => {
    for (const odd of ['%00', '%1F', '%7f']) {
      const url = `${app.url}/portfolio?search=${odd}&portalId=${portal}&userId=7`;
      expect((await sendSigned({ url, secret, at: at() })).status, odd).toBe(400);
    }
  });

  it('in steps of workflows is refused, or answered so that HubSpot understands it', async () => {
    const actions = readManifest().workflowActions;
    const companyId = app.companyIds()[0] ?? 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...actions),
        fc.dictionary(fc.constantFrom(...actions.flatMap(namesOf)), fc.jsonValue()),
        fc.oneof(fc.constant(companyId), fc.jsonValue() as fc.Arbitrary<unknown>),
        fc.uuid(),
        async ({ path, statuses }, inputFields, objectId, callbackId) => {
          const origin = { portalId: portal };
          const body = JSON.stringify({ callbackId, origin, object: { objectId }, inputFields });
          const url = `${app.url}${path}`;
          const answer = await sendSigned({ method: 'POST', url, body, secret, at: at() });
          expect([200, 400], body).toContain(answer.status);
          if (answer.status === 400) return;
          const { outputFields } = (await answer.json()) as { outputFields: Outputs };
          const isWaiting = outputFields['hs_execution_state'] === 'BLOCK';
          expect(isWaiting || statuses.includes(outputFields['status'] ?? ''), body).toBe(true);
        },
      ),
      { numRuns: runs },
    );
  });

  it('in what a card asks is refused or shown as not known', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'binary' })),
        async (id, asked) => {
          const segment = encodeURIComponent(id.toWellFormed());
          const query = new URLSearchParams();
          for (const [name, value] of Object.entries(asked)) {
            query.append(name.toWellFormed(), value.toWellFormed());
          }
          query.append('portalId', String(portal));
          const paths = [`/cards/companies/${segment}`, `/cards/tickets/${segment}`, '/portfolio'];
          for (const path of paths) {
            const { href } = new URL(`${app.url}${path}?${query}&userId=7`);
            const { status } = await sendSigned({ url: href, secret, at: at() });
            expect(status, href).toBeLessThan(500);
          }
        },
      ),
      { numRuns: runs },
    );
  });
});
