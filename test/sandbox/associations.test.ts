import { describe, expect, it } from 'vitest';
import { PORTAL, runningSandbox } from './running-sandbox.ts';

const dealsToCompanies = '/crm/associations/2026-09/deals/companies/batch';
const companiesToDeals = '/crm/associations/2026-09/companies/deals/batch';

async function twoCompanies() {
  const running = await runningSandbox({ portals: [{ portalId: PORTAL, companies: 0 }] });
  const a = running.user.create('0-2', { name: 'A' });
  const b = running.user.create('0-2', { name: 'B' });
  const stage = { dealstage: 'closedwon', pipeline: 'default' };
  const deal = running.user.create('0-3', { dealname: 'x', ...stage }, a);
  const read = async (path: string, ...ids: number[]) =>
    running.call('POST', `${path}/read`, { inputs: ids.map((id) => ({ id: String(id) })) });
  return { ...running, a, b, deal, read, [Symbol.asyncDispose]: () => running.sandbox.close() };
}

describe('association batch read', () => {
  it('shows both directions with their own type ids, the primary also unlabelled', async () => {
    await using running = await twoCompanies();

    const fromDeal = await running.read(dealsToCompanies, running.deal);
    const fromCompany = await running.read(companiesToDeals, running.a);

    expect(fromDeal.status).toBe(200);
    expect(fromDeal.body.results).toEqual([
      {
        from: { id: String(running.deal) },
        to: [
          {
            toObjectId: String(running.a),
            associationTypes: [
              { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' },
              { category: 'HUBSPOT_DEFINED', typeId: 341, label: null },
            ],
          },
        ],
      },
    ]);
    const types = fromCompany.body.results[0].to[0].associationTypes;
    expect(types.map(({ typeId }: { typeId: number }) => typeId)).toEqual([6, 342]);
  });

  it('leaves out records without associations and names them with 207', async () => {
    await using running = await twoCompanies();

    const { status, body } = await running.read(companiesToDeals, running.a, running.b);

    expect(status).toBe(207);
    expect(body.results).toHaveLength(1);
    expect(body).toMatchObject({
      numErrors: 1,
      errors: [
        {
          status: 'error',
          subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
          context: { fromObjectId: [String(running.b)] },
        },
      ],
    });
  });

  it('takes 1,000 inputs and no more', async () => {
    await using running = await twoCompanies();
    const ids = Array.from({ length: 1_001 }, (_, index) => index + 1);

    const many = await running.read(dealsToCompanies, ...ids);
    const enough = await running.read(dealsToCompanies, ...ids.slice(1));

    expect(many.status).toBe(400);
    expect(many.body.message).toContain('1000');
    expect(enough.status).toBe(207);
  });

  it('refuses ids that come twice', async () => {
    await using running = await twoCompanies();

    const { status, body } = await running.read(dealsToCompanies, running.deal, running.deal);

    expect(status).toBe(400);
    expect(body.context.ids).toEqual([String(running.deal)]);
  });

  it('pages through the many associations of one record', async () => {
    await using running = await twoCompanies();
    const stage = { dealstage: 'closedwon', pipeline: 'default' };
    for (let index = 0; index < 600; index++) {
      running.user.create('0-3', { dealname: 'x', ...stage }, running.b);
    }
    const read = (after?: string) =>
      running.call('POST', `${companiesToDeals}/read`, {
        inputs: [{ id: String(running.b), ...(after ? { after } : {}) }],
      });

    const [first] = (await read()).body.results;
    const [second] = (await read(first.paging.next.after)).body.results;

    expect(first.to).toHaveLength(500);
    expect(second.to).toHaveLength(100);
    expect(second.paging).toBeUndefined();
  });

  it('does not show archived records', async () => {
    await using running = await twoCompanies();
    running.user.remove('0-2', running.a);

    const { body } = await running.read(dealsToCompanies, running.deal);

    expect(body.results).toEqual([]);
  });
});

describe('association writes', () => {
  const primary = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 5 }];

  it('keep one primary company', async () => {
    await using running = await twoCompanies();
    const { deal, a, b } = running;

    const { status } = await running.call('POST', `${dealsToCompanies}/create`, {
      inputs: [{ from: { id: String(deal) }, to: { id: String(b) }, types: primary }],
    });

    expect(status).toBe(201);
    const [{ to }] = (await running.read(dealsToCompanies, deal)).body.results;
    const ids = Object.fromEntries(
      to.map((link: { toObjectId: string; associationTypes: { typeId: number }[] }) => [
        link.toObjectId,
        link.associationTypes.map(({ typeId }) => typeId),
      ]),
    );
    expect(ids).toEqual({ [a]: [341], [b]: [5, 341] });
  });

  it('write none of a batch with a type of other objects', async () => {
    await using running = await twoCompanies();
    const { deal, b } = running;
    const wrong = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 280 }];
    const end = { from: { id: String(deal) }, to: { id: String(b) } };

    const { status, body } = await running.call('POST', `${dealsToCompanies}/create`, {
      inputs: [
        { ...end, types: primary },
        { ...end, types: wrong },
      ],
    });

    expect(status).toBe(400);
    expect(body.category).toBe('VALIDATION_ERROR');
    expect((await running.read(dealsToCompanies, deal)).body.results[0].to).toHaveLength(1);
  });

  it('can be taken back, one or many', async () => {
    await using running = await twoCompanies();
    const { deal, a } = running;
    const one = `/crm/objects/2026-09/deals/${deal}/associations/companies/${a}`;

    const removed = await running.call('DELETE', one);
    const gone = await running.read(dealsToCompanies, deal);
    const set = await running.call('PUT', one, primary);
    const back = await running.read(dealsToCompanies, deal);
    const many = await running.call('POST', `${dealsToCompanies}/archive`, {
      inputs: [{ from: { id: String(deal) }, to: [{ id: String(a) }] }],
    });

    expect([removed.status, set.status, many.status]).toEqual([204, 200, 204]);
    expect(gone.body.results).toEqual([]);
    expect(back.body.results).toHaveLength(1);
    expect((await running.read(dealsToCompanies, deal)).body.results).toEqual([]);
  });
});

