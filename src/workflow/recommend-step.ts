import type { AssessmentStore } from '../assessment/assessment-store.ts';
import { dayMs } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { StepTask } from '../model/step-task.ts';
import type { OutputFields } from '../model/workflow.ts';
import type { PlanFrame } from '../strategy/plan.ts';
import {
  type AdvisedAccount,
  adviceFor,
  openSteps,
  type Recommendation,
  taskText,
} from '../strategy/recommend.ts';
import { type Outcome, scoredOutcome } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

/** What is decided, planned and done for an account, as its card shows it. */
type KnownStrategy = {
  plan: Omit<AdvisedAccount, 'situation'>;
  frame: PlanFrame;
  tasks: readonly StepTask[];
};

export type RecommendDeps = {
  assessments: Pick<AssessmentStore, 'findMany'>;
  /** null while the account is not known. */
  strategyOf(portalId: PortalId, accountId: AccountId): Promise<KnownStrategy | null>;
};

/** Says where the account stands and what to do next, as its card does. Changes nothing. */
export async function recommendStep(
  { assessments, strategyOf }: RecommendDeps,
  run: ActionRun,
): Promise<Outcome> {
  const { portal, accountId, today } = run;
  const stored = await assessments.findMany(portal.id, [accountId]);
  const assessment = stored.get(accountId)?.assessment;
  const outcome = scoredOutcome(assessment);
  if (!assessment) return outcome;
  const known = await strategyOf(portal.id, accountId);
  const found = known && adviceFor(assessment, known, today);
  const next = found ? nextStepOf(found, known, run) : { strategy: 'unscored' };
  return { ...outcome, values: { ...outcome.values, ...next } };
}

function nextStepOf(
  { strategy, nextSteps }: Recommendation,
  { frame, tasks }: KnownStrategy,
  { words }: ActionRun,
): OutputFields {
  const [task] = openSteps(tasks);
  const [planned] = nextSteps;
  const dueOn = task ? task.dueOn : planned?.dueOn;
  const text = task ? taskText(task, frame.library, words.locale) : planned?.content[words.locale];
  return {
    strategy: strategy.code,
    next_step: text ?? '',
    // HubSpot takes a date as midnight UTC in ms.
    next_step_date: dueOn == null ? '' : String(dueOn * dayMs),
  };
}
