import { describe, expect, it } from 'vitest';
import { PORTAL, runningSandbox } from './running-sandbox.ts';

const path = '/crm/objects/2026-09/deals/search';

function where(propertyName: string, operator: string, value?: unknown) {
  return { filterGroups: [{ filters: [{ propertyName, operator, value }] }] };
}

async function portalOfDeals(options = {}) {
  const portals = [{ portalId: PORTAL, companies: 0 }];
  const running = await runningSandbox({ portals, searchesPerSecond: 1_000, ...options });
  const stage = { dealstage: 'closedwon', pipeline: 'default' };
  const add = (dealname: string, amount: number | null) =>
    running.user.create('0-3', { dealname, amount, ...stage });
  return { ...running, add, [Symbol.asyncDispose]: () => running.sandbox.close() };
}

describe('search', () => {
  it.each([
    ['amount', 'GT', 200, ['c']],
    ['amount', 'GTE', 200, ['b', 'c']],
    ['amount', 'LT', 200, ['a']],
    ['amount', 'EQ', '200', ['b']],
    ['amount', 'NEQ', '200', ['a', 'c']],
    ['amount', 'HAS_PROPERTY', undefined, ['a', 'b', 'c']],
    ['amount', 'NOT_HAS_PROPERTY', undefined, ['none']],
    ['dealname', 'EQ', 'B', ['b']],
    ['dealname', 'CONTAINS_TOKEN', 'no*', ['none']],
    ['hs_is_closed_won', 'EQ', 'true', ['a', 'b', 'c', 'none']],
    ['closedate', 'GT', '2000-01-01', ['a', 'b', 'c', 'none']],
  ])('%s %s %s', async (name, operator, value, expected) => {
    await using running = await portalOfDeals();
    running.add('a', 100);
    running.add('b', 200);
    running.add('c', 300);
    running.add('none', null);

    const { status, body } = await running.call('POST', path, {
      ...where(name, operator, value),
      properties: ['dealname'],
    });

    expect(status).toBe(200);
    expect(body.total).toBe(expected.length);
    const names = body.results.map(
      ({ properties }: { properties: { dealname: string } }) => properties.dealname,
    );
    expect(names).toEqual(expected);
  });

  it('takes ranges and lists, and joins groups by "or"', async () => {
    await using running = await portalOfDeals();
    for (const amount of [100, 200, 300, 400]) running.add(String(amount), amount);

    const { body } = await running.call('POST', path, {
      filterGroups: [
        {
          filters: [{ propertyName: 'amount', operator: 'BETWEEN', value: 150, highValue: 250 }],
        },
        { filters: [{ propertyName: 'dealname', operator: 'IN', values: ['400'] }] },
      ],
      sorts: [{ propertyName: 'amount', direction: 'DESCENDING' }],
      properties: ['amount'],
    });

    const amounts = body.results.map(
      ({ properties }: { properties: { amount: string } }) => properties.amount,
    );
    expect(amounts).toEqual(['400', '200']);
  });

  it('pages by an offset', async () => {
    await using running = await portalOfDeals();
    for (let index = 0; index < 25; index++) running.add(String(index), index);

    const first = await running.call('POST', path, { limit: 20 });
    const second = await running.call('POST', path, {
      limit: 20,
      after: first.body.paging.next.after,
    });

    expect(first.body).toMatchObject({ total: 25, paging: { next: { after: '20' } } });
    expect(second.body.results).toHaveLength(5);
    expect(second.body.paging).toBeUndefined();
  });

  it('shows nothing beyond 10,000 results', async () => {
    await using running = await portalOfDeals();
    for (let index = 0; index < 10_050; index++) running.portal.table('0-3').add(index);

    const last = await running.call('POST', path, { limit: 200, after: '9800' });
    const beyond = await running.call('POST', path, { limit: 200, after: '9900' });

    expect(last.status).toBe(200);
    expect(last.body.total).toBe(10_050);
    expect(last.body.paging).toBeUndefined();
    expect(beyond.status).toBe(400);
    expect(beyond.body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
  });

  const filter = { propertyName: 'amount', operator: 'GT', value: '1' };
  const groupsOf = (...sizes: number[]) =>
    sizes.map((size) => ({ filters: Array(size).fill(filter) }));

  it('takes eighteen filters in five groups', async () => {
    await using running = await portalOfDeals();

    const { status } = await running.call('POST', path, { filterGroups: groupsOf(6, 6, 4, 1, 1) });

    expect(status).toBe(200);
  });

  it.each([
    ['more than 200 a page', { limit: 201 }],
    ['six groups', { filterGroups: Array(6).fill({ filters: [filter] }) }],
    ['seven filters in a group', { filterGroups: [{ filters: Array(7).fill(filter) }] }],
    ['nineteen filters', { filterGroups: groupsOf(6, 6, 6, 1) }],
    ['two sorts', { sorts: ['amount', 'dealname'] }],
    ['a body of more than 3,000 characters', { query: 'x'.repeat(3_000) }],
    ['an unknown operator', where('amount', 'LIKE', '1')],
    ['an unknown property', where('nonsense', 'EQ', '1')],
    ['a text for a number', where('amount', 'GT', 'many')],
    ['no value', { filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'GT' }] }] }],
  ])('refuses %s', async (_, body) => {
    await using running = await portalOfDeals();

    const answer = await running.call('POST', path, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
  });

  it('never shows archived records', async () => {
    await using running = await portalOfDeals();
    const id = running.add('gone', 1);
    running.user.remove('0-3', id);

    const { body } = await running.call('POST', path, where('dealname', 'EQ', 'gone'));

    expect(body.total).toBe(0);
  });

  it('sees a write only after the lag, although the record itself has it at once', async () => {
    await using running = await portalOfDeals({ indexLagMs: 150 });
    const id = running.add('old name', 1);
    const find = async (name: string) =>
      (await running.call('POST', path, where('dealname', 'EQ', name))).body.total;

    expect(await find('old name')).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await find('old name')).toBe(1);
    running.user.update('0-3', id, { dealname: 'new name' });

    const record = await running.call('GET', `/crm/objects/2026-09/deals/${id}`);
    expect(record.body.properties.dealname).toBe('new name');
    expect([await find('old name'), await find('new name')]).toEqual([1, 0]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([await find('old name'), await find('new name')]).toEqual([0, 1]);
  });
});
