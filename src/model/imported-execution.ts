import type { Day } from './day.ts';
import type { AccountId } from './ids.ts';
import type { ExecutionStatus } from './strategy.ts';

/** A line of an execution ledger that was kept elsewhere: shown with the tasks, and no task itself. */
export type ImportedExecution = {
  accountId: AccountId;
  /** Names the step and its day, so that a second import finds the line again. */
  key: string;
  /** What was to be done, as somebody wrote it. */
  step: string;
  /** null: who did it is no user of the portal. */
  ownerId: string | null;
  ownerName: string | null;
  plannedOn: Day;
  doneOn: Day | null;
  status: ExecutionStatus;
  feedback: string | null;
  problem: string | null;
  nextAction: string | null;
};
