import { describe, expect, it } from 'vitest';
import type { Evidence, Ticket } from '../../src/model/evidence.ts';
import type { Frame } from '../../src/model/frame.ts';
import type { Policy } from '../../src/model/policy.ts';
import { assess } from '../../src/scoring/assess.ts';
import { backtest } from '../../src/scoring/backtest.ts';
import { seededRandom } from '../../src/scoring/bootstrap.ts';
import type { CalibrationWindow } from '../../src/scoring/calibration.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { logitOf, probabilityOf } from '../../src/scoring/risk-logit.ts';
import { signalJudge } from '../../src/scoring/signal-judge.ts';
import { aFrameOf, anAccountWith, aTicket, dealsOn, on } from '../support/evidence.ts';
import { simulatedPortal } from '../support/simulated-portal.ts';

const complaintsColumn = 1;

describe('a signal judged by the past', { timeout: 60_000 }, () => {
  it('is kept by mistake in at most one of forty portals', () => {
    const kept = trials(240, 0).filter((outcome) => outcome === 'supported');

    // 2.5 % of 240 are 6; a noise signal is mostly worse than none, so there are fewer.
    expect(kept.length).toBeLessThanOrEqual(6);
  });

  it('is found where it foretells, nearly always', () => {
    const kept = trials(40, 1.5).filter((outcome) => outcome === 'supported');

    expect(kept.length).toBeGreaterThanOrEqual(36);
  });

  it('is not kept where it foretells the opposite', () => {
    expect(trials(20, -1).filter((outcome) => outcome === 'supported')).toEqual([]);
  });

  it('is not judged by a few customers, without windows before, or without a default', () => {
    const [earlier, newest] = [aWindow(1, 0), aWindow(2, 0)];
    const trial = { earlier: [earlier], newest, cut: 100, policy: defaultPolicy };
    const few = {
      ...newest,
      signals: newest.signals?.map((one) => one.slice().fill(0, 100)) ?? [],
    };
    const { complaints } = defaultPolicy.addOns;
    const addOns = { ...defaultPolicy.addOns, complaints: { ...complaints, first: 0 } };
    const without = { ...defaultPolicy, addOns };

    expect(signalJudge({ ...trial, newest: few })(1).outcome).toBe('too_few');
    expect(signalJudge({ ...trial, newest: undefined })(1).outcome).toBe('too_few');
    expect(signalJudge({ ...trial, earlier: [] })(1).outcome).toBe('too_young');
    expect(signalJudge({ ...trial, policy: without })(1).outcome).toBe('no_weight');
  });
});

const today = on('2024-12-31');
const policy: Policy = { ...defaultPolicy, horizonDays: 180, lookbackDays: 365 };
const portal = withComplaints(simulatedPortal(1200, today), 0.5);
const frame = aFrameOf(portal, today, { policy, calibration: 'monthly' });

