import { type FactorCode, factorCodes } from '../model/assessment.ts';
import type { Coefficients, SignalFit } from '../model/frame.ts';
import { type CalibrationWindow, fitRisk } from './calibration.ts';
import {
  calibrationWindows,
  type WindowSetting,
  windowAt,
  windowDays,
} from './calibration-windows.ts';
import { datedSignals, hasContactHistory, undatedSignals, unitLogits } from './dated-signals.ts';
import type { Purchases } from './purchases.ts';
import { signalJudge, type Verdict, withSignals } from './signal-judge.ts';

export type PortalFit = { coefficients: Coefficients; signalFits: SignalFit[] };

/**
 * Coefficients, and the weights of the signals the portal's own past supports. A signal is fitted to windows
 * whose outcomes were known before the newest window began, and kept only if it makes the probabilities of
 * that newest window better, beyond chance. What is kept is then fitted together to the newest windows.
 */
export function fitPortal(accounts: readonly Purchases[], setting: WindowSetting): PortalFit {
  const { policy } = setting;
  const windows = calibrationWindows(accounts, setting);
  const verdicts = verdictsOn(windows[0], accounts, setting);
  const kept = verdicts.flatMap(({ outcome }, k) => (outcome === 'supported' ? [k] : []));
  const units = unitLogits(policy);
  const fit = fitRisk(
    windows.map((window) => withSignals(window, kept)),
    policy.coefficients,
    kept.map((k) => units[k] ?? 0),
  );
  return {
    coefficients: fit.coefficients,
    signalFits: factorCodes.flatMap((code) => {
      const outcome = undatedSignals[code];
      if (outcome) return [{ code, outcome, weight: 0, judged: null }];
      const k = datedSignals.indexOf(code);
      const verdict = verdicts[k];
      return verdict ? [fitOf(code, verdict, fit.weights[kept.indexOf(k)] ?? 0)] : [];
    }),
  };
}

/** A weight can still come out as 0 on the newest windows: then the signal does not count. */
function fitOf(code: FactorCode, { outcome, judged }: Verdict, weight: number): SignalFit {
  if (outcome !== 'supported' || weight > 0) return { code, outcome, weight, judged };
  return { code, outcome: 'not_supported', weight: 0, judged };
}

/** In the order of `datedSignals`. */
function verdictsOn(
  newest: CalibrationWindow | undefined,
  accounts: readonly Purchases[],
  setting: WindowSetting,
): Verdict[] {
  const { dated, day, horizonDays, policy } = setting;
  const cut = day - horizonDays;
  const days = newest && dated ? windowDays(cut, setting) : [];
  const earlier = days.map((asOf) => windowAt(asOf, accounts, setting));
  const judge = signalJudge({ earlier, newest, cut, policy });
  return datedSignals.map((code, k) => {
    if (code !== 'contact_silence' || hasContactHistory(dated ?? [])) return judge(k);
    return { outcome: 'overwritten', judged: null };
  });
}
