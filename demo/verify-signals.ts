import type { Signals, SurveyAnswer } from '../src/model/evidence.ts';

/** A record of the stand-in's dump. */
type Row = {
  id: string;
  properties: Record<string, string | null>;
  associations: { companies?: { id: string }[] | undefined };
};

type Reading = {
  dump: (type: string) => Promise<Row[]>;
  dayOf: (ms: number) => number;
  asOf: number;
};

type Contact = { threads: Map<string, Row[]>; calls: Row[]; contactDays: Set<number> };

const answered = new Set([
  'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  'a4c4c377-d246-4b32-a13b-75a56a4cd0ff',
]);
const unanswered = new Set([
  'b2cf5968-551e-4856-9783-52b3da59a7d0',
  '73a0d17f-1163-4015-bdd5-ec830791da20',
  '9d9162e7-6cf3-4944-bf63-4dff82258764',
]);

/** The signals of each company from the stand-in's contacts, surveys, calls and e-mails. */
export async function readSignals(reading: Reading) {
  const deciders = await readDeciders(reading);
  const surveys = await readSurveys(reading);
  const engagements = await readEngagements(reading);
  return {
    of: (companyId: string): Signals => ({
      ...(deciders && { hasKeyDecisionMaker: deciders.has(companyId) }),
      ...(surveys && { surveys: surveys.get(companyId) ?? [] }),
      ...(engagements && engagementSignals(engagements.get(companyId))),
    }),
  };
}

async function readDeciders({ dump }: Reading): Promise<Set<string> | undefined> {
  const contacts = (await dump('contacts')).filter(
    ({ properties, associations }) => properties['hs_buying_role'] && associations.companies,
  );
  if (contacts.length === 0) return undefined;
  const decides = /DECISION_MAKER|BUDGET_HOLDER/;
  return new Set(
    contacts
      .filter(({ properties }) => decides.test(properties['hs_buying_role'] ?? ''))
      .flatMap(companiesOf),
  );
}

async function readSurveys({ dump, dayOf }: Reading) {
  const answers = new Map<string, SurveyAnswer[]>();
  for (const row of await dump('feedback_submissions')) {
    const { hs_survey_type: type, hs_value, hs_submission_timestamp } = row.properties;
    const [company] = companiesOf(row);
    if (!company || (type !== 'NPS' && type !== 'CSAT')) continue;
    const answer: SurveyAnswer = {
      kind: type === 'NPS' ? 'nps' : 'csat',
      value: Number(hs_value),
      answeredOn: dayOf(Date.parse(hs_submission_timestamp ?? '')),
    };
    answers.set(company, [...(answers.get(company) ?? []), answer]);
  }
  return answers.size === 0 ? undefined : answers;
}

async function readEngagements(reading: Reading): Promise<Map<string, Contact> | undefined> {
  const rows = [...(await reading.dump('calls')), ...(await reading.dump('emails'))];
  const contacts = new Map<string, Contact>();
  for (const row of rows) {
    const day = reading.dayOf(Date.parse(row.properties['hs_timestamp'] ?? ''));
    const isRecent = day <= reading.asOf && reading.asOf - day < 90;
    for (const company of companiesOf(row)) {
      const contact = contacts.get(company) ?? {
        threads: new Map<string, Row[]>(),
        calls: [],
        contactDays: new Set<number>(),
      };
      contacts.set(company, contact);
      if (isRecent) note(contact, row, day);
    }
  }
  return contacts.size === 0 ? undefined : contacts;
}

function note({ threads, calls, contactDays }: Contact, row: Row, day: number): void {
  const { properties } = row;
  const isEmail = properties['hs_email_direction'] !== undefined;
  const isCallAnswered =
    properties['hs_call_direction'] === 'OUTBOUND' &&
    answered.has(properties['hs_call_disposition'] ?? '');
  const isFromAccount =
    properties['hs_call_direction'] === 'INBOUND' ||
    properties['hs_email_direction'] === 'INCOMING_EMAIL';
  if (isFromAccount || isCallAnswered) contactDays.add(day);
  if (!isEmail) {
    if (!isFromAccount) calls.push(row);
  } else if (isFromAccount || properties['hs_email_status'] === 'SENT') {
    const thread = properties['hs_email_thread_id'] ?? row.id;
    threads.set(thread, [...(threads.get(thread) ?? []), row]);
  }
}

function engagementSignals(contact: Contact | undefined): Signals {
  if (!contact) return { contactDays: [], responseRate: null };
  const direction = (row: Row) => row.properties['hs_email_direction'];
  const threads = [...contact.threads.values()].filter((emails) =>
    emails.some((email) => direction(email) === 'EMAIL'),
  );
  const outcomes = contact.calls.map(({ properties }) => properties['hs_call_disposition'] ?? '');
  const outbound =
    threads.length + outcomes.filter((one) => answered.has(one) || unanswered.has(one)).length;
  const reached =
    threads.filter((emails) => emails.some((email) => direction(email) === 'INCOMING_EMAIL'))
      .length + outcomes.filter((one) => answered.has(one)).length;
  return {
    contactDays: [...contact.contactDays].sort((one, other) => one - other),
    responseRate: outbound === 0 ? null : { rate: reached / outbound, outbound },
  };
}

function companiesOf({ associations }: Row): string[] {
  return (associations.companies ?? []).map(({ id }) => id);
}