describe('the signals of a portal', { timeout: 60_000 }, () => {
  it('count by a weight of their own where its past supports them', () => {
    const { outcome, weight, judged } = fitOf(frame, 'complaints');

    expect(outcome).toBe('supported');
    expect(weight).toBeGreaterThan(1);
    expect(judged).toMatchObject({ cut: today - 180 });
    expect(judged?.brierChange.high).toBeLessThan(0);
  });

  it('count for nothing where they are noise, and say why where the past cannot tell', () => {
    const outcomes = new Map(frame.signalFits?.map((fit) => [fit.code, fit]));

    expect(outcomes.get('satisfaction_survey')).toMatchObject({
      outcome: 'not_supported',
      weight: 0,
    });
    expect(outcomes.get('renewal')).toMatchObject({ outcome: 'undated', weight: 0, judged: null });
    expect(outcomes.get('contact_silence')).toMatchObject({ outcome: 'overwritten' });
    expect(outcomes.get('competitor')).toMatchObject({ outcome: 'overwritten' });
    expect(outcomes.get('payment')).toMatchObject({ outcome: 'overwritten' });
    expect(outcomes.get('service_response')).toMatchObject({ outcome: 'no_weight' });
  });

  it('move health and risk as the fitted weight says, and the bill adds up', () => {
    const quiet = anAccountWith(...dealsOn([today - 30, today - 130, today - 240]), aTicket());
    const complaint = aTicket({ openedOn: today - 10, isComplaint: true });
    const loud = { ...quiet, tickets: [...quiet.tickets, complaint] };
    const [before, after] = [quiet, loud].map((each) => scored(each, frame));

    const line = after?.health?.factors.find(({ code }) => code === 'complaints');
    const expected = -12.85 * 0.5 * fitOf(frame, 'complaints').weight;
    expect(line).toMatchObject({ state: 'scored', grade: 'C', ownResult: 'supported' });
    expect(Math.abs((line?.points ?? 0) - expected)).toBeLessThan(1);
    expect(after?.risk?.probability).toBeGreaterThan(before?.risk?.probability ?? 1);
    const { base = 0, factors = [], capPoints = 0, score } = after?.health ?? {};
    expect(factors.reduce((sum, { points }) => sum + points, base + capPoints)).toBe(score);
  });

  it('are kept within the limit together, switched on or supported', () => {
    const account = anAccountWith(
      ...dealsOn([today - 30, today - 130, today - 240]),
      ...[1, 2, 3].map((day) => aTicket({ openedOn: today - day, isComplaint: true })),
      { signals: { renewalOn: today + 10 } },
    );
    const switched = { ...policy, scoredSignals: ['renewal'] };

    const plain = scored(account, { ...frame, signalFits: [] });
    const limited = assess(account, { frame, policy: switched, standing: null });

    const odds = (p = 0.5) => Math.log(p / (1 - p));
    const added = odds(limited.risk?.probability) - odds(plain.risk?.probability);
    expect(added).toBeCloseTo(policy.addOns.limit, 9);
  });

  it('have their default when an admin switches them on', () => {
    const account = anAccountWith(
      ...dealsOn([today - 30, today - 130]),
      aTicket({ openedOn: today - 1, isComplaint: true }),
    );
    const switched = { ...policy, scoredSignals: ['complaints'] };

    const unfitted = assess(account, {
      frame: { ...frame, signalFits: [] },
      policy: switched,
      standing: null,
    });

    const both = assess(account, { frame, policy: switched, standing: null });
    expect(both.risk?.probability).toBe(unfitted.risk?.probability);
  });

  it('missing, cost confidence and no points', () => {
    const account = anAccountWith(...dealsOn([today - 30, today - 130]), {
      signals: { renewalOn: today + 300 },
    });
    const unfitted = { ...frame, signalFits: [] };

    const [with_, without] = [scored(account, frame), scored(account, unfitted)];

    expect(with_.health?.score).toBe(without.health?.score);
    expect(with_.confidence.score).toBe(without.confidence.score - 10);
  });

  it('are the same in whatever order the accounts come', () => {
    const reversed = aFrameOf(portal.toReversed(), today, { policy, calibration: 'monthly' });

    expect(reversed).toEqual(frame);
  });

  it('stay for a month, and are asked for in a frame that was made without them', () => {
    const options = { policy, calibration: 'monthly' } as const;
    const noise = withComplaints(simulatedPortal(1200, today), 0);

    const later = aFrameOf(noise, today + 29, { ...options, previous: frame });
    const { signalFits: _, ...old } = frame;
    const anew = aFrameOf(noise, today + 1, { ...options, previous: old });

    expect(later.signalFits).toEqual(frame.signalFits);
    expect(fitOf(anew, 'complaints')).toMatchObject({ outcome: 'not_supported', weight: 0 });
  });

  it('leave the coefficients as they are without them where none is kept', () => {
    const noise = withComplaints(simulatedPortal(1200, today), 0);
    const bare = noise.map((account) => ({ ...account, tickets: [], signals: {} }));
    const options = { policy, calibration: 'monthly' } as const;

    expect(aFrameOf(noise, today, options).coefficients).toEqual(
      aFrameOf(bare, today, options).coefficients,
    );
  });

  it('count in the backtest as they would have counted on that day', () => {
    const accounts = () => portal;
    const cut = today - 180;

    const report = backtest({ accounts, policy, cut, completeUntil: today });

    const fit = report.calibration.signalFits.find(({ code }) => code === 'complaints');
    const complaints = report.signals.find(({ code }) => code === 'complaints');
    expect(fit).toMatchObject({ outcome: 'supported', judged: { cut: cut - 180 } });
    expect(complaints).toMatchObject({ weight: fit?.weight, supported: true });
    expect(complaints?.predictedWith).toBeGreaterThan(complaints?.predicted ?? 1);
    const survey = report.signals.find(({ code }) => code === 'satisfaction_survey');
    expect(survey).toMatchObject({ weight: 0, supported: false });
  });
});

