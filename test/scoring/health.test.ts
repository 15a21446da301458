import { describe, expect, it } from 'vitest';
import type { Factor, FactorCode } from '../../src/model/assessment.ts';
import type { Signals } from '../../src/model/evidence.ts';
import { assess } from '../../src/scoring/assess.ts';
import { wholePoints } from '../../src/scoring/points.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { aDeal, aFrameOf, anAccountWith, aTicket, dealsOn } from '../support/evidence.ts';

const today = 20_000;
const monthly = Array.from({ length: 20 }, (_, i) => today - 15 - 30 * i);
const neighbours = Array.from({ length: 30 }, (_, i) =>
  anAccountWith(...dealsOn([today - 20 * i, today - 20 * i - 200], 1000 + i)),
);
const frame = aFrameOf(neighbours, today);

function logitOf(probability: number) {
  return Math.log(probability / (1 - probability));
}

/** What switching a signal on does to the log odds and to the factor's line. */
function effectOf(code: FactorCode, account = anAccountWith()) {
  const withDeals = { ...account, deals: dealsOn(monthly) };
  const scored = { ...defaultPolicy, scoredSignals: [code] };
  const off = assess(withDeals, { frame, policy: defaultPolicy, standing: null });
  const on = assess(withDeals, { frame, policy: scored, standing: null });
  const lineOf = (factors: readonly Factor[] = []) => factors.find((line) => line.code === code);
  return {
    logit: logitOf(on.risk?.probability ?? 0) - logitOf(off.risk?.probability ?? 0),
    lineOff: lineOf(off.health?.factors),
    lineOn: lineOf(on.health?.factors),
    scoreChange: (on.health?.score ?? 0) - (off.health?.score ?? 0),
  };
}

const withSignals = (signals: Signals) => anAccountWith({ signals });

describe('whole points', () => {
  it.each([
    {
      exact: [46.7465, 0.442, 4.953, 14.5269, 2.9234, 1.4135],
      total: 71,
      points: [47, 0, 5, 15, 3, 1],
    },
    { exact: [-0.5, 0.5], total: 0, points: [0, 0] },
    { exact: [0.5, 0.5], total: 1, points: [1, 0] },
    { exact: [-12.6, -0.2, 3.1], total: -10, points: [-13, 0, 3] },
    { exact: [], total: 0, points: [] },
  ])('of $exact to $total are $points', ({ exact, total, points }) => {
    expect(wholePoints(exact, total)).toEqual(points);
  });
});

