import { describe, expect, it } from 'vitest';
import {
  type AccountRecords,
  evidenceReader,
  type Reading,
} from '../../src/assessment/evidence-rules.ts';
import type { SourceName } from '../../src/model/evidence-record.ts';
import { accountId } from '../../src/model/ids.ts';
import { on } from '../support/evidence.ts';
import { anEngagement, aRole, aSurvey } from '../support/evidence-records.ts';
import { aCompany, aDealRecord, aTicketRecord, at, someSettings } from '../support/records.ts';

const today = on('2026-11-20');

function evidenceOf(records: Partial<AccountRecords>, reading: Partial<Reading> = {}) {
  const read = evidenceReader({
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    settings: someSettings,
    asOf: today,
    known: new Set(),
    rates: new Map(),
    ...reading,
  });
  return read({
    company: aCompany(),
    deals: [],
    tickets: [],
    contacts: [],
    surveys: [],
    engagements: [],
    families: new Map(),
    ...records,
  });
}

const knowing = (...sources: SourceName[]) => ({ known: new Set(sources) });

describe('the amount of a deal', () => {
  const rates = new Map([['USD', { rate: 0.9, effectiveAt: at('2026-11-01T23:30:00Z') }]]);
  const foreign = { amount: 100, currency: 'USD', amountInPortalCurrency: null };

  it.each([
    ['HubSpot’s own conversion first', { ...foreign, amountInPortalCurrency: 88 }, { amount: 88 }],
    ['itself in the portal’s currency', { ...foreign, currency: 'EUR' }, { amount: 100 }],
    ['itself without a currency', { ...foreign, currency: null }, { amount: 100 }],
    ['at the rate of the day', foreign, { amount: 90, rateOn: on('2026-11-02') }],
    [
      'missing, with the reason, without a rate',
      { ...foreign, currency: 'JPY' },
      { amount: null, amountProblem: 'no_exchange_rate' },
    ],
    ['missing where the deal has none', { ...foreign, amount: null }, { amount: null }],
  ])('is %s', (_what, difference, expected) => {
    const { deals } = evidenceOf({ deals: [aDealRecord(difference)] }, { rates });

    const { amount, amountProblem, rateOn } = deals[0] ?? {};
    expect({
      amount,
      ...(amountProblem && { amountProblem }),
      ...(rateOn !== undefined && { rateOn }),
    }).toEqual(expected);
  });
});

describe('the last contact of a group', () => {
  it('is the latest of all its companies, none of them ahead', () => {
    const company = aCompany({ lastContactAt: at('2026-01-10T12:00:00Z') });
    const members = [
      aCompany({ lastMeetingAt: at('2026-12-24T12:00:00Z') }),
      aCompany({ lastCallAt: at('2026-10-05T12:00:00Z') }),
    ];

    expect(evidenceOf({ company }).signals.lastContactOn).toBe(on('2026-01-10'));
    expect(evidenceOf({ company, members }).signals.lastContactOn).toBe(on('2026-10-05'));
  });
});

describe('the renewal day', () => {
  const settings = { ...someSettings, renewalProperty: 'contract_end' };
  const renewalOf = (mapped: Record<string, string | null>) =>
    evidenceOf({ company: aCompany({ mapped }) }, { settings }).signals.renewalOn;

  it('is unknown while nothing is mapped or the portal lacks the property', () => {
    expect(
      evidenceOf({ company: aCompany({ mapped: { contract_end: '2026-12-31' } }) }).signals,
    ).not.toHaveProperty('renewalOn');
    expect(renewalOf({})).toBeUndefined();
  });

  it.each([
    ['2026-12-31', on('2026-12-31')],
    [String(at('2026-12-31T00:00:00Z')), on('2026-12-31')],
    ['2026-12-30T23:30:00Z', on('2026-12-31')],
    [null, null],
    ['next year', null],
  ])('is read from %s', (value, day) => {
    expect(renewalOf({ contract_end: value })).toBe(day);
  });
});

describe('the last contact', () => {
  it('is the latest of the company’s dates that has come', () => {
    const company = aCompany({
      lastContactAt: at('2026-10-01T12:00:00Z'),
      lastCallAt: at('2026-11-02T12:00:00Z'),
      lastActivityAt: at('2026-10-20T12:00:00Z'),
      lastMeetingAt: at('2026-11-25T12:00:00Z'),
    });

    expect(evidenceOf({ company }).signals.lastContactOn).toBe(on('2026-11-02'));
  });

  it('counts an answer that only the e-mail knows of', () => {
    const engagements = [
      anEngagement({ direction: 'inbound', happenedAt: at('2026-11-18T09:00:00Z') }),
    ];

    const { signals } = evidenceOf({ engagements }, knowing('email'));

    expect(signals.lastContactOn).toBe(on('2026-11-18'));
    expect(signals.contactDays).toEqual([on('2026-11-18')]);
  });
});

