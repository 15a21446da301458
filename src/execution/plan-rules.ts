import type { Day } from '../model/day.ts';
import type { ExecutionSettings, RoleMap } from '../model/execution-settings.ts';
import type { AccountId } from '../model/ids.ts';
import type { NewTask, StepDecision, TaskSubject, Urgency } from '../model/step-task.ts';
import type { StrategyCode, StrategyRun, TakenStep } from '../model/strategy.ts';
import { becomesTask, type OwnerTask } from '../strategy/noise-budget.ts';
import { type AccountPlan, type PlanFrame, plannedSteps } from '../strategy/plan.ts';

/** The mapped key-account manager comes before whatever the chain says, who is told of delays stands in. */
export function rolesWith(
  settings: Pick<ExecutionSettings, 'roles' | 'escalationOwnerId'>,
  kamOwnerProperty: string | null,
): RoleMap {
  const roles = { ...settings.roles, standInOwnerId: settings.escalationOwnerId };
  if (kamOwnerProperty === null) return roles;
  const mapped = { kind: 'property', property: kamOwnerProperty } as const;
  return { ...roles, chains: { ...roles.chains, kam: [mapped, ...(roles.chains.kam ?? [])] } };
}

/** What decisions mean for a plan; the last word on a step has the newest. */
export function decidedPlan(
  decisions: readonly StepDecision[],
): Pick<AccountPlan, 'dismissed' | 'snoozed'> {
  const dismissed = decisions
    .filter(({ kind }) => kind === 'dismiss')
    .map(({ step, decidedOn }) => ({ step, on: decidedOn }));
  const snoozed = new Map<string, Day>();
  for (const { kind, stepKey, untilOn } of decisions) {
    if (kind === 'snooze' && stepKey !== null && untilOn !== null) snoozed.set(stepKey, untilOn);
  }
  return { dismissed, snoozed };
}

/** Runs that are new, or have ended. */
export function changedRuns(
  accountId: AccountId,
  before: readonly StrategyRun[],
  after: readonly StrategyRun[],
): (StrategyRun & { accountId: AccountId })[] {
  return after
    .filter((run, index) => before[index]?.endedOn !== run.endedOn || !before[index])
    .map((run) => ({ ...run, accountId }));
}

const urgentStrategies: readonly StrategyCode[] = ['core', 'win_back', 'complaint'];
const mediumPriority = 3;
const highPriority = 5;

/** How HubSpot shows it: by the account's rank, and at once where a customer is about to leave. */
function urgencyOf(strategy: StrategyCode, priority: number): Urgency {
  if (urgentStrategies.includes(strategy) || priority >= highPriority) return 'high';
  return priority >= mediumPriority ? 'medium' : 'low';
}

/** A task of the plan as it is kept, with the accounts it is about; merged ones belong to no account. */
export function newTaskOf(
  { key, ownerId, steps, dueOn, weight }: OwnerTask,
  {
    priority,
    ...more
  }: Pick<NewTask, 'marker' | 'createdOn' | 'ownerProblem'> & {
    priority: number;
  },
): { task: NewTask; subjects: TaskSubject[] } | null {
  const [first] = steps;
  if (!first) return null;
  const { strategy, version, step, period, mode, role } = first;
  const accountId = mode === 'task' ? first.accountId : null;
  const own = { strategy, version, step, period, mode, role };
  return {
    task: {
      ...own,
      ...more,
      key,
      urgency: urgencyOf(strategy, priority),
      kind: 'step',
      parentKey: null,
      accountId,
      ownerId,
      title: null,
      dueOn,
      weight,
    },
    subjects: subjectsOf({ key, steps }),
  };
}

export function subjectsOf({ key, steps }: Pick<OwnerTask, 'key' | 'steps'>): TaskSubject[] {
  return steps.map(({ accountId, step, period, strategy, key: stepKey }) => ({
    accountId,
    step,
    period,
    stepKey,
    strategy,
    taskKey: key,
  }));
}

/** Nearly always something comes up within a month; a yearly step is found from any day. */
const horizonsDays = [40, 400];

/** The day of the next step that is still to become a task; null when nothing is planned. */
export function nextPlannedOn(
  account: AccountPlan,
  taken: readonly TakenStep[],
  frame: PlanFrame,
  today: Day,
): Day | null {
  const known = new Set(taken.map(({ step, period }) => `${step}/${period}`));
  for (const days of horizonsDays) {
    const planned = plannedSteps(account, frame, { from: today, to: today + days });
    const next = planned.find(
      ({ mode, step, period }) => becomesTask(mode) && !known.has(`${step}/${period}`),
    );
    if (next) return next.dueOn;
  }
  return null;
}
