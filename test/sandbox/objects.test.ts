import { describe, expect, it } from 'vitest';
import { captured, PORTAL, runningSandbox } from './running-sandbox.ts';

const companies = '/crm/objects/2026-09/companies';

describe('lists of objects', () => {
  it('pages by a cursor that is the id of the next record, and shows every record once', async () => {
    await using running = await runningSandbox();
    const ids: string[] = [];
    let after: string | undefined;

    do {
      const { body } = await running.call(
        'GET',
        `${companies}?limit=5${after ? `&after=${after}` : ''}`,
      );
      ids.push(...body.results.map(({ id }: { id: string }) => id));
      after = body.paging?.next.after;
      if (after) expect(Number(after)).toBeGreaterThan(Number(ids.at(-1)));
    } while (after);

    expect(new Set(ids).size).toBe(12);
  });

  it.each(['0', '101', 'ten'])('refuses limit=%s', async (limit) => {
    await using running = await runningSandbox();

    const { status, body } = await running.call('GET', `${companies}?limit=${limit}`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes at most 50 a page with history', async () => {
    await using running = await runningSandbox();
    const path = `${companies}?propertiesWithHistory=name&limit=`;

    expect((await running.call('GET', `${path}51`)).status).toBe(400);
    const { status, body } = await running.call('GET', `${path}50`);

    expect(status).toBe(200);
    expect(body.results[0].propertiesWithHistory.name[0]).toMatchObject({ sourceType: 'IMPORT' });
  });

  it('gives values as texts or null, and leaves out properties the portal does not have', async () => {
    await using running = await runningSandbox();

    const { body } = await running.call(
      'GET',
      `${companies}?limit=1&properties=annualrevenue,hs_csm_sentiment,nonsense`,
    );

    const [company] = body.results;
    expect(company.properties.annualrevenue).toMatch(/^\d+$/);
    expect(company.properties.hs_csm_sentiment).toBeNull();
    expect(company.properties).not.toHaveProperty('nonsense');
    expect(company.properties).toHaveProperty('hs_object_id', company.id);
    expect(company).toMatchObject({ archived: false, url: expect.stringContaining('/0-2/') });
  });

  it('names associations when asked', async () => {
    await using running = await runningSandbox();

    const { body } = await running.call('GET', '/crm/objects/2026-09/deals?associations=companies');

    const [{ associations }] = body.results;
    expect(associations.companies.results.map(({ type }: { type: string }) => type)).toEqual([
      'deal_to_company',
      'deal_to_company_unlabeled',
    ]);
  });

  it('shows archived records only when asked', async () => {
    await using running = await runningSandbox();
    const { body: before } = await running.call('GET', `${companies}?limit=1`);
    const [{ id }] = before.results;
    running.user.remove('0-2', Number(id));

    const { body: live } = await running.call('GET', `${companies}?limit=100`);
    const { body: archived } = await running.call('GET', `${companies}?archived=true`);

    expect(live.results).toHaveLength(11);
    expect(archived.results).toMatchObject([{ id, archived: true }]);
    expect(archived.results[0].archivedAt).toBeDefined();
  });
});

describe('single objects', () => {
  it('answers 404 for a record that is not there', async () => {
    await using running = await runningSandbox();

    const { status, body } = await running.call('GET', `${companies}/1`);

    expect(status).toBe(404);
    expect(body).toMatchObject({ status: 'error', category: 'OBJECT_NOT_FOUND' });
  });

  it('serves a type by name, singular or plural, and by id', async () => {
    await using running = await runningSandbox();

    for (const type of ['companies', 'company', '0-2']) {
      const { status, body } = await running.call('GET', `/crm/objects/2026-09/${type}?limit=1`);
      expect(status).toBe(200);
      expect(body.results).toHaveLength(1);
    }
  });

  it('refuses a type it does not know', async () => {
    await using running = await runningSandbox();

    const { status, body } = await running.call('GET', '/crm/objects/2026-09/unicorns');

    expect(status).toBe(400);
    expect(body.message).toBe('Unable to infer object type from: unicorns');
  });

  it.each([
    '/crm/v3/objects/companies',
    '/crm/v4/associations/deals/companies/batch/read',
    '/crm/objects/2025-01/companies',
    '/crm/objects/latest/companies',
    '/oauth/v1/token',
  ])('does not know %s', async (path) => {
    await using running = await runningSandbox();

    const { status, body } = await running.call('POST', path, {});

    expect(status).toBe(404);
    expect(body).toMatchObject({ status: 'error', message: 'resource not found' });
  });

  it('creates, changes and archives a task, and demands its due date', async () => {
    await using running = await runningSandbox();
    const { body: list } = await running.call('GET', `${companies}?limit=1`);
    const [{ id: companyId }] = list.results;
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 192 }];
    const properties = { hs_task_subject: 'Call', hs_timestamp: '2026-12-01T09:00:00Z' };
    const tasks = '/crm/objects/2026-09/tasks';

    const refused = await running.call('POST', tasks, { properties: { hs_task_subject: 'Call' } });
    const created = await running.call('POST', tasks, {
      properties,
      associations: [{ to: { id: companyId }, types }],
    });
    const id = created.body.id;
    const linked = await running.call('GET', `${companies}/${companyId}/associations/tasks`);
    const done = await running.call('PATCH', `${tasks}/${id}`, {
      properties: { hs_task_status: 'COMPLETED' },
    });
    const removed = await running.call('DELETE', `${tasks}/${id}`);

    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].code).toBe('MISSING_REQUIRED_PROPERTY');
    expect(created.status).toBe(201);
    expect(linked.body.results[0]).toMatchObject({ toObjectId: id });
    expect(linked.body.results[0].associationTypes[0].typeId).toBe(191);
    expect(done.body.properties.hs_task_status).toBe('COMPLETED');
    expect(removed.status).toBe(204);
    expect((await running.call('GET', `${tasks}/${id}`)).status).toBe(404);
  });

  it('refuses a second contact with the same e-mail address', async () => {
    await using running = await runningSandbox();
    const contact = { properties: { email: 'a@example.com' } };
    await running.call('POST', '/crm/objects/2026-09/contacts', contact);

    const { status, body } = await running.call('POST', '/crm/objects/2026-09/contacts', contact);

    expect(status).toBe(409);
    expect(body.category).toBe('OBJECT_ALREADY_EXISTS');
  });
});

