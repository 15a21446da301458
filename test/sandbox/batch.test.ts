import { describe, expect, it } from 'vitest';
import { captured, PORTAL, runningSandbox } from './running-sandbox.ts';

const batch = '/crm/objects/2026-09/companies/batch';

async function withScoreProperties(options = {}) {
  const running = await runningSandbox(options);
  await running.call('POST', '/crm/properties/2026-09/companies/batch/create', {
    inputs: [
      {
        groupName: 'companyinformation',
        name: 'score',
        label: 'Score',
        type: 'number',
        fieldType: 'number',
      },
      {
        groupName: 'companyinformation',
        name: 'tier',
        label: 'Tier',
        type: 'enumeration',
        fieldType: 'select',
        options: [
          { label: 'High', value: 'high' },
          { label: 'Low', value: 'low' },
        ],
      },
    ],
  });
  const { body } = await running.call('GET', '/crm/objects/2026-09/companies?limit=3');
  const ids: string[] = body.results.map(({ id }: { id: string }) => id);
  const [a, b, c] = ids as [string, string, string];
  const scoreOf = async (id: string) =>
    (await running.call('GET', `/crm/objects/2026-09/companies/${id}?properties=score,tier`)).body
      .properties;
  return { ...running, a, b, c, scoreOf, [Symbol.asyncDispose]: () => running.sandbox.close() };
}

describe('batch read', () => {
  it('gives what it finds and names what it does not, with 207', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/read`, {
      properties: ['name'],
      inputs: [{ id: running.a }, { id: '17' }, { id: running.b }],
    });

    expect(status).toBe(207);
    expect(body.results.map(({ id }: { id: string }) => id)).toEqual([running.a, running.b]);
    expect(body).toMatchObject({
      status: 'COMPLETE',
      numErrors: 1,
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['17'] } }],
    });
  });

  it('answers 200 without errors when all are there', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/read`, {
      properties: ['name'],
      propertiesWithHistory: ['name'],
      inputs: [{ id: running.a }],
    });

    expect(status).toBe(200);
    expect(body).not.toHaveProperty('numErrors');
    expect(Date.parse(body.completedAt)).toBeGreaterThanOrEqual(Date.parse(body.startedAt));
    expect(body.results[0].propertiesWithHistory.name[0].value).toBe(
      body.results[0].properties.name,
    );
  });
});

describe('batch limits', () => {
  it.each(['read', 'update', 'create', 'upsert', 'archive'])(
    '%s takes 100 inputs',
    async (name) => {
      await using running = await withScoreProperties();
      const inputs = Array.from({ length: 101 }, (_, index) => ({
        id: String(index + 1),
        properties: {},
      }));

      const { status, body } = await running.call('POST', `${batch}/${name}`, { inputs });

      expect(status).toBe(400);
      expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
      expect(body.message).toContain('100');
    },
  );

  it.each(['read', 'update', 'archive'])('%s refuses ids that come twice', async (name) => {
    await using running = await withScoreProperties();
    const { a, b } = running;
    const properties = { score: '1' };
    const inputs = [a, b, a].map((id, index) => ({
      id,
      properties,
      objectWriteTraceId: String(index),
    }));

    const { status, body } = await running.call('POST', `${batch}/${name}`, { inputs });

    const expected = captured('400_duplicate_ids');
    expect(status).toBe(expected.status);
    expect(Object.keys(body).sort()).toEqual(Object.keys(expected.body).sort());
    expect(body.message).toBe(`Duplicate IDs found in batch input: [${a}]. IDs must be unique`);
    expect(body.context.ids).toEqual([a]);
    expect((await running.scoreOf(a)).score).toBeNull();
  });
});

