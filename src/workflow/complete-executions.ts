import type { AssessmentStore } from '../assessment/assessment-store.ts';
import { HubspotError, stopsPortal } from '../errors.ts';
import type { WorkflowApi } from '../hubspot/workflow-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { writeScopeOf } from '../model/publishing.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import type { ExecutionStore, OpenExecution } from './execution-store.ts';
import { longestWaitMs, outputFieldsOf, scoredOutcome } from './outcome-rules.ts';

export type CompleteDeps = {
  executions: ExecutionStore;
  workflowApi: WorkflowApi;
  assessments: Pick<AssessmentStore, 'findMany'>;
  portals: PortalStore;
  publishing: Pick<PublishingStore, 'read'>;
  now: () => Date;
  log: Logger;
};

const executionsAtOnce = 100;
const firstRetryMs = 2_000;

/** Tells workflows that wait for accounts that are scored by now. Safe to run twice. */
export async function completeExecutions(deps: CompleteDeps, portalId: PortalId): Promise<void> {
  const { executions, portals, publishing, now } = deps;
  const isWritten = writeScopeOf(await publishing.read(portalId)).kind === 'all';
  const settled = await executions.listSettled(portalId, {
    since: new Date(now().getTime() - longestWaitMs),
    now: now(),
    limit: executionsAtOnce,
    writes: isWritten ? 'awaited' : 'not_awaited',
  });
  if (settled.length === 0) return;
  const words = wordsIn(localeOf((await portals.find(portalId))?.locale));
  const accountIds = settled.map(({ accountId }) => accountId);
  const stored = await deps.assessments.findMany(portalId, accountIds);
  const completed = settled.map((execution) => {
    const outcome = scoredOutcome(stored.get(execution.accountId)?.assessment);
    return { ...execution, outputs: outputFieldsOf(outcome, words) };
  });
  await complete(deps, portalId, completed);
}

/** One that HubSpot does not know any more may make it refuse them all: then each is told alone. */
async function complete(
  deps: CompleteDeps,
  portalId: PortalId,
  completed: readonly OpenExecution[],
): Promise<void> {
  const { executions, workflowApi } = deps;
  try {
    await workflowApi.complete(
      portalId,
      completed.map(({ id, outputs }) => ({ callbackId: id, outputFields: outputs })),
    );
  } catch (error) {
    if (!(error instanceof HubspotError) || stopsPortal(error)) throw error;
    if (completed.length === 1) return await tryLater(deps, portalId, completed, error);
    if (error.reaction === 'retry-later') return await tryLater(deps, portalId, completed, error);
    for (const execution of completed) await complete(deps, portalId, [execution]);
    return;
  }
  for (const { id, outputs } of completed) await executions.close(portalId, id, outputs);
}

async function tryLater(
  { executions, now, log }: CompleteDeps,
  portalId: PortalId,
  completed: readonly OpenExecution[],
  error: HubspotError,
): Promise<void> {
  for (const { id, attempts } of completed) {
    const until = now().getTime() + (error.retryAfterMs ?? firstRetryMs * 2 ** attempts);
    await executions.postpone(portalId, id, { until, reason: error.message });
  }
  log.warn({ portalId, err: error }, 'workflows could not be told that they may go on');
}