function scored(account: Evidence, within: Frame) {
  return assess(account, { frame: within, policy, standing: null });
}

function fitOf({ signalFits = [] }: Frame, code: string) {
  const fit = signalFits.find((one) => one.code === code);
  if (!fit) throw new Error(`${code} was not asked for`);
  return fit;
}

/**
 * Who leaves complains within the two months after its last purchase with this probability; all others open
 * complaints, and all answer surveys, by chance.
 */
function withComplaints(accounts: Evidence[], probability: number): Evidence[] {
  const random = seededRandom(17);
  return accounts.map((account) => {
    const tickets: Ticket[] = [];
    for (let day = today - 1500; day <= today; day += 90) {
      const isComplaint = random() < 0.08;
      tickets.push(aTicket({ openedOn: day + Math.floor(90 * random()), isComplaint }));
    }
    const lastOn = Math.max(...account.deals.map(({ closedOn }) => closedOn ?? 0));
    if (random() < probability) {
      tickets.push(aTicket({ openedOn: lastOn + Math.floor(60 * random()), isComplaint: true }));
    }
    const surveys = tickets.map(({ openedOn }) => ({
      kind: 'nps' as const,
      value: Math.floor(11 * random()),
      answeredOn: openedOn,
    }));
    return { ...account, tickets, signals: { surveys } };
  });
}

/** What is said of a complaint that adds so much to the log odds, in portals of 400 customers. */
function trials(count: number, added: number) {
  return Array.from({ length: count }, (_, trial) => {
    const earlier = [aWindow(3 * trial, added), aWindow(3 * trial + 1, added)];
    const newest = aWindow(3 * trial + 2, added);
    return signalJudge({ earlier, newest, cut: 0, policy: defaultPolicy })(complaintsColumn)
      .outcome;
  });
}

/** Customers with plausible factors; a fifth complained once, a few twice. */
function aWindow(seed: number, added: number): CalibrationWindow {
  const random = seededRandom(seed);
  const customers = 400;
  const x = new Float64Array(customers * 5);
  const churned = new Uint8Array(customers);
  const logits = new Float64Array(customers);
  for (let row = 0; row < customers; row++) {
    const factors = [
      Math.log((1 + 500 * random()) / 180),
      -Math.log1p(Math.floor(6 * random() ** 2)),
      -Math.log(1 + Math.floor(20 * random() ** 2)),
      -random(),
      Math.max(0, 0.3 * (random() - 0.6)),
    ] as const;
    const complaints = [0.8, 0.95].filter((share) => random() > share).length;
    logits[row] = [0, 0.5, 0.8][complaints] ?? 0;
    x.set(factors, row * 5);
    const logit = logitOf(defaultPolicy.coefficients, factors) + added * complaints;
    churned[row] = random() < probabilityOf(logit) ? 1 : 0;
  }
  return { x, churned, signals: [new Float64Array(customers), logits] };
}
