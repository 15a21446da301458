import { describe, expect, it } from 'vitest';
import type { HealthBand, RiskLevel, RiskSignalCode } from '../../src/model/assessment.ts';
import type { Evidence, Signals } from '../../src/model/evidence.ts';
import { assess, standingAfter } from '../../src/scoring/assess.ts';
import { bandOf, levelOfProbability } from '../../src/scoring/bands.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { riskOf } from '../../src/scoring/risk.ts';
import { levelOfSignals } from '../../src/scoring/risk-signals.ts';
import { aDeal, aFrameOf, anAccountWith, aTicket, dealsOn } from '../support/evidence.ts';

const today = 20_000;
const neighbours = Array.from({ length: 40 }, (_, i) =>
  anAccountWith(...dealsOn([today - i, today - i - 60, today - i - 120, today - 900], 100 + i)),
);
const frame = aFrameOf(neighbours, today);

describe('level of a probability', () => {
  it.each<[number, RiskLevel | null, RiskLevel]>([
    [0.75, null, 'high'],
    [0.7499, null, 'medium'],
    [0.45, null, 'medium'],
    [0.4499, null, 'low'],
    [0.79, 'medium', 'medium'],
    [0.8, 'medium', 'high'],
    [0.7, 'high', 'high'],
    [0.69, 'high', 'medium'],
    [0.49, 'low', 'low'],
    [0.5, 'low', 'medium'],
    [0.41, 'medium', 'medium'],
    [0.39, 'medium', 'low'],
    [0.39, 'high', 'low'],
    [0.41, 'high', 'medium'],
    [0.8, 'low', 'high'],
  ])('%d after %s is %s', (probability, before, level) => {
    expect(levelOfProbability(probability, before, policy)).toBe(level);
  });

  it.each<[RiskLevel, 'warning' | 'none', HealthBand]>([
    ['low', 'none', 'healthy'],
    ['low', 'warning', 'attention'],
    ['medium', 'none', 'attention'],
    ['medium', 'warning', 'attention'],
    ['high', 'none', 'at_risk'],
    ['high', 'warning', 'at_risk'],
  ])('%s risk with %s is the band %s', (level, warning, band) => {
    expect(bandOf(level, warning)).toBe(band);
  });

  it('does not swing when the probability shakes around a cut', () => {
    let level = levelOfProbability(0.46, null, policy);
    const seen = new Set<RiskLevel>();
    for (const probability of [0.43, 0.47, 0.42, 0.48, 0.41, 0.49]) {
      level = levelOfProbability(probability, level, policy);
      seen.add(level);
    }

    expect([...seen]).toEqual(['medium']);
  });
});

describe('level of the named signals', () => {
  const levelOf = (...codes: RiskSignalCode[]) =>
    levelOfSignals(
      codes.map((code) => ({ code, facts: {} })),
      policy,
    );

  it.each<[RiskSignalCode[], RiskLevel]>([
    [[], 'low'],
    [['R8_no_kdm'], 'low'],
    [['R10_payment'], 'low'],
    [['R8_no_kdm', 'R10_payment'], 'low'],
    [['R1_inactive'], 'medium'],
    [['R2_low_response'], 'medium'],
    [['R3_gap_longer'], 'medium'],
    [['R4_complaints'], 'medium'],
    [['R5_competitor'], 'medium'],
    [['R7_contract'], 'medium'],
    [['R9_detractor'], 'medium'],
    [['R6_order_plunge'], 'high'],
    [['R1_inactive', 'R2_low_response'], 'high'],
    [['R1_inactive', 'R3_gap_longer'], 'medium'],
    [['R8_no_kdm', 'R9_detractor', 'R10_payment'], 'high'],
  ])('%j is %s', (codes, level) => {
    expect(levelOf(...codes)).toBe(level);
  });
});

