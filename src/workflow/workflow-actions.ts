import { type LogSatisfactionDeps, logSatisfaction } from './log-satisfaction.ts';
import { type RecalculateDeps, recalculateAccount } from './recalculate-account.ts';
import { type RecommendDeps, recommendStep } from './recommend-step.ts';
import { type ReportExecutionDeps, reportExecution } from './report-execution.ts';
import type { Action } from './run-action.ts';
import { type SteerPlayDeps, steerPlay } from './steer-play.ts';

export type WorkflowActionDeps = RecalculateDeps &
  RecommendDeps &
  LogSatisfactionDeps &
  SteerPlayDeps &
  ReportExecutionDeps;

/** What carries out each action, by its name in app.json. */
export function workflowActions(deps: WorkflowActionDeps): Readonly<Record<string, Action>> {
  return {
    recalculate_account: (run) => recalculateAccount(deps, run),
    get_recommendation: (run) => recommendStep(deps, run),
    steer_play: (run) => steerPlay(deps, run),
    log_execution: (run) => reportExecution(deps, run),
    log_satisfaction: (run) => logSatisfaction(deps, run),
  };
}
