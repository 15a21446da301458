import { expect, it } from 'vitest';
import { runningSandbox } from './running-sandbox.ts';

const scopes = ['oauth', 'crm.lists.read'];
const search = '/crm/lists/2026-09/search';
const membersOf = (listId: string) => `/crm/lists/2026-09/${listId}/memberships`;

it('searches lists by kind of record, with their size', async () => {
  await using running = await runningSandbox({}, scopes);

  const companies = await running.call('POST', search, { objectTypeId: '0-2' });
  const contacts = await running.call('POST', search, { objectTypeId: '0-1' });

  expect(companies.body).toMatchObject({
    total: 1,
    hasMore: false,
    lists: [{ name: 'Framework contracts', additionalProperties: { hs_list_size: '6' } }],
  });
  expect(contacts.body).toMatchObject({ total: 0, lists: [] });
});

it('pages through the members by id, and leaves out those that were deleted', async () => {
  await using running = await runningSandbox({}, scopes);
  const [list] = running.portal.lists;
  const [gone = 0, ...left] = [...(list?.members ?? [])];
  running.user.remove('0-2', gone);
  const path = membersOf(list?.listId ?? '');

  const first = await running.call('GET', `${path}?limit=2`);
  const rest = await running.call('GET', `${path}?limit=250&after=${first.body.paging.next.after}`);

  const ids = [...first.body.results, ...rest.body.results].map(({ recordId }) => Number(recordId));
  expect(ids).toEqual(left);
  expect(rest.body.paging).toBeUndefined();
});

it.each([
  ['an unknown list', membersOf('7'), 404],
  ['too many at once', `${membersOf('41')}?limit=251`, 400],
])('refuses %s', async (_what, path, status) => {
  await using running = await runningSandbox({}, scopes);

  expect((await running.call('GET', path)).status).toBe(status);
});

it('needs the scope', async () => {
  await using running = await runningSandbox({}, ['oauth', 'crm.objects.companies.read']);

  expect((await running.call('POST', search, {})).status).toBe(403);
});
