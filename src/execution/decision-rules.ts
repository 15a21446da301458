import type { Day } from '../model/day.ts';
import type { StepDecision, StepTask } from '../model/step-task.ts';
import { longestSnoozeDays } from '../strategy/plan.ts';

/** Whether a decision is about a task. A merged one is not one account's to decide. */
export function isMeant(
  task: StepTask,
  { step, stepKey }: Pick<StepDecision, 'step' | 'stepKey'>,
): boolean {
  if (task.kind === 'escalation' || task.accountId === null) return false;
  return stepKey === null ? task.kind === 'step' && task.step === step : task.key === stepKey;
}

/** Never earlier than planned, and no more than 30 days later. */
export function snoozedTo(plannedOn: Day, untilOn: Day): Day {
  return Math.min(Math.max(untilOn, plannedOn), plannedOn + longestSnoozeDays);
}
