import { describe, expect, it } from 'vitest';
import type { NineBoxType } from '../../src/model/assessment.ts';
import { dayIn } from '../../src/model/day.ts';
import { attainmentOf } from '../../src/strategy/attainment.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import type { Office } from '../../src/strategy/service-clock.ts';
import { on } from '../support/evidence.ts';

/** From 9 to 18; October 1 to 7, 2026, are holidays, and Saturday the 10th is worked for them. */
const office: Office = {
  timeZone: 'Asia/Shanghai',
  calendar: workCalendar('CN'),
  hours: { from: 9, to: 18 },
};
const dayOf = dayIn(office.timeZone);
const hourMs = 3_600_000;
const shanghai = (time: string) => Date.parse(`${time}:00+08:00`);

/** `answered` after so many hours, or closed without an answer. */
function aTicket(opened: string, answered: number | null, closed: string | null = null) {
  const openedAt = shanghai(opened);
  return {
    openedOn: dayOf(openedAt),
    firstReplyMs: answered === null ? null : answered * hourMs,
    times: { openedAt, closedAt: closed === null ? null : shanghai(closed) },
  };
}

type Inputs = Parameters<typeof attainmentOf>[1]['inputs'];
type Tickets = ReturnType<typeof aTicket>[];
const asked = (
  tickets: Tickets,
  { type = null, inputs = [] }: { type?: NineBoxType | null; inputs?: Inputs } = {},
) => attainmentOf(tickets, { type, inputs, office }, on('2026-11-20'));

describe('the tickets answered in time', () => {
  it('are counted by working hours, over weekends and holidays, of those that are decided', () => {
    // 48 hours are five days of nine hours and three more.
    const tickets = [
      // Friday the 6th, 15:00: three hours, then Monday to Friday, is Friday the 13th, 18:00: in time.
      aTicket('2026-11-06T15:00', 7 * 24 + 3),
      // The same a minute later.
      aTicket('2026-11-06T15:00', 7 * 24 + 3 + 1 / 60),
      // Saturday the 7th: from Monday 9:00 on, the sixth day's 12:00 is Monday the 16th: in time.
      aTicket('2026-11-07T11:00', null, '2026-11-16T12:00'),
      // Wednesday, September 30th, 9:00: one day, then a week off, Thursday, Friday, and, worked for the
      // holidays, Saturday; Monday, and on Tuesday the 13th three hours: in time.
      aTicket('2026-09-30T09:00', 13 * 24 + 3),
      aTicket('2026-09-30T09:00', 13 * 24 + 4),
      // Tuesday the 10th, 9:00: due on Tuesday the 17th, 12:00, and nobody answered.
      aTicket('2026-11-10T09:00', null),
      // Due on Friday the 20th, 12:00, the day that is asked on: nobody knows.
      aTicket('2026-11-13T09:00', null),
    ];

    expect(asked(tickets)).toEqual({ answeredInTime: 3, decided: 6 });
  });

  it('are counted at any hour where the type says so', () => {
    const tickets = [aTicket('2026-11-14T20:00', 8), aTicket('2026-11-14T20:00', 8.1)];

    expect(asked(tickets, { type: 'core' })).toEqual({ answeredInTime: 1, decided: 2 });
    expect(asked(tickets, { type: 'mature_stable' })).toEqual({ answeredInTime: 2, decided: 2 });
  });

  it('follow a contract where it held on the day they were opened', () => {
    const agreed = {
      kind: 'service_level',
      value: '4h_always',
      expiresOn: on('2026-11-10'),
    } as const;
    const tickets = [aTicket('2026-11-10T23:00', 5), aTicket('2026-11-11T01:00', 5)];

    expect(asked(tickets, { type: 'core', inputs: [agreed] })).toEqual({
      answeredInTime: 1,
      decided: 2,
    });
  });

  it('are those of a year', () => {
    const tickets = [
      aTicket('2025-11-20T23:00', 1),
      aTicket('2025-11-21T00:00', 1),
      aTicket('2026-11-20T01:00', 1),
      aTicket('2026-11-21T00:00', 1),
    ];

    expect(asked(tickets)).toEqual({ answeredInTime: 2, decided: 2 });
  });

  it('are unknown without one that is decided, or whose hour is known', () => {
    const { times: _, ...ofADay } = aTicket('2026-11-10T09:00', 1);

    expect(asked([])).toBeNull();
    expect(asked([aTicket('2026-11-19T09:00', null)])).toBeNull();
    expect(attainmentOf([ofADay], { type: null, inputs: [], office }, on('2026-11-20'))).toBeNull();
  });
});