describe('the overlay', () => {
  const inputs = {
    probability: 0.2,
    horizonDays: 180,
    revenueInHorizon: 1000,
    signals: [],
    isRhythmBroken: false,
    isTooEarly: false,
  };

  it('is the higher of probability and signals, the band only of the probability', () => {
    const signals = [{ code: 'R4_complaints', facts: {} } as const];

    const { risk, band } = riskOf({ ...inputs, signals }, null, policy);

    expect(risk).toMatchObject({ level: 'medium', probabilityLevel: 'low', revenueAtRisk: 200 });
    expect(band).toBe('healthy');
  });

  it.each([
    { what: 'a broken rhythm', isRhythmBroken: true, codes: [] },
    { what: 'inactivity', isRhythmBroken: false, codes: ['R1_inactive'] },
    { what: 'a plunge of orders', isRhythmBroken: false, codes: ['R6_order_plunge'] },
  ] as const)('never calls an account with $what healthy', ({ isRhythmBroken, codes }) => {
    const signals = codes.map((code) => ({ code, facts: {} }));

    expect(riskOf({ ...inputs, isRhythmBroken, signals }, null, policy).band).toBe('attention');
  });

  it('lets a signal leave no trace in the hysteresis of the probability', () => {
    const plunge = [{ code: 'R6_order_plunge', facts: {} } as const];
    const then = riskOf({ ...inputs, probability: 0.42, signals: plunge }, null, policy);
    const standing = {
      valueTier: null,
      potentialTier: null,
      healthBand: then.band,
      riskLevel: then.risk.level,
      probabilityLevel: then.risk.probabilityLevel,
      nineBox: null,
      previousNineBox: null,
      nineBoxSince: null,
    };

    const now = riskOf({ ...inputs, probability: 0.42 }, standing, policy);

    expect(then.risk.level).toBe('high');
    expect(now).toMatchObject({ band: 'healthy', risk: { level: 'low' } });
  });

  it('gives a new account the numbers only', () => {
    const { risk, band } = riskOf({ ...inputs, isTooEarly: true }, null, policy);

    expect(band).toBeNull();
    expect(risk).toMatchObject({ probability: 0.2, level: null, revenueAtRisk: 200 });
  });
});

function signalsOf(account: Evidence, choice = policy): RiskSignalCode[] {
  const { risk } = assess(account, { frame, policy: choice, standing: null });
  return (risk?.signals ?? []).map(({ code }) => code);
}

/** A customer on time: whatever is on comes from what is added. */
const steady = dealsOn([today - 5, today - 65, today - 125, today - 185], 500);

describe('named signals', () => {
  const fact = <Value>(value: Value, expiresOn: number | null = null) => ({
    value,
    enteredOn: today - 10,
    expiresOn,
  });

  it.each<[string, Signals, RiskSignalCode[]]>([
    ['nothing', {}, []],
    ['29 % of 5 answered', { responseRate: { rate: 0.29, outbound: 5 } }, ['R2_low_response']],
    ['30 % answered', { responseRate: { rate: 0.3, outbound: 50 } }, []],
    ['too few contacts', { responseRate: { rate: 0, outbound: 4 } }, []],
    [
      'silence of twice the usual gap',
      { contactDays: [20, 30, 40, 50, 60].map((d) => today - d) },
      ['R3_gap_longer'],
    ],
    [
      'silence below twice the usual gap',
      { contactDays: [19, 29, 39, 49, 59].map((d) => today - d) },
      [],
    ],
    [
      'a short silence after daily contacts',
      { contactDays: [13, 14, 15, 16, 17].map((d) => today - d) },
      [],
    ],
    ['four contacts', { contactDays: [80, 90, 100, 110].map((d) => today - d) }, []],
    ['a competitor', { competitorActive: fact(true) }, ['R5_competitor']],
    ['no competitor', { competitorActive: fact(false) }, []],
    ['a competitor until yesterday', { competitorActive: fact(true, today - 1) }, []],
    ['a competitor until today', { competitorActive: fact(true, today) }, ['R5_competitor']],
    [
      'a competitor seen tomorrow',
      { competitorActive: { ...fact(true), enteredOn: today + 1 } },
      [],
    ],
    ['a contract to end in 60 days', { renewalOn: today + 60 }, ['R7_contract']],
    ['a contract to end in 61 days', { renewalOn: today + 61 }, []],
    ['a contract that ended', { renewalOn: today - 20 }, ['R7_contract']],
    ['a contract that ended long ago', { renewalOn: today - 61 }, []],
    [
      'a detractor',
      { surveys: [{ kind: 'nps', value: 6, answeredOn: today - 180 }] },
      ['R9_detractor'],
    ],
    ['a passive', { surveys: [{ kind: 'nps', value: 7, answeredOn: today }] }, []],
    [
      'a rating of 2',
      { surveys: [{ kind: 'csat', value: 2, answeredOn: today }] },
      ['R9_detractor'],
    ],
    ['a rating of 3', { surveys: [{ kind: 'csat', value: 3, answeredOn: today }] }, []],
    ['a stale detractor', { surveys: [{ kind: 'nps', value: 0, answeredOn: today - 181 }] }, []],
    ['poor payment', { paymentIsPoor: fact(true) }, ['R10_payment']],
  ])('%s', (_name, signals, codes) => {
    expect(signalsOf(anAccountWith(...steady, { signals }))).toEqual(codes);
  });

  it('asks for a decision maker of high-value accounts only', () => {
    const signals = { hasKeyDecisionMaker: false };
    const large = dealsOn([today - 5, today - 65, today - 125], 900_000);

    expect(signalsOf(anAccountWith(...large, { signals }))).toEqual(['R8_no_kdm']);
    expect(
      signalsOf(anAccountWith(aDeal({ amount: 1, closedOn: today - 5 }), { signals })),
    ).toEqual([]);
  });

  it('knows a renewal under way by an open deal', () => {
    const signals = { renewalOn: today + 10 };
    const open = aDeal({ status: 'open', createdOn: today - 3 });

    expect(signalsOf(anAccountWith(...steady, open, { signals }))).toEqual([]);
  });

  it.each([
    [1, []],
    [2, ['R4_complaints']],
  ])('%d complaints in 90 days: %j', (count, codes) => {
    const complaints = Array.from({ length: count }, () =>
      aTicket({ isComplaint: true, openedOn: today - 89 }),
    );
    const old = aTicket({ isComplaint: true, openedOn: today - 90 });

    expect(signalsOf(anAccountWith(...steady, ...complaints, old))).toEqual(codes);
  });

  it('tells a surge of complaints from the usual number', () => {
    const complaintsOn = (days: number[]) =>
      days.map((ago) => aTicket({ isComplaint: true, openedOn: today - ago }));
    const usual = Array.from({ length: 24 }, (_, i) => 30 * i);
    const known = { profile: { createdOn: today - 2000 } };
    const factsOf = (days: number[]) =>
      assess(anAccountWith(...steady, ...complaintsOn(days), known), {
        frame,
        policy,
        standing: null,
      }).risk?.signals.find(({ code }) => code === 'R4_complaints')?.facts;

    expect(factsOf(usual)).toMatchObject({ complaints: 3, chance: null });
    expect(factsOf([...usual, 1, 2, 3, 4, 5, 6, 7, 8])?.['chance']).toBeLessThan(0.01);
  });
});

