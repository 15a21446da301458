import type { Assessment } from '../model/assessment.ts';
import type { OutputFields, WorkflowStatus } from '../model/workflow.ts';
import type { Words } from '../words/words.ts';

/** How an action went, and what it found out. */
export type Outcome = {
  status: WorkflowStatus;
  /** Says more than the status does; empty: the status says it all. */
  message?: string;
  values?: OutputFields;
};

/** The workflow goes on with what comes next in any case: HubSpot shows which actions failed. */
const failures: ReadonlySet<WorkflowStatus> = new Set([
  'invalid_input',
  'unknown_account',
  'not_connected',
  'switched_off',
  'no_task',
  'unknown_owner',
]);

/** What HubSpot is answered. Values that are not known are left out, so that no step takes them for one. */
export function outputFieldsOf({ status, message, values = {} }: Outcome, words: Words) {
  const known = Object.entries(values).filter(([, value]) => value !== '');
  return {
    ...Object.fromEntries(known),
    status,
    message: message ?? words.say(`workflow_status.${status}`),
    hs_execution_state: failures.has(status) ? 'FAIL_CONTINUE' : 'SUCCESS',
  };
}

/** HubSpot lets a workflow wait no longer than this. */
export const longestWaitMs = 3_600_000;

/** The workflow waits until it is told more. */
export function waitingFields(): OutputFields {
  return { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT1H' };
}

/** The scores of an account as later steps branch by them; the same codes as the properties. */
export function scoresOf(assessment: Assessment | undefined): OutputFields {
  const health = assessment?.health?.band ? assessment.health : null;
  return {
    account_type: assessment?.nineBox ?? 'unscored',
    health_score: health ? String(Math.round(health.score)) : '',
    health_band: health?.band ?? 'unscored',
    risk_level: assessment?.risk?.level ?? 'unscored',
  };
}

/** The scores as they stand. */
export function scoredOutcome(assessment: Assessment | undefined): Outcome {
  const isScored = assessment?.nineBox != null || assessment?.risk?.level != null;
  return { status: isScored ? 'done' : 'not_scored', values: scoresOf(assessment) };
}
