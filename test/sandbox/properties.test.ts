import { describe, expect, it } from 'vitest';
import { captured, PORTAL, runningSandbox } from './running-sandbox.ts';

const path = '/crm/properties/2026-09/companies';
const group = { name: 'account_intelligence', label: 'Account intelligence', displayOrder: -1 };
const tier = {
  groupName: 'account_intelligence',
  name: 'acct_tier',
  label: 'Account tier',
  type: 'enumeration',
  fieldType: 'select',
  formField: false,
  options: [{ label: 'A', value: 'A', displayOrder: 0, hidden: false }],
};
const score = {
  groupName: 'account_intelligence',
  name: 'acct_score',
  label: 'Score',
  type: 'number',
  fieldType: 'number',
};

async function withGroup(options = {}) {
  const running = await runningSandbox(options);
  await running.call('POST', `${path}/groups`, group);
  return running;
}

describe('properties', () => {
  it('are created with 201 and read back with what an app cannot set', async () => {
    await using running = await withGroup();

    const created = await running.call('POST', path, tier);
    const read = await running.call('GET', `${path}/acct_tier`);

    expect(created.status).toBe(201);
    expect(read.body).toMatchObject({
      ...tier,
      archived: false,
      hubspotDefined: false,
      calculated: false,
      modificationMetadata: { archivable: true, readOnlyValue: false },
    });
  });

  it('answer 409 when the name is taken', async () => {
    await using running = await withGroup();
    await running.call('POST', path, tier);

    const { status, body } = await running.call('POST', path, tier);

    expect(status).toBe(409);
    expect(body).toMatchObject(captured('409_property_exists').body);
    expect(body.correlationId).toBeDefined();
  });

  it('in a batch are created as far as they are new, with 207', async () => {
    await using running = await withGroup();
    await running.call('POST', path, tier);

    const { status, body } = await running.call('POST', `${path}/batch/create`, {
      inputs: [tier, score],
    });

    expect(status).toBe(207);
    expect(body.results).toMatchObject([{ name: 'acct_score' }]);
    expect(body.errors).toMatchObject([
      {
        category: 'OBJECT_ALREADY_EXISTS',
        subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
        context: { name: ['acct_tier'] },
      },
    ]);
  });

  it('are read in a batch, with the missing ones named', async () => {
    await using running = await withGroup();
    await running.call('POST', path, score);

    const { status, body } = await running.call('POST', `${path}/batch/read`, {
      archived: false,
      dataSensitivity: 'non_sensitive',
      inputs: [{ name: 'acct_score' }, { name: 'nonsense' }],
    });

    expect(status).toBe(207);
    expect(body.results).toMatchObject([{ name: 'acct_score' }]);
    expect(body.numErrors).toBe(1);
  });

  it.each([
    ['an unknown type', { ...score, type: 'money' }],
    ['a field type of another type', { ...score, fieldType: 'select' }],
    ['an enumeration without options', { ...tier, options: [] }],
    ['options twice', { ...tier, options: [tier.options[0], tier.options[0]] }],
    ['a name with capitals', { ...score, name: 'AcctScore' }],
    ['an unknown group', { ...score, groupName: 'nowhere' }],
    ['no label', { ...score, label: undefined }],
  ])('refuse %s', async (_, property) => {
    await using running = await withGroup();

    const { status, body } = await running.call('POST', path, property);

    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
  });

  it('keep their options unless a change gives a new list', async () => {
    await using running = await withGroup();
    await running.call('POST', path, tier);
    const b = { label: 'B', value: 'B', displayOrder: 1, hidden: false };

    const relabelled = await running.call('PATCH', `${path}/acct_tier`, { label: 'Tier' });
    const replaced = await running.call('PATCH', `${path}/acct_tier`, { options: [b] });

    expect(relabelled.body).toMatchObject({ label: 'Tier', options: tier.options });
    expect(replaced.body.options).toEqual([b]);
  });

  it('come back from the archive with their values', async () => {
    await using running = await withGroup();
    await running.call('POST', path, score);
    const { body: list } = await running.call('GET', '/crm/objects/2026-09/companies?limit=1');
    const record = `/crm/objects/2026-09/companies/${list.results[0].id}`;
    await running.call('PATCH', record, { properties: { acct_score: '5' } });

    const archived = await running.call('DELETE', `${path}/acct_score`);
    const without = await running.call('GET', `${record}?properties=acct_score`);
    const restored = await running.call('POST', path, score);
    const withIt = await running.call('GET', `${record}?properties=acct_score`);

    expect(archived.status).toBe(204);
    expect(without.body.properties).not.toHaveProperty('acct_score');
    expect(restored.status).toBe(201);
    expect(withIt.body.properties.acct_score).toBe('5');
  });

  it("of HubSpot's own cannot be changed or archived", async () => {
    await using running = await withGroup();

    expect((await running.call('DELETE', `${path}/name`)).status).toBe(400);
    expect((await running.call('PATCH', `${path}/name`, { label: 'x' })).status).toBe(400);
  });

  it('list owners as options of owner properties', async () => {
    await using running = await withGroup();

    const { body } = await running.call('GET', `${path}/hubspot_owner_id`);

    expect(body).toMatchObject({ externalOptions: true, referencedObjectType: 'OWNER' });
    expect(body.options.map(({ value }: { value: string }) => value)).toEqual(
      running.portal.owners.map(({ id }) => id),
    );
  });
});

