import type { AccountId } from './ids.ts';

/** How a step of a workflow went; app.json says which of them each action may answer. */
export const workflowStatuses = [
  'done',
  'not_scored',
  'queued',
  'switched_off',
  'already_running',
  'not_running',
  'cooling_down',
  'no_task',
  'unknown_owner',
  'invalid_input',
  'unknown_account',
  'not_connected',
] as const;
export type WorkflowStatus = (typeof workflowStatuses)[number];

/** What HubSpot hands to the steps that follow, and to itself under names of its own. */
export type OutputFields = Readonly<Record<string, string>>;

/** A step of a workflow that we were asked to run. */
export type WorkflowExecution = {
  /** HubSpot's callback id: the same when it asks again. */
  id: string;
  action: string;
  accountId: AccountId;
  outputs: OutputFields;
  /** ms since 1970. */
  receivedAt: number;
};
