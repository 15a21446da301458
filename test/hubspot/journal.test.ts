import { describe, expect, it } from 'vitest';
import { eventOfJournal } from '../../src/hubspot/journal-events.ts';
import { createFileReader } from '../../src/hubspot/journal-file.ts';
import { lackingInJournal, wantedFromJournal } from '../../src/hubspot/journal-subscriptions.ts';
import { changesOf, erasedContactsOf } from '../../src/hubspot/webhook-body.ts';
import { readManifest } from '../../src/manifest.ts';

const at = '2026-11-20T12:00:00.000Z';
const common = {
  type: 'crmObject',
  portalId: 101,
  occurredAt: at,
  objectTypeId: '0-3',
  objectId: 7,
};
const deal = { portalId: 101, objectType: 'deal', occurredAt: Date.parse(at) };

function changes(told: unknown) {
  const event = eventOfJournal(told);
  return event === undefined ? [] : changesOf(event, '1');
}

describe('an entry of the journal', () => {
  it.each([
    ['CREATE', 'changed'],
    ['UPDATE', 'unchanged'],
    ['DELETE', 'unchanged'],
    ['RESTORE', 'changed'],
  ])('%s says that the record is to be read, its links %s', (action, links) => {
    const told = { ...common, action, propertyChanges: { amount: '5' } };

    expect(changes(told)).toEqual([{ ...deal, objectId: '7', links }]);
  });

  it('of a merge names every record in it', () => {
    const told = { ...common, action: 'MERGE', mergedObjectIds: [8, '9'] };

    expect(changes(told).map(({ objectId }) => objectId)).toEqual(['7', '8', '9']);
  });

  it('of a link names the record that hangs on a company, whether the other end is named or not', () => {
    const link = { ...common, type: 'association', action: 'ASSOCIATION_REMOVED' };
    const toCompany = { ...link, associatedObjectTypeId: '0-2', associatedObjectId: 5 };
    const looked = [{ ...deal, objectId: '7', links: 'changed' }];

    expect([changes(toCompany), changes(link)]).toEqual([looked, looked]);
  });

  it('erases a contact that asked to be forgotten', () => {
    const told = { ...common, type: 'gdpr', objectTypeId: '0-1', action: 'GDPR_DELETE' };
    const event = eventOfJournal(told);

    expect(event && erasedContactsOf(event)).toEqual(['7']);
  });

  it.each([
    undefined,
    'text',
    {},
    { ...common },
    { ...common, action: 'SNAPSHOT' },
    { ...common, action: 'UPDATE', portalId: 'x' },
    { ...common, action: 'UPDATE', objectId: 'x' },
    { type: 'app_lifecycle_event', portalId: 101, action: 'APP_INSTALL', occurredAt: at },
  ])('that is none of ours says nothing: %j', (told) => {
    expect(changes(told)).toEqual([]);
  });
});

describe('subscriptions to the journal', () => {
  const wanted = wantedFromJournal(readManifest().webhooks.subscriptions);

  it('ask for what webhooks tell, and for nothing that we write', () => {
    const deals = wanted.find(({ objectTypeId }) => objectTypeId === '0-3');
    const names = wanted.flatMap(({ properties = [] }) => properties);

    expect(deals?.actions).toEqual(['CREATE', 'DELETE', 'MERGE', 'RESTORE', 'UPDATE']);
    expect(deals?.properties).toContain('dealstage');
    expect(names.filter((name) => name.startsWith('mainstay_'))).toEqual([]);
    expect(wanted.map(({ subscriptionType }) => subscriptionType)).toContain(
      'GDPR_PRIVACY_DELETION',
    );
  });

  it('are made only where they lack, whatever the order of their lists', () => {
    const there = wanted.map((each) => ({ ...each, actions: each.actions.toReversed() }));
    const [first, ...others] = there;

    expect(lackingInJournal(wanted, there)).toEqual([]);
    expect(lackingInJournal(wanted, others)).toEqual([wanted[0]]);
    const fewer = { ...(first ?? wanted[0]), actions: ['CREATE'] } as (typeof wanted)[number];
    expect(lackingInJournal(wanted, [fewer, ...others])).toEqual([wanted[0]]);
  });
});

it('reads no file of the journal over plain http but where the API is', async () => {
  const read = createFileReader({ apiUrl: 'https://api.example.com', timeoutMs: 100 });

  await expect(read('http://169.254.169.254/latest')).rejects.toThrow(/https/);
  await expect(read('file:///etc/passwd')).rejects.toThrow(/https/);
});