describe('signals beside the deals', () => {
  it.each<[string, FactorCode, Signals, number]>([
    ['a renewal in 90 days', 'renewal', { renewalOn: today + 90 }, 1],
    ['a renewal in 91 days', 'renewal', { renewalOn: today + 91 }, 0],
    ['a renewal missed a month ago', 'renewal', { renewalOn: today - 30 }, 1],
    ['a renewal missed long ago', 'renewal', { renewalOn: today - 91 }, 0],
    ['a contact this week', 'contact_silence', { lastContactOn: today - 7 }, -0.2],
    ['a contact 8 days ago', 'contact_silence', { lastContactOn: today - 8 }, 0.2],
    ['a contact 31 days ago', 'contact_silence', { lastContactOn: today - 31 }, 0.4],
    ['a contact 91 days ago', 'contact_silence', { lastContactOn: today - 91 }, 0.6],
    [
      'a detractor',
      'satisfaction_survey',
      { surveys: [{ kind: 'nps', value: 6, answeredOn: today }] },
      0.3,
    ],
    [
      'a passive',
      'satisfaction_survey',
      { surveys: [{ kind: 'nps', value: 7, answeredOn: today }] },
      0,
    ],
    [
      'a promoter',
      'satisfaction_survey',
      { surveys: [{ kind: 'nps', value: 9, answeredOn: today }] },
      -0.2,
    ],
    [
      'a rating of 2',
      'satisfaction_survey',
      { surveys: [{ kind: 'csat', value: 2, answeredOn: today }] },
      0.3,
    ],
    [
      'a rating of 5',
      'satisfaction_survey',
      { surveys: [{ kind: 'csat', value: 5, answeredOn: today }] },
      -0.2,
    ],
    [
      'an active competitor',
      'competitor',
      { competitorActive: { value: true, enteredOn: today, expiresOn: null } },
      0,
    ],
  ])('%s adds to %s, once switched on', (_name, code, signals, logit) => {
    const effect = effectOf(code, withSignals(signals));

    expect(effect.logit).toBeCloseTo(logit, 9);
    expect(effect.lineOff).toMatchObject({ state: 'off', points: 0 });
    expect(effect.lineOn).toMatchObject({ state: 'scored' });
    expect(Math.abs((effect.lineOn?.points ?? 0) + 12.85 * logit)).toBeLessThan(1);
  });

  it.each([
    [1, 0.5],
    [2, 0.8],
    [3, 1],
    [9, 1],
  ])('%d complaints add %d', (count, logit) => {
    const complaints = Array.from({ length: count }, (_, i) =>
      aTicket({ isComplaint: true, openedOn: today - i }),
    );

    expect(effectOf('complaints', anAccountWith(...complaints)).logit).toBeCloseTo(logit, 9);
  });

  it('forgets a complaint after 90 days and a survey after 180', () => {
    const complaint = aTicket({ isComplaint: true, openedOn: today - 90 });
    const survey = { kind: 'nps', value: 1, answeredOn: today - 181 } as const;

    expect(effectOf('complaints', anAccountWith(complaint)).logit).toBe(0);
    expect(effectOf('satisfaction_survey', withSignals({ surveys: [survey] })).lineOn?.state).toBe(
      'missing',
    );
  });

  it('counts the newest answer, and of one day the lower', () => {
    const surveys = [
      { kind: 'nps', value: 10, answeredOn: today - 9 },
      { kind: 'nps', value: 9, answeredOn: today - 3 },
      { kind: 'nps', value: 3, answeredOn: today - 3 },
    ] as const;

    const forwards = effectOf('satisfaction_survey', withSignals({ surveys }));
    const backwards = effectOf(
      'satisfaction_survey',
      withSignals({ surveys: [...surveys].reverse() }),
    );

    expect(forwards.lineOn?.value).toBe(3);
    expect(backwards).toEqual(forwards);
  });

  it('keeps all signals together within 1.5', () => {
    const account = {
      ...anAccountWith(
        aTicket({ isComplaint: true, openedOn: today }),
        aTicket({ isComplaint: true, openedOn: today }),
        { signals: { renewalOn: today, lastContactOn: today - 200 } },
      ),
      deals: dealsOn(monthly),
    };
    const scoredSignals = ['renewal', 'contact_silence', 'complaints'];
    const policy = { ...defaultPolicy, scoredSignals };

    const off = assess(account, { frame, policy: defaultPolicy, standing: null });
    const on = assess(account, { frame, policy, standing: null });

    const added = logitOf(on.risk?.probability ?? 0) - logitOf(off.risk?.probability ?? 0);
    expect(added).toBeCloseTo(1.5, 9);
  });

  it('says of a silent account that no complaint means nothing', () => {
    const old = aTicket({ openedOn: today - 200 });
    const silent = effectOf('complaints', anAccountWith(old));
    const heardOf = effectOf(
      'complaints',
      anAccountWith(old, { signals: { lastContactOn: today - 20 } }),
    );

    expect(silent.lineOn).toMatchObject({ state: 'missing', facts: { silentDays: 180 } });
    expect(heardOf.lineOn).toMatchObject({ state: 'scored', value: 0, points: 0 });
  });

  it('shows growth and never scores it', () => {
    const policy = { ...defaultPolicy, scoredSignals: ['momentum', 'headroom'] };
    const account = anAccountWith(...dealsOn(monthly));

    const { health } = assess(account, { frame, policy, standing: null });

    const growth = health?.factors.filter(({ dimension }) => dimension === 'growth_momentum');
    expect(growth?.map(({ code, points, state }) => [code, points, state])).toEqual([
      ['momentum', 0, 'shown'],
      ['headroom', 0, 'shown'],
    ]);
    expect(health?.dimensionPoints.growth_momentum).toBe(0);
  });
});

describe('the portal average', () => {
  it('is given in the unit of the factor', () => {
    const { health } = assess(anAccountWith(...dealsOn(monthly)), {
      frame,
      policy: defaultPolicy,
      standing: null,
    });
    const averageOf = (code: FactorCode) =>
      health?.factors.find((factor) => factor.code === code)?.average ?? 0;

    expect(averageOf('value')).toBe(0.5);
    expect(averageOf('deals_ever')).toBeCloseTo(2);
    expect(averageOf('time_since_last_deal')).toBeGreaterThan(100);
    expect(averageOf('time_since_last_deal')).toBeLessThan(400);
  });

  it('has base points and nothing else', () => {
    const equal = Array.from({ length: 25 }, () =>
      anAccountWith(aDeal({ closedOn: today - 50 }), aDeal({ closedOn: today - 150 })),
    );
    const policy = defaultPolicy;
    const [account = anAccountWith()] = equal;

    const { health } = assess(account, {
      frame: aFrameOf(equal, today),
      policy,
      standing: null,
    });

    expect(health?.score).toBe(health?.base);
    expect(health?.factors.every(({ points }) => points === 0)).toBe(true);
  });
});
