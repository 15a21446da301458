import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { Assessment } from '../model/assessment.ts';
import { dayMs } from '../model/day.ts';
import type { StrategiesInForce } from '../model/execution-settings.ts';
import type { OutputFields } from '../model/workflow.ts';
import { workCalendar } from '../strategy/calendar.ts';
import { situationOf } from '../strategy/plan.ts';
import { recommendationOf, runsAsOf } from '../strategy/recommend.ts';
import { type Outcome, scoredOutcome } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

export type RecommendDeps = {
  assessments: Pick<AssessmentStore, 'findMany'>;
  strategies: Pick<StrategyStore, 'read'>;
};

/** Says where the account stands and what to do next. Changes nothing. */
export async function recommendStep(
  { assessments, strategies }: RecommendDeps,
  run: ActionRun,
): Promise<Outcome> {
  const { portal, accountId } = run;
  const stored = await assessments.findMany(portal.id, [accountId]);
  const assessment = stored.get(accountId)?.assessment;
  const outcome = scoredOutcome(assessment);
  if (!assessment) return outcome;
  const inForce = await strategies.read(portal.id);
  return { ...outcome, values: { ...outcome.values, ...nextStepOf(assessment, inForce, run) } };
}

function nextStepOf(
  assessment: Assessment,
  { strategies, settings }: StrategiesInForce,
  { portal, today, words }: ActionRun,
): OutputFields {
  const situation = situationOf(assessment);
  const runs = runsAsOf(situation, assessment.nineBoxSince, strategies, today);
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