describe('merges', () => {
  it('make a new record that has the associations and properties of both', async () => {
    await using running = await twoCompanies();
    const { a, b, deal } = running;
    running.user.update('0-2', b, { industry: 'RETAIL' });

    const { status, body } = await running.call('POST', '/crm/objects/2026-09/companies/merge', {
      primaryObjectId: String(b),
      objectIdToMerge: String(a),
    });

    expect(status).toBe(200);
    expect([String(a), String(b)]).not.toContain(body.id);
    const names = 'name,industry,hs_merged_object_ids';
    const merged = await running.call(
      'GET',
      `/crm/objects/2026-09/companies/${a}?properties=${names}`,
    );
    expect(merged.body).toMatchObject({
      id: body.id,
      properties: { name: 'B', industry: 'RETAIL', hs_merged_object_ids: `${b};${a}` },
    });
    const [{ to }] = (await running.read(dealsToCompanies, deal)).body.results;
    expect(to).toMatchObject([{ toObjectId: body.id }]);
  });

  it('leave a merged deal with one primary company', async () => {
    await using running = await twoCompanies();
    const stage = { dealstage: 'closedwon', pipeline: 'default' };
    const other = running.user.create('0-3', { dealname: 'y', ...stage }, running.b);

    const merged = running.user.merge('0-3', running.deal, other);

    const [{ to }] = (await running.read(dealsToCompanies, merged)).body.results;
    const primaries = to.filter((link: { associationTypes: { typeId: number }[] }) =>
      link.associationTypes.some(({ typeId }) => typeId === 5),
    );
    expect(to).toHaveLength(2);
    expect(primaries).toMatchObject([{ toObjectId: String(running.a) }]);
  });
});
