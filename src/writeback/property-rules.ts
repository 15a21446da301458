import type { Assessment } from '../model/assessment.ts';
import { type Day, isoDate } from '../model/day.ts';
import type { Frame } from '../model/frame.ts';
import type { Outlook } from '../model/strategy.ts';
import { attainedShare } from '../strategy/attainment.ts';
import { situationOf } from '../strategy/plan.ts';
import { advisedStrategy } from '../strategy/runs.ts';

/** Values of company properties as HubSpot takes them; '' clears one. */
export type Properties = Readonly<Record<string, string>>;

/** Set with a change, never compared: they say how the last write came about. */
export const contextProperties = [
  'mainstay_prev_type',
  'mainstay_changed_at',
  'mainstay_change_reason',
  'mainstay_trigger',
  'mainstay_last_scored_at',
] as const;

const unscored = 'unscored';

/**
 * What HubSpot should show of an account. Codes always have a value; a number that does not apply is
 * cleared, so that no workflow acts on one that no longer stands. A new account has no band and no
 * level yet, so it shows no score and no risk either.
 */
export function propertiesOf(assessment: Assessment, frame: Frame): Properties {
  const { value, potential, purchases, expected, confidence } = assessment;
  const health = assessment.health?.band ? assessment.health : null;
  const risk = assessment.risk?.level ? assessment.risk : null;
  return {
    mainstay_value_tier: value?.tier ?? unscored,
    mainstay_value_score: whole(value?.score),
    mainstay_potential_tier: potential?.tier ?? unscored,
    mainstay_potential_score: whole(potential?.score),
    mainstay_nine_box: assessment.nineBox ?? unscored,
    mainstay_priority_rank: whole(assessment.priority),
    mainstay_matrix_type: assessment.matrix ?? unscored,
    mainstay_health_score: whole(health?.score),
    mainstay_health_band: health?.band ?? unscored,
    mainstay_health_change_30d: whole(health?.change30Days),
    mainstay_confidence: whole(confidence.score),
    mainstay_risk_level: risk?.level ?? unscored,
    mainstay_risk_reasons: (assessment.risk?.signals ?? []).map(({ code }) => code).join(';'),
    mainstay_lifecycle_state: assessment.lifecycle,
    mainstay_revenue_share: share(value?.revenueShare),
    mainstay_next_expected_order: date(purchases?.nextExpectedOn),
    mainstay_strategy: adviceOf(assessment),
    mainstay_revenue_at_risk: money(risk?.revenueAtRisk),
    mainstay_revenue_t12m: money(purchases?.revenueTtm),
    mainstay_risk_probability: frame.verification?.verified ? share(risk?.probability) : '',
    mainstay_rfm_code: assessment.rfm ?? '',
    mainstay_clv: money(expected?.clv36),
    mainstay_p_alive: share(expected?.probabilityAlive),
    mainstay_growth_strategy: assessment.growthStrategy ?? '',
    mainstay_override_until: date(assessment.override?.until),
    mainstay_sla_attainment: share(attainedShare(assessment)),
  };
}

function adviceOf(assessment: Assessment): string {
  return advisedStrategy(situationOf(assessment)) ?? unscored;
}

/** Everything HubSpot should show of an account, whether it is scored or not any more. */
export function shownProperties(
  assessment: Assessment | undefined,
  { frame, outlook, written }: ShownWith,
): Properties {
  if (!assessment) return clearedProperties(written);
  return {
    ...propertiesOf(assessment, frame),
    ...(outlook?.strategy != null && { mainstay_strategy: outlook.strategy }),
    mainstay_next_action_date: date(outlook?.nextActionOn),
  };
}

type ShownWith = {
  frame: Frame;
  /** From the plan of its steps: what is at work comes before what is advised. */
  outlook: Outlook | undefined;
  written: Properties;
};

/** The properties whose value HubSpot does not have yet; what was never set needs no clearing. */
export function differences(wanted: Properties, written: Properties): Properties {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => (written[name] ?? '') !== value),
  );
}

/** Whether two sets of values show the same, but for those that only say how a write came about. */
export function isSame(one: Properties, other: Properties, except: readonly string[]): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of except) names.delete(name);
  return [...names].every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