describe('batch update', () => {
  it('writes all and answers 200', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/update`, {
      inputs: [
        { id: running.a, properties: { score: '87.5', tier: 'high' } },
        { id: running.b, properties: { score: '', tier: 'low' } },
      ],
    });

    expect(status).toBe(200);
    expect(body.results[0].properties).toMatchObject({ score: '87.5', tier: 'high' });
    expect(await running.scoreOf(running.b)).toMatchObject({ score: null, tier: 'low' });
  });

  it('with trace ids writes the good and names the bad, with 207', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/update`, {
      inputs: [
        { id: running.a, objectWriteTraceId: 't1', properties: { tier: 'huge' } },
        { id: running.b, objectWriteTraceId: 't2', properties: { tier: 'high' } },
        { id: '99', objectWriteTraceId: 't3', properties: { tier: 'high' } },
      ],
    });

    expect(status).toBe(207);
    expect(body.results).toMatchObject([{ id: running.b }]);
    expect(body.numErrors).toBe(2);
    expect(body.errors[0]).toMatchObject({
      status: 'error',
      category: 'VALIDATION_ERROR',
      context: { objectWriteTraceId: ['t1'] },
    });
    expect(body.errors[0].message).toContain('INVALID_OPTION');
    expect(body.errors[1]).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      context: { ids: ['99'] },
    });
    expect(await running.scoreOf(running.b)).toMatchObject({ tier: 'high' });
  });

  it('without trace ids refuses the whole batch for one bad value', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/update`, {
      inputs: [
        { id: running.b, properties: { tier: 'high' } },
        { id: running.a, properties: { tier: 'huge' } },
      ],
    });

    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({
      code: 'INVALID_OPTION',
      context: { propertyName: ['tier'] },
    });
    expect((await running.scoreOf(running.b)).tier).toBeNull();
  });

  it('can be told to refuse whole batches even with trace ids', async () => {
    await using running = await withScoreProperties();
    await running.control('POST', `/sandbox/portals/${PORTAL}/settings`, { batchErrors: 'whole' });

    const { status } = await running.call('POST', `${batch}/update`, {
      inputs: [
        { id: running.b, objectWriteTraceId: '1', properties: { tier: 'high' } },
        { id: running.a, objectWriteTraceId: '2', properties: { tier: 'huge' } },
      ],
    });

    expect(status).toBe(400);
    expect((await running.scoreOf(running.b)).tier).toBeNull();
  });

  it('refuses the whole batch for a property that does not exist', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/update`, {
      inputs: [{ id: running.a, objectWriteTraceId: '1', properties: { testproperty: 'x' } }],
    });

    const expected = captured('400_unknown_property');
    expect(status).toBe(expected.status);
    expect(Object.keys(body).sort()).toEqual(Object.keys(expected.body).sort());
    const words = (text: unknown) => String(text).replaceAll(/"portalId":\d+/g, '"portalId":1');
    expect(words(body.message)).toBe(words(expected.body['message']));
    expect(body.errors).toEqual(expected.body['errors']);
  });

  it('does not follow merges, while a single update does', async () => {
    await using running = await withScoreProperties();
    const { a, b } = running;
    const merged = running.user.merge('0-2', Number(a), Number(b));

    const many = await running.call('POST', `${batch}/update`, {
      inputs: [{ id: a, objectWriteTraceId: 't', properties: { score: '1' } }],
    });
    const single = await running.call('PATCH', `/crm/objects/2026-09/companies/${b}`, {
      properties: { score: '2' },
    });

    expect(many.status).toBe(207);
    expect(many.body.errors[0]).toMatchObject({ category: 'OBJECT_NOT_FOUND' });
    expect(single.status).toBe(200);
    expect(single.body.id).toBe(String(merged));
  });

  it('refuses one record that is always refused, and writes the others', async () => {
    await using running = await withScoreProperties();
    const { a, b, sandbox } = running;
    sandbox.addFault({ kind: 'refuse-record', objectType: 'companies', objectId: a });

    const { status, body } = await running.call('POST', `${batch}/update`, {
      inputs: [a, b].map((id) => ({ id, objectWriteTraceId: id, properties: { score: '5' } })),
    });

    expect(status).toBe(207);
    expect(body.errors[0].context.objectWriteTraceId).toEqual([a]);
    expect(await running.scoreOf(b)).toMatchObject({ score: '5' });
  });

  it('answers 423 to a second update of a record under way, for two seconds', async () => {
    await using running = await withScoreProperties({ latencyMs: 60 });
    const update = (id: string, score: string) =>
      running.call('POST', `${batch}/update`, { inputs: [{ id, properties: { score } }] });

    const answers = await Promise.all([
      update(running.a, '1'),
      update(running.a, '2'),
      update(running.b, '3'),
    ]);
    const soonAfter = await update(running.a, '4');

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 423]);
    expect(answers.find(({ status }) => status === 423)?.body).toMatchObject({ status: 'error' });
    expect(soonAfter.status).toBe(423);
  });
});

