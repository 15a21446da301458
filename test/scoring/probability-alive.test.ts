import { describe, expect, it } from 'vitest';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { probabilityAlive } from '../../src/scoring/purchase-model.ts';
import { propertiesOf } from '../../src/writeback/property-rules.ts';
import { aFrameOf, anAccountWith, dealsOn, on } from '../support/evidence.ts';
import { simulatedPortal } from '../support/simulated-portal.ts';

const today = on('2024-12-31');
const portal = simulatedPortal(200, today);
const frame = aFrameOf(portal, today, { calibration: 'monthly' });
const policy = defaultPolicy;

function aliveOf(days: readonly number[], within = frame) {
  const account = anAccountWith(...dealsOn(days.map((ago) => today - ago)));
  return assess(account, { frame: within, policy, standing: null });
}

describe('the probability of being alive', () => {
  it('is what the purchase model says', () => {
    const { expected } = aliveOf([40, 100, 160]);

    const model = frame.purchaseModel ?? { r: 1, alpha: 1, a: 1, b: 1 };
    expect(expected?.probabilityAlive).toBe(probabilityAlive(model, { x: 2, tx: 120, T: 160 }));
  });

  it('falls with every silent day', () => {
    const shown = [10, 60, 120, 200].map(
      (silent) => aliveOf([0, 30, 60].map((ago) => silent + ago)).expected?.probabilityAlive ?? -1,
    );

    expect(shown.every((one, i) => i === 0 || one < (shown[i - 1] ?? 0))).toBe(true);
    expect(Math.min(...shown)).toBeGreaterThan(0);
  });

  it.each([
    [[40], null],
    [[40, 100], null],
    [[40, 100, 160], expect.any(Number)],
  ])('of purchases %j days ago is %s: two repeats at least', (days, shown) => {
    expect(aliveOf(days).expected?.probabilityAlive).toEqual(shown);
  });

  it.each([
    ['few customers of the portal repeat', { repeatBuyers: 29 }],
    ['it was not asked how many do', { repeatBuyers: undefined }],
    ['there is no model', { purchaseModel: null }],
    ['the fit ran into a limit', { purchaseModel: { r: 1, alpha: 50, a: Math.exp(-12), b: 1 } }],
  ])('is hidden while %s', (_, difference) => {
    const { repeatBuyers, ...rest } = { ...frame, ...difference };
    const within = repeatBuyers === undefined ? rest : { ...rest, repeatBuyers };

    expect(aliveOf([40, 100, 160], within).expected?.probabilityAlive).toBeNull();
  });

  it('knows how many customers repeat, for a month like the fit itself', () => {
    const repeating = portal.filter(({ deals }) => deals.length > 1).length;
    const options = { calibration: 'monthly', previous: frame } as const;

    expect(frame.repeatBuyers).toBe(repeating);
    expect(aFrameOf(portal.slice(0, 50), today + 5, options).repeatBuyers).toBe(repeating);
  });

  it('moves no score, and is written in percent or cleared', () => {
    const hidden = { ...frame, repeatBuyers: 0 };
    const [open, closed] = [frame, hidden].map((within) => aliveOf([40, 100, 160], within));
    if (!open || !closed) throw new Error('two assessments');

    const alive = open.expected?.probabilityAlive ?? 0;
    expect(open.risk).toEqual(closed.risk);
    expect(open.health).toEqual(closed.health);
    expect(propertiesOf(open, frame)['mainstay_p_alive']).toBe(
      String(Math.round(alive * 1000) / 10),
    );
    expect(propertiesOf(closed, hidden)['mainstay_p_alive']).toBe('');
  });
});
