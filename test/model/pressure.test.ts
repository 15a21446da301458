import { describe, expect, it } from 'vitest';
import { pressureOf, worthCalling } from '../../src/model/pressure.ts';

const changed = (...times: number[]) => times.map((changedAt) => ({ changedAt }));
const calling = { perCall: 2, patienceMs: 10, nowMs: 100, pressure: 'busy' } as const;

describe('under pressure', () => {
  it.each([
    [0, 'calm'],
    [19, 'calm'],
    [20, 'busy'],
  ])('a pass with %i events is %s', (events, pressure) => {
    expect(pressureOf(events)).toBe(pressure);
  });

  it.each([
    ['all, where all fill calls', changed(99, 99), 2],
    ['only what fills calls', changed(99, 99, 99), 2],
    ['nothing, where no call is full', changed(99), 0],
    ['all, when the rest has waited enough', changed(99, 99, 90), 3],
    ['nothing of nothing', changed(), 0],
  ])('is worth a call: %s', (_, waiting, worth) => {
    expect(worthCalling(waiting, calling)).toEqual(waiting.slice(0, worth));
  });

  it('while it is calm everything is worth a call at once', () => {
    expect(worthCalling(changed(99), { ...calling, pressure: 'calm' })).toHaveLength(1);
  });
});