describe('batch create and upsert', () => {
  it('creates none of a batch that is refused', async () => {
    await using running = await withScoreProperties();
    const before = running.portal.table('0-2').liveCount();

    const { status } = await running.call('POST', `${batch}/create`, {
      inputs: [{ properties: { name: 'Good' } }, { properties: { name: 'Bad', tier: 'huge' } }],
    });

    expect(status).toBe(400);
    expect(running.portal.table('0-2').liveCount()).toBe(before);
  });

  it('creates the good and names the bad by trace id', async () => {
    await using running = await withScoreProperties();

    const { status, body } = await running.call('POST', `${batch}/create`, {
      inputs: [
        { objectWriteTraceId: 'g', properties: { name: 'Good' } },
        { objectWriteTraceId: 'b', properties: { name: 'Bad', tier: 'huge' } },
      ],
    });

    const expected = captured('207_batch_create');
    expect(status).toBe(expected.status);
    expect(Object.keys(body).sort()).toEqual(Object.keys(expected.body).sort());
    expect(body.results).toHaveLength(1);
    expect(body.errors[0].context.objectWriteTraceId).toEqual(['b']);
  });

  it('says of an upsert what is new', async () => {
    await using running = await withScoreProperties();
    const upsert = (id: string) =>
      running.call('POST', '/crm/objects/2026-09/contacts/batch/upsert', {
        inputs: [{ id, idProperty: 'email', properties: { firstname: 'Nora' } }],
      });

    const first = await upsert('nora@example.com');
    const second = await upsert('nora@example.com');

    expect(first.body.results[0].new).toBe(true);
    expect(second.body.results[0]).toMatchObject({ new: false, id: first.body.results[0].id });
  });
});

describe('admin rules', () => {
  const rule = {
    objectType: 'companies',
    when: { property: 'country', equals: 'Germany' },
    required: 'zip',
  };

  it('refuse a 2026-09 write that leaves a conditionally required property empty', async () => {
    await using running = await withScoreProperties();
    const { control, call, a } = running;
    await control('POST', `/sandbox/portals/${PORTAL}/settings`, { conditionalRules: [rule] });
    const write = (version: string) =>
      call('PATCH', `/crm/objects/${version}/companies/${a}`, {
        properties: { country: 'Germany' },
      });

    const current = await write('2026-09');
    const earlier = await write('2026-03');

    expect(current.status).toBe(400);
    expect(current.body.category).toBe('VALIDATION_ERROR');
    expect(current.body.errors).toEqual([
      {
        code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
        message: 'zip is required because of a conditional property rule based on [country]',
        context: { propertyName: ['zip'] },
      },
    ]);
    expect(earlier.status).toBe(200);
  });

  it('demand what the create form demands', async () => {
    await using running = await withScoreProperties();
    await running.control('POST', `/sandbox/portals/${PORTAL}/settings`, {
      requiredOnCreate: { '0-2': ['domain'] },
    });

    const { status, body } = await running.call('POST', '/crm/objects/2026-09/companies', {
      properties: { name: 'x' },
    });

    const expected = captured('400_required_on_create_2026_09');
    expect(status).toBe(400);
    expect(body.message).toBe(expected.body['message']);
    expect(body.errors[0]).toEqual({
      code: 'MISSING_REQUIRED_PROPERTY',
      message: 'A value for domain must be provided',
      context: { propertyName: ['domain'] },
    });
  });

  it('refuse associations to somebody who may not edit them', async () => {
    await using running = await withScoreProperties();
    await running.control('POST', `/sandbox/portals/${PORTAL}/settings`, {
      mayEditAssociations: false,
    });
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 192 }];

    const { status, body } = await running.call('POST', '/crm/objects/2026-09/tasks', {
      properties: { hs_timestamp: '2026-12-01' },
      associations: [{ to: { id: running.a }, types }],
    });

    expect(status).toBe(400);
    expect(body).toMatchObject(captured('400_edit_associations_2026_09').body);
  });
});
