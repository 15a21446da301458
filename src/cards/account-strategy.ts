import type { RoleMap } from '../model/execution-settings.ts';
import type { ImportedExecution } from '../model/imported-execution.ts';
import type { Owner } from '../model/portal.ts';
import type { StepDecision, StepTask } from '../model/step-task.ts';
import type { Strategy } from '../model/strategy.ts';
import type { AccountPlan, PlanFrame } from '../strategy/plan.ts';
import type { AdvisedAccount } from '../strategy/recommend.ts';

/** Why no tasks are written of an account's steps. */
export const reasonsForNoTasks = [
  'not_granted',
  'not_published',
  'outside_pilot',
  'switched_off',
] as const;
export type WhyNoTasks = (typeof reasonsForNoTasks)[number];

/** What is decided, planned and done for an account, and by what it goes on. */
export type AccountStrategy = {
  /** What the account's plan follows from beside its assessment. */
  plan: Omit<AccountPlan, 'situation'> & Required<Pick<AdvisedAccount, 'taken'>>;
  /** With all strategies, switched on or not. */
  frame: PlanFrame;
  switchedOn: readonly Strategy['code'][];
  /** null where tasks may be written, as far as their strategy is switched on. */
  whyNoTasks: Exclude<WhyNoTasks, 'switched_off'> | null;
  roles: RoleMap;
  /** Company properties that may name an owner. */
  properties: Readonly<Record<string, string | null>>;
  /** The account's own tasks and those it shares, the latest date first. */
  tasks: readonly StepTask[];
  /** What a ledger kept elsewhere says of it, the latest date first. */
  imported: readonly ImportedExecution[];
  /** Those that still count, in the order they were made. */
  decisions: readonly StepDecision[];
  owners: readonly Owner[];
  /** Who looks at it; null: nobody we know. */
  viewerId: number | null;
  mayWrite: boolean;
};
