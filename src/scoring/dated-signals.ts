import type { FactorCode, SignalOutcome } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Policy } from '../model/policy.ts';
import { addOnsOf } from './add-ons.ts';
import { evidenceAsOf } from './evidence-as-of.ts';

/** Signals whose past values are on record, so that a portal's past can judge them. */
export const datedSignals: readonly FactorCode[] = [
  'contact_silence',
  'complaints',
  'satisfaction_survey',
];

/** Why the past cannot judge the others. */
export const undatedSignals: Readonly<Partial<Record<FactorCode, SignalOutcome>>> = {
  // The date of the renewal to come replaced the one before.
  renewal: 'undated',
  // Entered by hand, the newest value in place of the last.
  competitor: 'overwritten',
  payment: 'overwritten',
  // Measured to say nothing: there is no default to start from.
  service_response: 'no_weight',
};

/** Whether the days of contacts are on record, or just the last one in place of all before. */
export function hasContactHistory(accounts: readonly (Evidence | undefined)[]): boolean {
  return accounts.some((evidence) => evidence?.signals.contactDays !== undefined);
}

/** Default log odds of one sight of each dated signal, of the clearest kind where there are several. */
export function unitLogits({ addOns }: Policy): number[] {
  const { contactSilence, complaints, survey } = addOns;
  const silence = Math.max(0, ...contactSilence.map(({ logit }) => logit));
  return [silence, complaints.first, survey.detractor];
}

export function hasDatedSignals({ tickets, signals }: Evidence): boolean {
  const { contactDays = [], surveys = [] } = signals;
  return tickets.length > 0 || contactDays.length > 0 || surveys.length > 0;
}

/** Default log odds as of a past day, a column for each dated signal; 0 where nothing was known. */
export function signalColumns(
  accounts: readonly (Evidence | undefined)[],
  asOf: Day,
  policy: Policy,
): Float64Array[] {
  const columns = datedSignals.map(() => new Float64Array(accounts.length));
  for (const [row, evidence] of accounts.entries()) {
    if (!evidence) continue;
    const addOns = addOnsOf(evidenceAsOf(evidence, asOf), asOf, policy);
    for (const [k, signal] of datedSignals.entries()) {
      const seen = addOns.find(({ code }) => code === signal)?.seen;
      const column = columns[k];
      if (seen && column) column[row] = seen.logit;
    }
  }
  return columns;
}
