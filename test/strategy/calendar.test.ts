import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarName, calendarNames } from '../../src/model/execution-settings.ts';
import {
  isWorkingDay,
  workCalendar,
  workingDayFrom,
  workingDayUpTo,
} from '../../src/strategy/calendar.ts';
import { calendarEnd } from '../../src/strategy/calendar-end.ts';
import { dateOf, dayInMonth, dayOf, yearsAfter } from '../../src/strategy/civil-dates.ts';
import { on } from './a-plan.ts';

const anyDay = fc.integer({ min: on('2025-01-01'), max: on('2027-12-31') });

describe('working days', () => {
  it.each<[CalendarName, string, boolean, string]>([
    ['CN', '2025-01-26', true, 'a Sunday made up for the Spring Festival'],
    ['CN', '2025-01-28', false, 'the eve of the Spring Festival'],
    ['CN', '2025-10-08', false, 'the last day of the National Day'],
    ['CN', '2025-10-11', true, 'a Saturday made up'],
    ['CN', '2026-01-04', true, 'a Sunday made up for New Year'],
    ['CN', '2026-02-23', false, 'the last day of the Spring Festival'],
    ['CN', '2026-02-28', true, 'a Saturday made up'],
    ['CN', '2026-09-20', true, 'a Sunday made up'],
    ['CN', '2026-10-07', false, 'the National Day'],
    ['CN', '2026-10-08', true, 'a Thursday'],
    ['CN', '2027-06-09', false, 'the Dragon Boat Festival'],
    ['CN', '2027-09-15', false, 'the Mid-Autumn Festival'],
    ['US', '2026-07-03', false, 'Independence Day, kept on Friday'],
    ['US', '2026-11-26', false, 'Thanksgiving'],
    ['US', '2026-05-25', false, 'Memorial Day'],
    ['US', '2026-01-19', false, 'the third Monday of January'],
    ['US', '2027-12-31', false, 'New Year of 2028, kept on Friday'],
    ['US', '2027-12-24', false, 'Christmas, kept on Friday'],
    ['US', '2026-10-01', true, 'a Thursday'],
    ['none', '2026-10-01', true, 'a Thursday'],
    ['none', '2026-10-03', false, 'a Saturday'],
  ])('in %s, %s is worked: %s (%s)', (name, date, isWorked) => {
    expect(isWorkingDay(on(date), workCalendar(name))).toBe(isWorked);
  });

  it('follow what an admin changed', () => {
    const calendar = workCalendar('CN', {
      off: [on('2026-11-23'), on('2026-02-14')],
      worked: [on('2026-10-07'), on('2026-11-28')],
    });

    const worked = ['2026-11-23', '2026-02-14', '2026-10-07', '2026-11-28'].map((date) =>
      isWorkingDay(on(date), calendar),
    );

    expect(worked).toEqual([false, false, true, true]);
  });

  it('are the nearest ones on either side', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...calendarNames), (day, name) => {
        const calendar = workCalendar(name);
        const after = workingDayFrom(day, calendar);
        const before = workingDayUpTo(day, calendar);

        expect(before).toBeLessThanOrEqual(day);
        expect(after).toBeGreaterThanOrEqual(day);
        expect(isWorkingDay(after, calendar) && isWorkingDay(before, calendar)).toBe(true);
        for (let between = before + 1; between < after; between += 1) {
          if (between !== day || before !== after)
            expect(isWorkingDay(between, calendar)).toBe(false);
        }
      }),
    );
  });

  it('leave a day alone when nobody ever works', () => {
    const off = Array.from({ length: 300 }, (_, index) => on('2026-01-01') + index);

    expect(workingDayFrom(on('2026-05-01'), workCalendar('none', { off, worked: [] }))).toBe(
      on('2026-05-01'),
    );
  });
});

describe('dates', () => {
  it('come back from their day', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { year, month, dayOfMonth } = dateOf(day);

        expect(dayOf(year, month, dayOfMonth)).toBe(day);
      }),
    );
  });

  it('end with their month', () => {
    expect(dayInMonth(2026, 2, 31)).toBe(on('2026-02-28'));
    expect(dayInMonth(2028, 2, 31)).toBe(on('2028-02-29'));
    expect(yearsAfter(on('2028-02-29'), 1)).toBe(on('2029-02-28'));
  });
});

describe('the end of a list of holidays', () => {
  const announced = { off: [on('2027-02-11')], worked: [on('2027-02-13')] };

  it.each<[CalendarName, string, 'as it is' | 'with 2027 entered', [number, string] | null]>([
    ['CN', '2024-12-31', 'as it is', null],
    ['CN', '2025-01-01', 'as it is', [2026, 'soon']],
    ['CN', '2026-11-20', 'as it is', [2026, 'now']],
    ['CN', '2026-11-20', 'with 2027 entered', [2027, 'soon']],
    ['CN', '2027-01-01', 'with 2027 entered', [2027, 'now']],
    ['CN', '2030-01-01', 'as it is', [2026, 'now']],
    ['US', '2026-11-20', 'as it is', null],
    ['none', '2026-11-20', 'as it is', null],
  ])('of %s is told on %s, %s: %j', (name, today, edited, said) => {
    const edits = edited === 'as it is' ? { off: [], worked: [] } : announced;

    const end = calendarEnd({ name, edits }, on(today));

    expect(end && [end.completeTo, end.urgency]).toEqual(said);
  });
});
