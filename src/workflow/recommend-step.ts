import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { RunStore } from '../execution/run-store.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { Assessment } from '../model/assessment.ts';
import { dayMs } from '../model/day.ts';
import type { StrategiesInForce } from '../model/execution-settings.ts';
import type { StrategyRun } from '../model/strategy.ts';
import type { OutputFields } from '../model/workflow.ts';
import { workCalendar } from '../strategy/calendar.ts';
import { situationOf } from '../strategy/plan.ts';
import { recommendationOf, runsAsOf } from '../strategy/recommend.ts';
import { type Outcome, scoredOutcome } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

export type RecommendDeps = {
  assessments: Pick<AssessmentStore, 'findMany'>;
  runs: Pick<RunStore, 'listOf'>;
  strategies: Pick<StrategyStore, 'read'>;
};

/** Says where the account stands and what to do next. Changes nothing. */
export async function recommendStep(
  { assessments, runs, strategies }: RecommendDeps,
  run: ActionRun,
): Promise<Outcome> {
  const { portal, accountId } = run;
  const stored = await assessments.findMany(portal.id, [accountId]);
  const assessment = stored.get(accountId)?.assessment;
  const outcome = scoredOutcome(assessment);
  if (!assessment) return outcome;
  const inForce = await strategies.read(portal.id);
  const kept = (await runs.listOf(portal.id, [accountId])).get(accountId) ?? [];
  const next = nextStepOf({ assessment, runs: kept }, inForce, run);
  return { ...outcome, values: { ...outcome.values, ...next } };
}

function nextStepOf(
  { assessment, runs: kept }: { assessment: Assessment; runs: readonly StrategyRun[] },
  { strategies, settings }: StrategiesInForce,
  { portal, today, words }: ActionRun,
): OutputFields {
  const situation = situationOf(assessment);
  const isFollowed = kept.some(({ endedOn }) => endedOn === null);
  const runs = isFollowed ? kept : runsAsOf(situation, assessment.nineBoxSince, strategies, today);
  const account = { situation, runs, signals: [], dismissed: [], snoozed: new Map() };
  const calendar = workCalendar(settings.calendar.name, settings.calendar.edits);
  const frame = { portalId: portal.id, library: strategies, calendar, events: settings.events };
  const found = recommendationOf(account, frame, today);
  if (!found) return { strategy: 'unscored' };
  const step = found.nextSteps[0];
  return {
    strategy: found.strategy.code,
    next_step: step?.content[words.locale] ?? '',
    // HubSpot takes a date as midnight UTC in ms.
    next_step_date: step?.dueOn == null ? '' : String(step.dueOn * dayMs),
  };
}