describe('sources that are not granted', () => {
  it('leave their signals unknown, whatever is stored', () => {
    const { signals, profile } = evidenceOf({
      contacts: [aRole()],
      surveys: [aSurvey()],
      engagements: [anEngagement()],
    });

    expect(Object.keys(signals)).toEqual(['lastContactOn', 'newNeedEnquiries']);
    expect(profile).not.toHaveProperty('keyContact');
  });

  it('tell of every account once they are granted, also of those with nothing', () => {
    const { signals } = evidenceOf({}, knowing('decision_role', 'survey', 'call'));

    expect(signals).toMatchObject({
      hasKeyDecisionMaker: false,
      surveys: [],
      responseRate: null,
      contactDays: [],
    });
  });
});

describe('new enquiries', () => {
  const asking = (...categories: string[]) =>
    aTicketRecord({ categories, createdAt: at('2026-11-01T23:30:00Z') });

  it.each<[string, string[], boolean]>([
    ['a general inquiry', ['GENERAL_INQUIRY'], true],
    ['a wish', ['FEATURE_REQUEST'], true],
    ['a wish among other things', ['BILLING_ISSUE', 'feature_request'], true],
    ['nothing that is wrong', ['PRODUCT_ISSUE'], false],
    ['nothing of the portal’s own', ['SPARE_PARTS'], false],
    ['nothing without a category', [], false],
    ['no complaint', ['COMPLAINT', 'GENERAL_INQUIRY'], false],
  ])('are %s, on the day it was opened', (_what, categories, isOne) => {
    const { signals } = evidenceOf({ tickets: [asking(...categories)] });

    expect(signals.newNeedEnquiries).toEqual(isOne ? [on('2026-11-02')] : []);
  });

  it('are none of a category that the portal takes for a complaint', () => {
    const settings = { ...someSettings, complaintCategories: ['general_inquiry'] };

    const { signals } = evidenceOf(
      { tickets: [asking('GENERAL_INQUIRY'), asking('FEATURE_REQUEST')] },
      { settings },
    );

    expect(signals.newNeedEnquiries).toHaveLength(1);
  });
});

describe('the response rate', () => {
  const rateOf = (...engagements: ReturnType<typeof anEngagement>[]) =>
    evidenceOf({ engagements }, knowing('call', 'email')).signals.responseRate;

  it('counts a conversation once, answered when the account wrote in it', () => {
    const sent = anEngagement({ threadId: 't' });

    expect(rateOf(sent, anEngagement({ threadId: 't' }))).toEqual({ rate: 0, outbound: 1 });
    expect(rateOf(sent, anEngagement({ threadId: 't', direction: 'inbound' }))).toEqual({
      rate: 1,
      outbound: 1,
    });
  });

  it('leaves out calls whose outcome does not say, and what the account began', () => {
    const call = { channel: 'call' as const };

    expect(
      rateOf(
        anEngagement({ ...call, isAnswered: true }),
        anEngagement({ ...call, isAnswered: false }),
        anEngagement({ ...call, isAnswered: null }),
        anEngagement({ ...call, direction: 'inbound' }),
        anEngagement({ direction: 'inbound', threadId: 'theirs' }),
      ),
    ).toEqual({ rate: 0.5, outbound: 2 });
  });

  it.each([
    ['2026-08-23T12:00:00Z', 1],
    ['2026-08-22T12:00:00Z', 0],
    ['2026-11-21T12:00:00Z', 0],
  ])('looks 90 days back and not ahead: %s', (time, outbound) => {
    expect(rateOf(anEngagement({ happenedAt: at(time) }))?.outbound ?? 0).toBe(outbound);
  });
});

describe('decision roles', () => {
  it('name the contact with the most say as key contact', () => {
    const contacts = [
      aRole({ contactId: '3', roles: ['influencer'], maskedName: 'A***' }),
      aRole({ contactId: '12', roles: ['blocker', 'kdm'], maskedName: 'B***' }),
      aRole({ contactId: '4', roles: ['kdm'], maskedName: 'C***' }),
    ];

    const { profile, signals } = evidenceOf({ contacts }, knowing('decision_role'));

    expect(profile.keyContact?.maskedName).toBe('C***');
    expect(signals.hasKeyDecisionMaker).toBe(true);
  });
});

describe('mapped owner and industry', () => {
  it('stand in for HubSpot’s own where they have a value', () => {
    const settings = { ...someSettings, kamOwnerProperty: 'kam', industryProperty: 'branch' };
    const mapped = { kam: '77', branch: null };

    const { profile } = evidenceOf(
      { company: aCompany({ id: accountId('1'), ownerId: '5', industry: 'RETAIL', mapped }) },
      { settings },
    );

    expect(profile).toMatchObject({ ownerId: '77', industry: 'RETAIL' });
  });
});
