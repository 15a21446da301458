import type { Day } from './day.ts';
import type { AccountId } from './ids.ts';
import type { ExecutionStatus, OwnerRole, StepMode, StrategyCode } from './strategy.ts';

/** withdrawn: the reason is gone; dismissed: somebody decided against it, here or by deleting it. */
export type TaskStatus = ExecutionStatus | 'withdrawn' | 'dismissed';

/** Statuses of tasks that somebody still has to do. */
export const openStatuses = ['not_started', 'in_progress', 'deferred'] as const;

export function isOpen(status: TaskStatus): boolean {
  return openStatuses.some((open) => open === status);
}

/** How far HubSpot has been told: asked and not answered is `sending`; `gone` was deleted there. */
export type TaskSync = 'to_create' | 'sending' | 'sent' | 'to_update' | 'gone';

export const taskKinds = ['step', 'next_action', 'escalation'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Parts of a task that HubSpot is told of. */
export type TaskPart = 'owner' | 'due' | 'text' | 'status';

export const urgencies = ['high', 'medium', 'low'] as const;
export type Urgency = (typeof urgencies)[number];

/** settled: what called for it is no more, as when a missing root cause was given. */
export type WhyEnded =
  | 'superseded'
  | 'risk_gone'
  | 'settled'
  | 'dismissed'
  | 'contact_erased'
  | 'deleted_in_hubspot';

/** A task to be made: what it is, whose, and when. */
export type NewTask = {
  key: string;
  marker: string;
  kind: TaskKind;
  /** The task it follows from. */
  parentKey: string | null;
  /** null: a merged task. */
  accountId: AccountId | null;
  ownerId: string;
  role: OwnerRole;
  /** Why the fallback has it; null where the role was resolved. */
  ownerProblem: string | null;
  strategy: StrategyCode;
  version: number;
  step: string;
  period: string;
  mode: StepMode;
  /** What somebody wrote; null: the strategy's step says it. */
  title: string | null;
  dueOn: Day;
  createdOn: Day;
  weight: number;
  urgency: Urgency;
};

/** A task as it stands. Times are ms since 1970. */
export type StepTask = NewTask & {
  /** What lateness is counted from; `dueOn` is what HubSpot shows. */
  plannedOn: Day;
  status: TaskStatus;
  whyEnded: WhyEnded | null;
  sync: TaskSync;
  changes: readonly TaskPart[];
  /** Grows with every change of ours, so that a change during a call is not forgotten. */
  seq: number;
  hubspotId: string | null;
  movedFrom: string | null;
  startedAt: number | null;
  completedAt: number | null;
  feedback: string | null;
  problem: string | null;
  escalatedAt: number | null;
  attempts: number;
  lastError: string | null;
};

/** An account's part in a task. */
export type TaskSubject = {
  accountId: AccountId;
  step: string;
  period: string;
  /** The key of the account's own step; that of the task where it is not merged. */
  stepKey: string;
  taskKey: string;
  strategy: StrategyCode;
};

export const decisionKinds = ['accept', 'dismiss', 'snooze', 'adjust'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** What somebody decided about a step of an account. */
export type StepDecision = {
  /** Chosen by who asks, so that asking twice is deciding once. */
  id: string;
  accountId: AccountId;
  kind: DecisionKind;
  strategy: StrategyCode;
  step: string;
  /** The occasion meant; null: the step as such. */
  stepKey: string | null;
  /** The new date of a snooze or an adjustment. */
  untilOn: Day | null;
  /** The new owner of an adjustment. */
  ownerId: string | null;
  /** The reason of a dismissal, the change of an adjustment. */
  note: string | null;
  authorId: number;
  decidedAt: number;
  decidedOn: Day;
};

/** What a task was before a decision changed it: what undoing goes back to. */
export type TaskBefore = { dueOn: Day; ownerId: string };
