import { describe, expect, it } from 'vitest';
import { changesOf, erasedContactsOf, eventsByPortal } from '../../src/hubspot/webhook-body.ts';
import classic from '../fixtures/hubspot/webhooks-classic.json' with { type: 'json' };
import generic from '../fixtures/hubspot/webhooks-generic.json' with { type: 'json' };

const appId = '14947547';

function anEvent(difference: Record<string, unknown> = {}) {
  return {
    eventId: 1,
    portalId: 1,
    appId: 14947547,
    occurredAt: 1_751_276_050_977,
    subscriptionType: 'object.propertyChange',
    objectId: 5,
    objectTypeId: '0-2',
    changeSource: 'CRM_UI',
    ...difference,
  };
}

/** What a body makes worth reading: type, id and whether links changed. */
function changesIn(...body: unknown[]) {
  return [...eventsByPortal(body).values()]
    .flat()
    .flatMap((event) => changesOf(event, appId))
    .map(({ objectType, objectId, links }) => [objectType, objectId, links]);
}

function changesOfAll(...body: unknown[]) {
  return [...eventsByPortal(body).values()].flat().flatMap((event) => changesOf(event, appId));
}

describe('webhook body', () => {
  it('reads the events of generic subscriptions', () => {
    expect(changesIn(...generic)).toEqual([
      ['company', '180584432881', 'unchanged'],
      ['company', '180584432881', 'changed'],
      ['company', '180584432881', 'unchanged'],
    ]);
  });

  it.each([['no number'], [''], [1.5], [-7], ['9'.repeat(21)], [{}]])(
    'ignores an event about a record that cannot be: %j',
    (objectId) => {
      expect(changesIn(anEvent({ objectId }))).toEqual([]);
    },
  );

  it('reads the events of classic subscriptions', () => {
    expect(changesIn(...classic)).toEqual([
      ['company', '21910285662', 'unchanged'],
      ['deal', '9883334098', 'unchanged'],
      ['ticket', '1689909882', 'changed'],
      ['company', '21910285662', 'unchanged'],
      ['deal', '9883334098', 'changed'],
      ['company', '111', 'changed'],
      ['company', '333', 'changed'],
      ['company', '222', 'changed'],
      ['contact', '904', 'unchanged'],
    ]);
  });

  it('keeps when and in which portal a change happened', () => {
    const [event] = [...eventsByPortal([anEvent()]).values()].flat();

    expect(event && changesOf(event, appId)).toEqual([
      {
        portalId: 1,
        objectType: 'company',
        objectId: '5',
        occurredAt: 1_751_276_050_977,
        links: 'unchanged',
      },
    ]);
  });

  const closing = { objectTypeId: '0-3', propertyName: 'closedate' };

  it.each([
    ['a date', closing, '1751276050977', { closedAt: 1_751_276_050_977 }],
    ['a date that was cleared', closing, '', { closedAt: null }],
    ['money', { objectTypeId: '0-3', propertyName: 'amount' }, '10.5', { amount: 10.5 }],
    ['a number that is none', { ...closing, propertyName: 'amount' }, 'x', { amount: null }],
    ['nothing any more', { ...closing, propertyName: 'dealtype' }, null, { isNewBusiness: null }],
    [
      'a list',
      { objectTypeId: '0-5', propertyName: 'hs_ticket_category' },
      'A;B',
      { categories: ['A', 'B'] },
    ],
    ['a classic text', { objectTypeId: undefined, propertyName: 'name' }, 'Acme', { name: 'Acme' }],
  ])('reads what an event says by itself: %s', (_, about, propertyValue, fields) => {
    const subscriptionType = about.objectTypeId
      ? 'object.propertyChange'
      : 'company.propertyChange';
    const event = anEvent({ subscriptionType, ...about, propertyValue });

    expect(changesOfAll(event)).toMatchObject([
      { links: 'unchanged', carried: { property: about.propertyName, fields } },
    ]);
  });

  it.each([
    ['from which HubSpot calculates more', { ...closing, propertyName: 'dealstage' }],
    ['of a contact', { objectTypeId: '0-1', propertyName: 'hs_buying_role' }],
    ['that is sensitive', { ...closing, isSensitive: true }],
    ['with a name that every object has', { ...closing, propertyName: 'constructor' }],
    ['of a creation', { ...closing, subscriptionType: 'object.creation' }],
    ['that is no text', { ...closing, propertyValue: 7 }],
    ['that is missing', { ...closing, propertyValue: undefined }],
  ])('has a record read after a value %s', (_, difference) => {
    const [changed] = changesOfAll(anEvent({ propertyValue: '1', ...difference }));

    expect(changed).not.toHaveProperty('carried');
  });

  it('keeps no value that is of no use', () => {
    const kept = [
      ...eventsByPortal([
        anEvent({ objectTypeId: '0-1', propertyName: 'email', propertyValue: 'a@example.com' }),
        anEvent({ ...closing, isSensitive: true, propertyValue: 'REDACTED' }),
      ]).values(),
    ].flat();

    expect(JSON.stringify(kept)).not.toMatch(/example|REDACTED/);
  });

  it('sorts the events of a POST by portal', () => {
    const byPortal = eventsByPortal([
      anEvent({ portalId: 1 }),
      anEvent({ portalId: 2 }),
      anEvent({ portalId: 1, objectId: 6 }),
    ]);

    expect([...byPortal].map(([portalId, events]) => [portalId, events.length])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it.each([
    ['company to deal', { fromObjectTypeId: '0-2', toObjectTypeId: '0-3' }, ['deal', '8']],
    ['deal to company', { fromObjectTypeId: '0-3', toObjectTypeId: '0-2' }, ['deal', '7']],
    ['ticket to company', { fromObjectTypeId: '0-5', toObjectTypeId: '0-2' }, ['ticket', '7']],
    ['classic', { associationType: 'TICKET_TO_COMPANY' }, ['ticket', '7']],
  ])('reads the links of a deal or ticket again after a change: %s', (_, ends, expected) => {
    const event = anEvent({
      subscriptionType: 'object.associationChange',
      objectId: undefined,
      objectTypeId: undefined,
      fromObjectId: 7,
      toObjectId: 8,
      ...ends,
    });

    expect(changesIn(event)).toEqual([[...expected, 'changed']]);
  });

  it('reads both companies again after a link between them changed', () => {
    const types = { fromObjectTypeId: '0-2', toObjectTypeId: '0-2' };
    const subscriptionType = 'object.associationChange';
    const event = anEvent({ subscriptionType, fromObjectId: 7, toObjectId: 8, ...types });

    expect(changesIn(event)).toEqual([
      ['company', '7', 'changed'],
      ['company', '8', 'changed'],
    ]);
  });

  it('knows who asked to be forgotten', () => {
    const events = [...eventsByPortal(classic).values()].flat();

    expect(events.flatMap(erasedContactsOf)).toEqual(['904']);
  });

  it.each([
    ['deal and contact', { fromObjectTypeId: '0-3', toObjectTypeId: '0-1' }],
    ['deal and ticket', { fromObjectTypeId: '0-3', toObjectTypeId: '0-5' }],
    ['two unknown kinds', { fromObjectTypeId: '2-1', toObjectTypeId: '2-2' }],
    ['nobody knows what', {}],
  ])('ignores links between %s', (_, ends) => {
    const subscriptionType = 'object.associationChange';
    const event = anEvent({ subscriptionType, fromObjectId: 7, toObjectId: 8, ...ends });

    expect(changesIn({ ...event, objectTypeId: undefined })).toEqual([]);
  });

  it.each([
    ['a kind of record we do not keep', { objectTypeId: '2-143967026' }],
    ['a kind of event nobody has heard of', { subscriptionType: 'conversation.creation' }],
    ['no kind at all', { subscriptionType: '', objectTypeId: undefined }],
    ['no record', { objectId: undefined }],
  ])('ignores an event about %s', (_, difference) => {
    const known = { subscriptionType: 'object.creation', objectTypeId: undefined };

    expect(changesIn(anEvent({ ...known, ...difference }))).toEqual([]);
  });

  it.each([
    ['our own write', { changeSource: 'INTEGRATION', sourceId: appId }, 0],
    ["another app's write", { changeSource: 'INTEGRATION', sourceId: '99' }, 1],
    ['a user whose id is like ours', { changeSource: 'CRM_UI', sourceId: appId }, 1],
  ])('tells %s from the others', (_, difference, changes) => {
    expect(changesIn(anEvent(difference))).toHaveLength(changes);
  });

  it('takes null where HubSpot may leave a field out', () => {
    const nothing = {
      objectTypeId: null,
      objectId: null,
      fromObjectTypeId: null,
      toObjectTypeId: null,
      fromObjectId: null,
      toObjectId: null,
      associationType: null,
      primaryObjectId: null,
      mergedObjectIds: null,
      newObjectId: null,
      changeSource: null,
      sourceId: null,
    };

    expect(changesIn(anEvent(nothing), anEvent())).toEqual([['company', '5', 'unchanged']]);
  });

  it.each([
    ['no list', {}],
    ['a list of something else', [1]],
    ['an event without a portal', [{ subscriptionType: 'object.creation', objectId: 1 }]],
    ['an event of portal 0', [anEvent({ portalId: 0 })]],
    ['too many events', Array.from({ length: 1_001 }, () => anEvent())],
  ])('refuses %s', (_, body) => {
    expect(() => eventsByPortal(body)).toThrow();
  });
});