describe('scopes', () => {
  const reads: [string, string, string, unknown?][] = [
    ['GET', '/crm/objects/2026-09/deals', 'crm.objects.deals.read'],
    ['GET', '/crm/objects/2026-09/tickets', 'tickets'],
    ['GET', '/crm/objects/2026-09/tasks', 'crm.objects.contacts.read'],
    ['GET', '/crm/objects/2026-09/feedback_submissions', 'crm.objects.feedback_submissions.read'],
    ['GET', '/crm/objects/2026-09/line_items', 'crm.objects.line_items.read'],
    ['GET', '/crm/pipelines/2026-09/deals', 'crm.objects.deals.read'],
    ['GET', '/crm/owners/2026-09', 'crm.objects.owners.read'],
    ['GET', '/settings/currencies/2026-09/exchange-rates/current', 'settings.currencies.read'],
    ['POST', '/crm/objects/2026-09/companies/batch/update', 'crm.objects.companies.write', {}],
    ['POST', '/crm/properties/2026-09/companies', 'crm.schemas.companies.write', {}],
    ['POST', '/crm/associations/2026-09/deals/companies/batch/read', 'crm.objects.deals.read', {}],
  ];

  it.each(reads)('%s %s needs %s', async (method, path, scope, body) => {
    await using running = await runningSandbox({}, ['oauth', 'crm.objects.companies.read']);

    const answer = await running.call(method, path, body);

    expect(answer.status).toBe(403);
    expect(Object.keys(answer.body).sort()).toEqual(
      Object.keys(captured('403_missing_scopes').body).sort(),
    );
    expect(answer.body.category).toBe('MISSING_SCOPES');
    expect(answer.body.errors[0].context.requiredGranularScopes).toContain(scope);
  });

  it('answers 401 without a token and with an unknown one', async () => {
    await using running = await runningSandbox();

    const { status, body } = await running.control('GET', companies);

    expect(status).toBe(401);
    expect(body.category).toBe('INVALID_AUTHENTICATION');
  });
});

