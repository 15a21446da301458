import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/model/day.ts';
import type { Strategy } from '../../src/model/strategy.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import { occurrencesOf } from '../../src/strategy/due-dates.ts';
import { keyDates } from '../../src/strategy/key-date-strategy.ts';
import { opportunity } from '../../src/strategy/low-value-strategies.ts';
import { complaint } from '../../src/strategy/overlay-strategies.ts';
import { type DatedFacts, signalsOf } from '../../src/strategy/signals.ts';
import { on } from '../support/evidence.ts';

const nothing: DatedFacts = {
  wonDeals: [],
  resolvedComplaints: [],
  unexplainedComplaints: [],
  enquiries: [],
  contractEndOn: null,
  birthdays: [],
};
const window = { from: on('2026-06-01'), to: on('2027-12-31') };

function remindersOf(facts: Partial<DatedFacts>, { steps }: Strategy = keyDates): string[] {
  const timing = {
    startedOn: on('2026-06-01'),
    lastOrderOn: null,
    nextExpectedOn: null,
    signals: signalsOf({ ...nothing, ...facts }, window),
    events: [],
    calendar: workCalendar('none'),
  };
  return steps.flatMap((step) =>
    occurrencesOf(step, steps, timing, window).map(
      ({ period, dueOn }) => `${step.key} ${period} ${isoDate(dueOn)}`,
    ),
  );
}

describe('reminders of key dates', () => {
  it('come 90, 60 and 30 days before a contract ends, each once', () => {
    expect(remindersOf({ contractEndOn: on('2026-12-31') })).toEqual([
      'kd.contract_90 contract-2026-12-31 2026-10-02',
      'kd.contract_60 contract-2026-12-31 2026-10-30',
      'kd.contract_30 contract-2026-12-31 2026-12-01',
    ]);
  });

  it('come three days before every birthday, on the 28th for who was born on 29 February', () => {
    const birthdays = [{ contactWord: 'a1', monthDay: '02-29' }];

    expect(remindersOf({ birthdays })).toEqual(['kd.birthday birthday-a1-2027 2027-02-25']);
  });

  it('ask for a return visit within 14 days of each purchase', () => {
    const wonDeals = [
      { id: '1', closedOn: on('2026-11-02') },
      { id: '2', closedOn: on('2020-11-02') },
    ];

    expect(remindersOf({ wonDeals })).toEqual(['kd.return_visit deal-1 2026-11-16']);
  });
});

it('names the return call after a complaint by its ticket', () => {
  const resolvedComplaints = [{ id: '9', closedOn: on('2026-11-02') }];

  expect(signalsOf({ ...nothing, resolvedComplaints }, window)).toEqual([
    { id: 'ticket-9', kind: 'complaint_resolved', on: on('2026-11-02') },
  ]);
});

it('names what asks for a root cause by the ticket, within three days of its closing', () => {
  const unexplainedComplaints = [{ id: '9', closedOn: on('2026-11-02') }];

  expect(remindersOf({ unexplainedComplaints }, complaint)).toEqual([
    'cp.cause ticket-9 2026-11-05',
  ]);
});

it('calls for a call within two days of each enquiry, by ticket or entered need', () => {
  const enquiries = [
    { id: 'ticket-9', askedOn: on('2026-11-02') },
    { id: 'need-a1', askedOn: on('2026-11-04') },
    { id: 'ticket-8', askedOn: on('2026-05-02') },
  ];

  expect(
    remindersOf({ enquiries }, opportunity).filter((step) => step.startsWith('op.qualify')),
  ).toEqual(['op.qualify ticket-9 2026-11-04', 'op.qualify need-a1 2026-11-06']);
});
