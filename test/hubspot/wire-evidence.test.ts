import { describe, expect, it } from 'vitest';
import { callOf, contactOf, emailOf, surveyOf } from '../../src/hubspot/wire-evidence.ts';
import { maskedName } from '../../src/model/masked-name.ts';
import { at } from '../support/records.ts';

const time = '2026-11-01T12:00:00Z';

describe('a contact', () => {
  it('has the roles of its buying roles, each once, and a masked name', () => {
    const properties = {
      hs_buying_role: 'BUDGET_HOLDER;DECISION_MAKER;BLOCKER;OTHER',
      firstname: 'Kim',
      lastname: 'Berger',
      jobtitle: 'Head of purchasing',
    };

    expect(contactOf({ id: 31, properties }, null)).toEqual({
      contactId: '31',
      roles: ['kdm', 'blocker'],
      maskedName: 'K*** B***',
      jobTitle: 'Head of purchasing',
      birthday: null,
    });
  });

  it.each([
    ['born', '03-25'],
    ['nickname', null],
    ['absent', null],
  ])('has the day of its birthday where %s is mapped', (mapped, birthday) => {
    const names = { hs_buying_role: null, firstname: null, lastname: null, jobtitle: null };
    const properties = { ...names, born: '1980-03-25', nickname: 'Kim' };

    expect(contactOf({ id: 31, properties }, mapped).birthday).toBe(birthday);
  });

  it.each([
    ['小明', '王', '王**'],
    [null, 'Ångström', 'Å***'],
    ['𝒦im', null, '𝒦***'],
    [null, null, '***'],
  ])('called %s %s is shown as %s', (firstName, lastName, shown) => {
    expect(maskedName(firstName, lastName)).toBe(shown);
  });
});

describe('an answer to a survey', () => {
  it.each([
    ['NPS', '0', 'DETRACTOR', { kind: 'nps', value: 0 }],
    ['NPS', '10', 'PROMOTER', { kind: 'nps', value: 10 }],
    ['NPS', '11', 'PROMOTER', null],
    ['CSAT', '4', 'PROMOTER', { kind: 'csat', value: 4 }],
    ['CSAT', '85', 'PROMOTER', { kind: 'csat', value: 5 }],
    ['CSAT', '0', 'DETRACTOR', { kind: 'csat', value: 1 }],
    ['CSAT', '50', null, null],
    ['CES', '6', 'PROMOTER', null],
    ['NPS', '', null, null],
  ])('%s %s %s', (type, value, group, expected) => {
    const properties = {
      hs_survey_type: type,
      hs_value: value,
      hs_response_group: group,
      hs_submission_timestamp: time,
      hs_contact_id: '31',
    };

    const answer = surveyOf({ id: '71', properties });

    const facts = { id: '71', contactId: '31', answeredAt: at(time) };
    expect(answer).toEqual(expected && { ...facts, ...expected });
  });
});

describe('a call', () => {
  it.each([
    ['OUTBOUND', 'f240bbac-87c9-4f6e-bf70-924b57d47db7', true],
    ['OUTBOUND', '73a0d17f-1163-4015-bdd5-ec830791da20', false],
    ['OUTBOUND', 'an outcome of their own', null],
    ['OUTBOUND', null, null],
    ['INBOUND', 'f240bbac-87c9-4f6e-bf70-924b57d47db7', null],
  ])('%s with outcome %s: answered %s', (direction, outcome, isAnswered) => {
    const properties = {
      hs_timestamp: time,
      hs_call_direction: direction,
      hs_call_disposition: outcome,
    };

    expect(callOf({ id: '1', properties })).toMatchObject({
      direction: direction === 'INBOUND' ? 'inbound' : 'outbound',
      isAnswered,
    });
  });
});

describe('an e-mail', () => {
  it.each([
    ['EMAIL', 'SENT', 'outbound'],
    ['EMAIL', null, 'outbound'],
    ['EMAIL', 'BOUNCED', undefined],
    ['EMAIL', 'SCHEDULED', undefined],
    ['INCOMING_EMAIL', null, 'inbound'],
    ['FORWARDED_EMAIL', 'SENT', undefined],
  ])('%s %s counts as %s', (direction, status, expected) => {
    const properties = {
      hs_timestamp: time,
      hs_email_direction: direction,
      hs_email_status: status,
      hs_email_thread_id: 't',
    };

    expect(emailOf({ id: '1', properties })?.direction).toBe(expected);
  });
});
