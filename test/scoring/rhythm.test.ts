import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { purchasesOf } from '../../src/scoring/purchases.ts';
import { quantitiesOf } from '../../src/scoring/quantities.ts';
import { rhythmOf, shownRhythm } from '../../src/scoring/rhythm.ts';
import { dealsOn } from '../support/evidence.ts';

function rhythmAt(asOf: number, days: number[], portalGapDays = 90) {
  const purchases = purchasesOf(dealsOn(days), asOf);
  const quantities = quantitiesOf(purchases, asOf, 365);
  if (quantities === null) throw new Error('no purchases');
  const rhythm = rhythmOf(quantities, Math.log(portalGapDays), defaultPolicy);
  return { rhythm, shown: shownRhythm(purchases, asOf, rhythm, defaultPolicy) };
}

describe('purchase rhythm', () => {
  it('reads orders on days 0, 90, 180 and 270 as a regular 90-day cycle', () => {
    const { shown } = rhythmAt(405, [0, 90, 180, 270]);

    expect(shown).toEqual({
      medianGapDays: 90,
      regularity: 'high',
      nextExpectedOn: 360,
      overdueRatio: 1.5,
    });
  });

  it.each([
    { days: [0], medianGapDays: null, regularity: null, nextExpectedOn: null },
    { days: [0, 60], medianGapDays: 60, regularity: null, nextExpectedOn: 120 },
    { days: [0, 10, 60], medianGapDays: 30, regularity: 'medium', nextExpectedOn: 90 },
    { days: [0, 1, 100, 102, 300], medianGapDays: 50.5, regularity: 'low', nextExpectedOn: 351 },
  ])('shows $days as $medianGapDays days, regularity $regularity', ({ days, ...expected }) => {
    expect(rhythmAt(400, days).shown).toMatchObject(expected);
  });

  it('draws the typical gap towards the portal while there are few own gaps', () => {
    expect(rhythmAt(10, [0]).rhythm.typicalGapDays).toBeCloseTo(90);
    expect(rhythmAt(50, [0, 10, 20]).rhythm.typicalGapDays).toBeCloseTo(30);
    const weekly = Array.from({ length: 50 }, (_, i) => 7 * i);
    expect(rhythmAt(400, weekly).rhythm.typicalGapDays).toBeLessThan(8);
  });

  it('breaks after 1.5 typical gaps of silence, not before', () => {
    const monthly = [0, 30, 60, 90, 120, 150, 180];
    const typical = rhythmAt(180, monthly).rhythm.typicalGapDays;
    const limit = 1.5 * (typical + 1) - 1;

    expect(rhythmAt(180 + Math.floor(limit), monthly).rhythm.broken).toBe(0);
    expect(rhythmAt(180 + Math.ceil(limit), monthly).rhythm.broken).toBeGreaterThan(0);
  });

  it('breaks harder for regular than for irregular buyers, and never for one-time buyers', () => {
    const regular = rhythmAt(300, [0, 30, 60, 90, 120]).rhythm.broken;
    const irregular = rhythmAt(300, [0, 2, 40, 41, 120]).rhythm.broken;

    expect(regular).toBeGreaterThan(irregular);
    expect(rhythmAt(3000, [0]).rhythm.broken).toBe(0);
  });
});
