import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { PortalId } from '../model/ids.ts';
import type { DirtyStore } from '../sync/dirty-store.ts';
import type { RecordStore } from '../sync/record-store.ts';
import { type Outcome, scoresOf } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

export type RecalculateDeps = {
  assessments: Pick<AssessmentStore, 'findMany'>;
  dirty: Pick<DirtyStore, 'mark' | 'markAccounts'>;
  records: Pick<RecordStore, 'listLinkedTo'>;
  wake(portalId: PortalId): void;
  now: () => Date;
};

/** HubSpot lets workflows wait for us only where the portal granted this. */
const scopeToWait = 'automation';

/**
 * Has the company and what belongs to it read again, before all that events told of, and scored. Safe
 * to run twice.
 */
export async function recalculateAccount(
  deps: RecalculateDeps,
  { portal, accountId }: ActionRun,
): Promise<Outcome | 'wait'> {
  const { dirty, records, now } = deps;
  const linked = await records.listLinkedTo(portal.id, [accountId]);
  const change = { portalId: portal.id, occurredAt: now().getTime(), links: 'unchanged' as const };
  const changes = [{ type: 'company' as const, id: accountId as string }, ...linked].map(
    ({ type, id }) => ({ ...change, objectType: type, objectId: id }),
  );
  const beforeAllOthers = new Date(0);
  await dirty.mark(portal.id, changes, beforeAllOthers);
  await dirty.markAccounts(portal.id, [accountId], 'manual', now());
  deps.wake(portal.id);
  if (portal.scopes.includes(scopeToWait)) return 'wait';
  const stored = await deps.assessments.findMany(portal.id, [accountId]);
  return { status: 'queued', values: scoresOf(stored.get(accountId)?.assessment) };
}
