import type { ContactRole, Engagement, SurveyRecord } from '../../src/model/evidence-record.ts';
import { accountId } from '../../src/model/ids.ts';
import { at } from './records.ts';

let ids = 0;

export function aRole(difference: Partial<ContactRole> = {}): ContactRole {
  return {
    contactId: '31',
    accountId: accountId('1'),
    roles: ['kdm'],
    maskedName: 'K*** B***',
    jobTitle: null,
    birthday: null,
    ...difference,
  };
}

export function aSurvey(difference: Partial<SurveyRecord> = {}): SurveyRecord {
  return {
    id: '71',
    accountId: accountId('1'),
    contactId: null,
    kind: 'nps',
    value: 9,
    answeredAt: at('2026-11-01T12:00:00Z'),
    ...difference,
  };
}

/** An e-mail that was sent, in a conversation of its own. */
export function anEngagement(difference: Partial<Engagement> = {}): Engagement {
  ids += 1;
  return {
    id: `engagement-${ids}`,
    accountId: accountId('1'),
    channel: 'email',
    happenedAt: at('2026-11-01T12:00:00Z'),
    direction: 'outbound',
    threadId: null,
    isAnswered: null,
    ...difference,
  };
}
