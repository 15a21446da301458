import type { PortalStore } from '../install/portal-store.ts';
import { type Day, dayIn } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { OutputFields } from '../model/workflow.ts';
import { localeOf, type Words, wordsIn } from '../words/words.ts';
import type { ExecutionRequest } from './execution-request-rules.ts';
import type { ExecutionStore } from './execution-store.ts';
import { type Outcome, outputFieldsOf, waitingFields } from './outcome-rules.ts';

/** One step of a workflow, ready to be carried out. */
export type ActionRun = {
  /** HubSpot's callback id: the same when it asks again. */
  id: string;
  portal: Portal;
  accountId: AccountId;
  inputs: Readonly<Record<string, string>>;
  words: Words;
  /** The portal's calendar day. */
  today: Day;
  /** Settles what this execution works on; asked again, it is what was settled first. */
  settle(subject: string): Promise<string>;
};

/** Carries a step out; `wait`: the workflow is told later how it went. Safe to run twice with the same id. */
export type Action = (run: ActionRun) => Promise<Outcome | 'wait'>;

export type RunActionDeps = {
  executions: Pick<ExecutionStore, 'findOutputs' | 'keep' | 'keepSubject'>;
  portals: Pick<PortalStore, 'find'>;
  /** Whether the company has been read; one that has not is read soon. */
  isKnown(portalId: PortalId, accountId: AccountId): Promise<boolean>;
  now: () => Date;
};

/** HubSpot has to have taken our answer before it can be told more. */
const takesAnswerMs = 1_000;

/**
 * Answers a step of a workflow. An execution that HubSpot repeats, because our answer was lost, is
 * answered as before and does nothing more.
 */
export async function runAction(
  deps: RunActionDeps,
  name: string,
  action: Action,
  request: ExecutionRequest,
): Promise<OutputFields> {
  const { executions, now } = deps;
  const { id, portalId, accountId } = request;
  const answered = await executions.findOutputs(portalId, id);
  if (answered) return answered;

  const portal = await deps.portals.find(portalId);
  const words = wordsIn(localeOf(portal?.locale));
  if (portal?.status !== 'installed') return outputFieldsOf({ status: 'not_connected' }, words);

  const receivedAt = now().getTime();
  const today = dayIn(portal.timeZone)(receivedAt);
  const execution = { id, action: name, accountId, receivedAt };
  const settle = (subject: string) => executions.keepSubject(portalId, execution, subject);
  const isKnown = await deps.isKnown(portalId, accountId);
  const outcome = isKnown
    ? await action({ id, portal, accountId, inputs: request.inputs, words, today, settle })
    : { status: 'unknown_account' as const };
  const outputs = outcome === 'wait' ? waitingFields() : outputFieldsOf(outcome, words);
  const dueAt = outcome === 'wait' ? receivedAt + takesAnswerMs : null;
  await executions.keep(portalId, { ...execution, outputs }, dueAt);
  return outputs;
}