/** Without the strategy: whether another one is at work follows from the plan, not from the score alone. */
export function ofScoreAlone(properties: Properties): Properties {
  const { mainstay_strategy: _, ...others } = properties;
  return others;
}

/** Only what the portal has room for. */
export function onlyProvisioned(properties: Properties, names: ReadonlySet<string>): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name)));
}

/** What HubSpot should show of an account that is not scored any more. */
function clearedProperties(written: Properties): Properties {
  const context = new Set<string>(contextProperties);
  const shown = Object.keys(written).filter((name) => !context.has(name));
  return Object.fromEntries(shown.map((name) => [name, codes.has(name) ? unscored : '']));
}

/** They always have a value. */
const codes = new Set([
  'mainstay_value_tier',
  'mainstay_potential_tier',
  'mainstay_nine_box',
  'mainstay_matrix_type',
  'mainstay_health_band',
  'mainstay_risk_level',
  'mainstay_strategy',
]);

/** Everything one write of an account tells HubSpot; empty when it knows already. */
export function changesToWrite(
  wanted: Properties,
  written: Properties,
  names: ReadonlySet<string>,
  context: WriteContext,
): Properties {
  const changes = withoutTremor(
    differences(onlyProvisioned(wanted, names), written),
    written,
    context,
  );
  if (Object.keys(changes).length === 0) return changes;
  return { ...changes, ...onlyProvisioned(contextOf(changes, written, context), names) };
}

/** `health` as it was computed: what is written is rounded. */
export type WriteContext = { now: Date; reason: string; health: number | null };

/** A score that moved by less than a point within its band is not worth a write, unless somebody else's is put right. */
function withoutTremor(
  changed: Properties,
  written: Properties,
  { reason, health }: WriteContext,
): Properties {
  const { mainstay_health_score: score, ...others } = changed;
  const before = written['mainstay_health_score'];
  if (!score || !before || health === null || reason === 'repair') return changed;
  const isTremor = Math.abs(health - Number(before)) < 1;
  return isTremor && others['mainstay_health_band'] === undefined ? others : changed;
}

/** What a write says of itself: when the account was scored, and, with a new type, what came before. */
export function contextOf(
  changed: Properties,
  written: Properties,
  context: Pick<WriteContext, 'now' | 'reason'>,
): Properties {
  const scoredOn = written['mainstay_last_scored_at']?.slice(0, 10);
  const stamp =
    scoredOn === context.now.toISOString().slice(0, 10)
      ? {}
      : { mainstay_last_scored_at: context.now.toISOString() };
  // What somebody edited by hand is put right: the account's type did not change.
  if (changed['mainstay_nine_box'] === undefined || context.reason === 'repair') return stamp;
  return {
    ...stamp,
    mainstay_prev_type: written['mainstay_nine_box'] ?? unscored,
    mainstay_changed_at: context.now.toISOString(),
    mainstay_change_reason: changeReasonOf(changed, written, context.reason),
    mainstay_trigger: context.reason === 'override' ? 'manual' : context.reason,
  };
}

const ranks: Readonly<Record<string, number>> = { unscored: 0, low: 1, mid: 2, high: 3 };

function changeReasonOf(changed: Properties, written: Properties, reason: string): string {
  if (written['mainstay_nine_box'] === undefined) return 'first_score';
  if (reason === 'config' || reason === 'override') return reason;
  const value = step(changed['mainstay_value_tier'], written['mainstay_value_tier']);
  const potential = step(changed['mainstay_potential_tier'], written['mainstay_potential_tier']);
  if (value !== 0 && potential !== 0) return 'value_and_potential';
  if (potential !== 0) return potential > 0 ? 'potential_up' : 'potential_down';
  return value < 0 ? 'value_down' : 'value_up';
}

function step(after: string | undefined, before: string | undefined): number {
  if (after === undefined) return 0;
  return (ranks[after] ?? 0) - (ranks[before ?? unscored] ?? 0);
}

function date(day: Day | null | undefined): string {
  return day == null ? '' : isoDate(day);
}

function whole(value: number | null | undefined): string {
  return value == null ? '' : String(Math.round(value));
}

function money(value: number | null | undefined): string {
  return value == null ? '' : String(Math.round(value * 100) / 100);
}

/** Percent with one decimal. */
function share(value: number | null | undefined): string {
  return value == null ? '' : String(Math.round(value * 1_000) / 10);
}
