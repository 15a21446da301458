import type { TierOverride } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import { isEnteredNeed } from '../model/enquiry.ts';
import type { Evidence, Signals } from '../model/evidence.ts';
import { type ManualInput, manualValues } from '../model/manual-input.ts';

/** Evidence as of a day with what people told; moods and verdicts are kept, and count for nothing. */
export function withManualFacts(
  evidence: Evidence,
  inputs: readonly ManualInput[],
  asOf: Day,
): Evidence {
  const told: Partial<Signals> = {};
  for (const input of inputs) Object.assign(told, signalOf(input));
  if (inputs.some((input) => isDecisionMaker(input, asOf))) told.hasKeyDecisionMaker = true;
  const needs = inputs.filter((input) => isEnteredNeed(input) && holds(input, asOf));
  if (needs.length > 0) told.newNeedEnquiries = enquiriesWith(needs, evidence.signals);
  if (Object.keys(told).length === 0) return evidence;
  return { ...evidence, signals: { ...evidence.signals, ...told } };
}

function signalOf({ kind, value, enteredOn, expiresOn }: ManualInput): Signals {
  if (value === null) return {};
  const since = { enteredOn, expiresOn };
  switch (kind) {
    case 'competitor':
      return { competitorActive: { value: value === 'yes', ...since } };
    case 'payment':
      return { paymentIsPoor: { value: value === 'poor', ...since } };
    case 'outlook':
      return { industryOutlook: { value: known(manualValues.outlook, value), ...since } };
    case 'expansion':
      return { expansionPlan: { value: known(manualValues.expansion, value), ...since } };
    case 'strategic_fit':
      return { strategicFit: { value: Number(value), ...since } };
    default:
      return {};
  }
}

/** A decision maker that somebody names adds to those HubSpot knows, and takes none away. */
function isDecisionMaker(input: ManualInput, asOf: Day): boolean {
  return input.kind === 'decision_role' && input.value === 'kdm' && holds(input, asOf);
}

/** A need that somebody entered adds to what the tickets ask for. */
function enquiriesWith(needs: readonly ManualInput[], { newNeedEnquiries = [] }: Signals): Day[] {
  return [...newNeedEnquiries, ...needs.map(({ enteredOn }) => enteredOn)];
}

function holds({ expiresOn }: ManualInput, asOf: Day): boolean {
  return expiresOn === null || expiresOn >= asOf;
}

/** The tier somebody set, while it holds. */
export function overrideOf(inputs: readonly ManualInput[], today: Day): TierOverride | null {
  const input = inputs.find(({ kind }) => kind === 'tier');
  if (!input || input.expiresOn === null || input.expiresOn < today) return null;
  const tier = manualValues.tier.find((value) => value === input.value);
  return tier ? { tier, since: input.enteredOn, until: input.expiresOn } : null;
}

/** Only known values get into the table. */
function known<Value extends string>(values: readonly Value[], value: string): Value {
  const found = values.find((one) => one === value);
  if (found === undefined) throw new Error(`no manual input has the value ${value}`);
  return found;
}