describe('inactivity', () => {
  const every = (gapDays: number, silentDays: number) =>
    dealsOn([0, 1, 2, 3, 4].map((i) => today - silentDays - i * gapDays));

  it.each<[string, number, number, boolean]>([
    ['a half-yearly buyer', 180, 100, false],
    ['a half-yearly buyer', 180, 270, false],
    ['a half-yearly buyer', 180, 271, true],
    ['a buyer of every 20 days', 20, 90, false],
    ['a buyer of every 20 days', 20, 91, true],
  ])('of %s (%d days) after %d days: %s', (_name, gapDays, silentDays, isInactive) => {
    const codes = signalsOf(anAccountWith(...every(gapDays, silentDays)));

    expect(codes.includes('R1_inactive')).toBe(isInactive);
  });

  it('goes by the portal with fewer than three purchases, and by 90 days in strict mode', () => {
    const twice = anAccountWith(...dealsOn([today - 100, today - 110]));
    const rhythm = anAccountWith(...every(180, 100));
    const strict = { ...policy, inactivity: 'strict' as const };
    const inPortalOf = (gapDays: number) =>
      assess(twice, {
        frame: { ...frame, lnTypicalGap: Math.log(gapDays) },
        policy,
        standing: null,
      }).risk?.signals.map(({ code }) => code);

    expect(inPortalOf(67)).toEqual([]);
    expect(inPortalOf(66)).toEqual(['R1_inactive']);
    expect(signalsOf(rhythm)).toEqual([]);
    expect(signalsOf(rhythm, strict)).toEqual(['R1_inactive']);
  });
});

describe('what stood', () => {
  it('is what the last assessment of a frame said', () => {
    const account = anAccountWith(...steady);
    const assessment = assess(account, { frame, policy, standing: null });

    expect(standingAfter(assessment)).toEqual({
      valueTier: assessment.value?.tier,
      potentialTier: assessment.potential?.tier,
      healthBand: assessment.health?.band,
      riskLevel: assessment.risk?.level,
      probabilityLevel: assessment.risk?.probabilityLevel,
      nineBox: assessment.nineBox,
      previousNineBox: null,
      nineBoxSince: today,
    });
  });

  it('keeps a type with its day, and remembers the one before', () => {
    const account = anAccountWith(...steady);
    const { nineBox } = assess(account, { frame, policy, standing: null });
    const standing = {
      ...standingAfter(assess(account, { frame, policy, standing: null })),
      nineBoxSince: today - 50,
      previousNineBox: 'core' as const,
    };
    const changed = { ...standing, nineBox: 'growth' as const };

    expect(assess(account, { frame, policy, standing })).toMatchObject({
      nineBox,
      nineBoxSince: today - 50,
      previousNineBox: 'core',
    });
    expect(assess(account, { frame, policy, standing: changed })).toMatchObject({
      nineBox,
      nineBoxSince: today,
      previousNineBox: 'growth',
    });
    const gone = assess(anAccountWith(), { frame, policy, standing: changed });
    expect(gone).toMatchObject({ nineBox: null, previousNineBox: 'growth', nineBoxSince: null });
    const still = assess(anAccountWith(), { frame, policy, standing: standingAfter(gone) });
    expect(still).toMatchObject({ nineBox: null, previousNineBox: 'growth', nineBoxSince: null });
  });
});
