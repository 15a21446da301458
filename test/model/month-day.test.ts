import { describe, expect, it } from 'vitest';
import { monthDayOf } from '../../src/model/month-day.ts';

describe('the day of a birthday', () => {
  it.each([
    ['1980-03-25', '03-25'],
    ['1980-3-5', '03-05'],
    ['1980/03/25', '03-25'],
    ['1980年3月25日', '03-25'],
    ['25.03.1980', '03-25'],
    [' 5.3.1980 ', '03-05'],
    ['03/25/1980', '03-25'],
    ['25/03/1980', '03-25'],
    ['05/05/1980', '05-05'],
    ['1980-02-29', '02-29'],
  ])('is read from %s without the year', (written, day) => {
    expect(monthDayOf(written)).toBe(day);
  });

  it.each([
    ['could be two days', '03/04/1980'],
    ['is on no calendar', '1981-02-29'],
    ['is on no calendar', '31.04.1980'],
    ['is on no calendar', '13/13/1980'],
    ['has no month', '00.00.1980'],
    ['has no full year', '25.03.80'],
    ['is a time', '1980-03-25T12:00:00Z'],
    ['is no date', 'Kim'],
    ['is empty', ''],
  ])('is unknown where what is written %s: %s', (_why, written) => {
    expect(monthDayOf(written)).toBeNull();
  });
});