describe('property groups', () => {
  it('answer 409 when they exist and 400 when they are in use', async () => {
    await using running = await withGroup();
    await running.call('POST', path, score);

    const again = await running.call('POST', `${path}/groups`, group);
    const used = await running.call('DELETE', `${path}/groups/${group.name}`);
    await running.call('DELETE', `${path}/acct_score`);
    const unused = await running.call('DELETE', `${path}/groups/${group.name}`);

    expect(again.status).toBe(409);
    expect(again.body.category).toBe('OBJECT_ALREADY_EXISTS');
    expect(used.status).toBe(400);
    expect(used.body.subCategory).toBe('PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES');
    expect(unused.status).toBe(204);
  });
});

describe('custom property limits', () => {
  it('are ten over all objects on free tools', async () => {
    const portals = [{ portalId: PORTAL, companies: 3, tier: 'free' as const }];
    await using running = await withGroup({ portals });
    const inputs = Array.from({ length: 12 }, (_, index) => ({ ...score, name: `p${index}` }));

    const before = await running.call('GET', '/crm/limits/2026-09/custom-properties');
    const { status, body } = await running.call('POST', `${path}/batch/create`, { inputs });
    const after = await running.call('GET', '/crm/limits/2026-09/custom-properties');

    expect(before.body).toMatchObject({ overallLimit: 10, overallUsage: 0 });
    expect(status).toBe(207);
    expect(body.results).toHaveLength(10);
    expect(body.errors).toHaveLength(2);
    expect(after.body.overallUsage).toBe(10);
  });

  it('can be set, and are 1,000 an object otherwise', async () => {
    const portals = [
      { portalId: PORTAL, companies: 3, customPropertyLimit: 2 },
      { portalId: 2, companies: 3 },
    ];
    await using running = await withGroup({ portals });
    await running.call('POST', path, score);

    const { status, body } = await running.call('POST', path, tier);

    // The portal has one of its own: when contracts run out.
    expect(status).toBe(400);
    expect(body.message).toContain('limit of 2');
    expect(running.sandbox.portal(2).portal.catalogue.limit.limit).toBe(1_000);
  });

  it('need a scope on records, not on schemas', async () => {
    await using running = await runningSandbox({}, ['oauth', 'crm.schemas.companies.read']);

    const { status } = await running.call('GET', '/crm/limits/2026-09/custom-properties');

    expect(status).toBe(403);
  });
});
