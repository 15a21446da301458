import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { FrameStore } from '../assessment/frame-store.ts';
import type { SituationStore } from '../assessment/situation-store.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { WriteScope } from '../model/publishing.ts';
import type { WriteCount } from '../model/write-count.ts';
import type { OutboxStore } from './outbox-store.ts';
import { type PlannedNamesDeps, plannedNames } from './planned-names.ts';
import { changesToWrite, shownProperties } from './property-rules.ts';

export type CountDeps = PlannedNamesDeps & {
  assessments: AssessmentStore;
  frames: FrameStore;
  outbox: OutboxStore;
  situations: Pick<SituationStore, 'outlooks'>;
  now: () => Date;
};

const accountsAtOnce = 500;
/** Beyond so many accounts only they are counted: reading each takes longer than a person waits. */
const mostRead = 20_000;

/** What would be written to HubSpot if a scope were allowed now. Writes nothing. */
export async function countWrites(
  deps: CountDeps,
  portalId: PortalId,
  scope: WriteScope,
): Promise<WriteCount> {
  const { outbox, frames } = deps;
  const { names, toCreate } = await plannedNames(deps, portalId);
  const waiting = await outbox.count(portalId, scope);
  const frame = await frames.findCurrent(portalId);
  if (!frame || waiting > mostRead)
    return { accounts: waiting, values: null, properties: toCreate };

  const count = { accounts: 0, values: 0, properties: toCreate };
  const known = { frame, names: new Set(names) };
  for await (const entries of waitingWithin(outbox, portalId, scope)) {
    for (const values of await valuesOf(deps, portalId, entries, known)) {
      count.values += values;
      count.accounts += values > 0 ? 1 : 0;
    }
  }
  return count;
}

async function* waitingWithin(outbox: OutboxStore, portalId: PortalId, scope: WriteScope) {
  let last: AccountId | null = null;
  for (;;) {
    const entries: Waiting[] = await outbox.listWithin(portalId, scope, last, accountsAtOnce);
    if (entries.length === 0) return;
    yield entries;
    last = entries.at(-1)?.accountId ?? null;
  }
}

type Waiting = { accountId: AccountId; reason: string };
type Known = { frame: Frame; names: ReadonlySet<string> };

/** How many values each account would get. */
async function valuesOf(
  { assessments, outbox, situations, now }: CountDeps,
  portalId: PortalId,
  entries: readonly Waiting[],
  { frame, names }: Known,
): Promise<number[]> {
  const ids = entries.map(({ accountId }) => accountId);
  const stored = await assessments.findMany(portalId, ids);
  const confirmed = await outbox.findWritten(portalId, ids);
  const outlooks = await situations.outlooks(portalId, ids);
  return entries.map(({ accountId, reason }) => {
    const written = confirmed.get(accountId) ?? {};
    const scored = stored.get(accountId);
    const outlook = outlooks.get(accountId);
    const wanted = shownProperties(scored?.assessment, { frame, outlook, written });
    const health = scored?.assessment?.health?.score ?? null;
    const changes = changesToWrite(wanted, written, names, { now: now(), reason, health });
    return Object.keys(changes).length;
  });
}