describe('facts about the portal', () => {
  it('gives account details in the time zone of the portal', async () => {
    const portals = [{ portalId: 7, companies: 3, timeZone: 'Asia/Taipei', currency: 'TWD' }];
    await using running = await runningSandbox({ portals });

    const { body } = await running.call('GET', '/account-info/2026-09/details');

    expect(body).toMatchObject({
      portalId: 7,
      timeZone: 'Asia/Taipei',
      companyCurrency: 'TWD',
      utcOffset: '+08:00',
      utcOffsetMilliseconds: 28_800_000,
      accountType: 'STANDARD',
    });
  });

  it('converts amounts in other currencies, and gives none without a rate', async () => {
    const additionalCurrencies = [{ code: 'USD', rate: 0.9 }];
    const portals = [{ portalId: PORTAL, companies: 3, additionalCurrencies }];
    await using running = await runningSandbox({ portals });
    const deal = { dealname: 'x', dealstage: 'closedwon', pipeline: 'default', amount: 100 };
    const inDollars = running.user.create('0-3', { ...deal, deal_currency_code: 'USD' });
    const inYen = running.user.create('0-3', { ...deal, deal_currency_code: 'JPY' });
    const read = (id: number) =>
      running.call('GET', `/crm/objects/2026-09/deals/${id}?properties=amount_in_home_currency`);

    const rates = await running.call('GET', '/settings/currencies/2026-09/exchange-rates/current');

    expect(rates.body.results).toMatchObject([{ fromCurrencyCode: 'USD', conversionRate: 0.9 }]);
    expect((await read(inDollars)).body.properties.amount_in_home_currency).toBe('90');
    expect((await read(inYen)).body.properties.amount_in_home_currency).toBeNull();
  });

  it('lists active and former owners apart', async () => {
    await using running = await runningSandbox();

    const active = await running.call('GET', '/crm/owners/2026-09?limit=4');
    const next = await running.call(
      'GET',
      `/crm/owners/2026-09?limit=4&after=${active.body.paging.next.after}`,
    );
    const former = await running.call('GET', '/crm/owners/2026-09?archived=true');

    expect(active.body.results.length + next.body.results.length).toBe(6);
    expect(next.body.paging).toBeUndefined();
    expect(former.body.results).toHaveLength(1);
    expect(former.body.results[0].userId).toBeUndefined();
  });

  it('writes stage metadata as texts', async () => {
    await using running = await runningSandbox();

    const deals = await running.call('GET', '/crm/pipelines/2026-09/deals');
    const tickets = await running.call('GET', '/crm/pipelines/2026-09/tickets');

    const won = deals.body.results[0].stages.find(({ id }: { id: string }) => id === 'closedwon');
    expect(won.metadata).toEqual({ isClosed: 'true', probability: '1.0' });
    expect(tickets.body.results[0].stages[0].metadata.ticketState).toBe('OPEN');
  });
});

describe('calculated properties', () => {
  it('follow from stage, amount and dates', async () => {
    await using running = await runningSandbox();
    const stage = { dealstage: 'contractsent', pipeline: 'default' };
    const id = running.user.create('0-3', { dealname: 'x', amount: 1_000, ...stage });
    const names =
      'hs_is_closed,hs_is_closed_won,hs_deal_stage_probability,hs_projected_amount,closedate';
    const read = async () =>
      (await running.call('GET', `/crm/objects/2026-09/deals/${id}?properties=${names}`)).body
        .properties;

    const open = await read();
    running.user.update('0-3', id, { dealstage: 'closedwon' });
    const won = await read();

    expect(open).toMatchObject({ hs_is_closed: 'false', hs_deal_stage_probability: '0.9' });
    expect(open).toMatchObject({ hs_projected_amount: '900', closedate: null });
    expect(won).toMatchObject({ hs_is_closed: 'true', hs_is_closed_won: 'true' });
    expect(won.closedate).not.toBeNull();
  });

  it('sum up the won deals of a company', async () => {
    await using running = await runningSandbox({ portals: [{ portalId: PORTAL, companies: 0 }] });
    const companyId = running.user.create('0-2', { name: 'Holm AB' });
    const deal = { dealname: 'x', pipeline: 'default', amount: 100.1 };
    running.user.create('0-3', { ...deal, dealstage: 'closedwon' }, companyId);
    running.user.create('0-3', { ...deal, dealstage: 'closedwon' }, companyId);
    running.user.create('0-3', { ...deal, dealstage: 'contractsent' }, companyId);
    const names = 'total_revenue,num_associated_deals,hs_num_open_deals,recent_deal_amount';

    const { body } = await running.call('GET', `${companies}/${companyId}?properties=${names}`);

    expect(body.properties).toMatchObject({
      total_revenue: '200.2',
      num_associated_deals: '3',
      hs_num_open_deals: '1',
      recent_deal_amount: '100.1',
    });
  });
});
