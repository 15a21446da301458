import { describe, expect, it } from 'vitest';
import type { CalendarName } from '../../src/model/execution-settings.ts';
import { manualValues } from '../../src/model/manual-input.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import {
  agreedLevelOf,
  answerDueAt,
  isRepeated,
  type Office,
  serviceLevelOf,
  serviceState,
} from '../../src/strategy/service-clock.ts';

function anOffice(timeZone: string, calendar: CalendarName = 'none', from = 0, to = 24): Office {
  return { timeZone, calendar: workCalendar(calendar), hours: { from, to } };
}
const at = (text: string) => Date.parse(text);
const due = (openedAt: string, hours: number, office: Office) =>
  new Date(answerDueAt(at(openedAt), { hours, window: 'working_hours' }, office)).toISOString();

describe('what a contract says of the time to answer', () => {
  const until = 20_800;
  const told = { kind: 'service_level', value: '4h_working_hours', expiresOn: until } as const;
  const agreed = { level: { hours: 4, window: 'working_hours' }, until };

  it.each([
    ['up to its last day', [told], until, agreed],
    ['not from the day after', [told], until + 1, null],
    ['and of other words nothing', [{ ...told, kind: 'need' } as const], until, null],
    ['nothing where none is', [], until, null],
  ])('holds %s', (_when, inputs, openedOn, expected) => {
    expect(agreedLevelOf(inputs, openedOn)).toEqual(expected);
  });

  it('is understood of everything that can be chosen', () => {
    const chosen = manualValues.service_level.map((value) =>
      agreedLevelOf([{ ...told, value }], until),
    );

    expect(chosen.every((one) => one !== null)).toBe(true);
  });
});

describe('the time to answer', () => {
  it.each([
    ['core', 8, 'always'],
    ['mature_stable', 24, 'always'],
    ['maintain', 24, 'always'],
    ['growth', 48, 'working_hours'],
    ['churn_warning', 48, 'working_hours'],
    [null, 48, 'working_hours'],
  ] as const)('of type %s is %i hours, %s', (type, hours, window) => {
    expect(serviceLevelOf(type)).toEqual({ hours, window });
  });

  it('runs at any hour where the level says so', () => {
    const level = serviceLevelOf('core');

    const dueAt = answerDueAt(at('2026-11-21T20:00:00Z'), level, anOffice('UTC'));

    expect(new Date(dueAt).toISOString()).toBe('2026-11-22T04:00:00.000Z');
  });

  it.each([
    ['within two working days', '2026-11-17T10:00Z', 48, anOffice('UTC'), '2026-11-19T10:00'],
    ['over a weekend', '2026-11-20T10:00Z', 48, anOffice('UTC'), '2026-11-24T10:00'],
    ['from Monday for a Sunday', '2026-11-22T10:00Z', 48, anOffice('UTC'), '2026-11-25T00:00'],
    [
      'of the office alone, 9 to 18',
      '2026-11-20T16:00Z',
      8,
      anOffice('UTC', 'none', 9, 18),
      '2026-11-23T15:00',
    ],
    [
      'from the next morning on what comes in the evening',
      '2026-11-17T21:00Z',
      4,
      anOffice('UTC', 'none', 9, 18),
      '2026-11-18T13:00',
    ],
    [
      'over the holidays of National Day',
      '2026-09-30T08:00Z',
      24,
      anOffice('Asia/Shanghai', 'CN'),
      '2026-10-08T08:00',
    ],
    [
      'on a Saturday worked to make up for a bridge day',
      '2026-10-09T08:00Z',
      24,
      anOffice('Asia/Shanghai', 'CN'),
      '2026-10-10T08:00',
    ],
    [
      'with 23 hours on the day the clocks go forward',
      '2026-03-27T23:00Z',
      48,
      {
        ...anOffice('Europe/Berlin'),
        calendar: workCalendar('none', { off: [], worked: [20_540, 20_541] }),
      },
      '2026-03-29T23:00',
    ],
    [
      'of the office after the clocks went back',
      '2026-10-23T15:00Z',
      2,
      anOffice('Europe/Berlin', 'none', 9, 18),
      '2026-10-26T09:00',
    ],
  ])('counts working hours %s', (...[, openedAt, hours, office, expected]) => {
    expect(due(openedAt, hours, office)).toBe(`${expected}:00.000Z`);
  });

  it('ends some day on a calendar of nothing but days off', () => {
    const off = Array.from({ length: 200 }, (_, index) => 20_500 + index);
    const office = { ...anOffice('UTC'), calendar: workCalendar('none', { off, worked: [] }) };

    expect(due('2026-04-01T00:00Z', 48, office)).toMatch(/^2026-07-/);
  });
});

it.each([
  ['running', null, null, '2026-11-17T09:59'],
  ['breached', null, null, '2026-11-17T10:01'],
  ['met', 3_600_000, null, '2026-12-01T00:00'],
  ['late', 8 * 3_600_000, null, '2026-11-17T10:01'],
  ['met', null, '2026-11-17T09:00Z', '2026-12-01T00:00'],
  ['late', null, '2026-11-18T09:00Z', '2026-12-01T00:00'],
] as const)('a ticket is %s', (expected, firstReplyMs, closed, now) => {
  const createdAt = at('2026-11-17T08:00Z');
  const closedAt = closed === null ? null : at(closed);

  const ticket = { createdAt, firstReplyMs, closedAt };

  expect(serviceState(ticket, at('2026-11-17T10:00Z'), at(`${now}Z`))).toBe(expected);
});

it('calls a complaint repeated within thirty days of another', () => {
  const day = 24 * 3_600_000;

  expect(isRepeated(100 * day, [70 * day])).toBe(true);
  expect(isRepeated(100 * day, [69 * day])).toBe(false);
  expect(isRepeated(100 * day, [100 * day, 101 * day])).toBe(false);
});
