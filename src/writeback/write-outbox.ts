import { allDone } from '../all-done.ts';
import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { FrameStore } from '../assessment/frame-store.ts';
import type { SituationStore } from '../assessment/situation-store.ts';
import { HubspotError, stopsPortal } from '../errors.ts';
import type { AccountWriter, WriteOutcome } from '../hubspot/account-writer.ts';
import { recordsPerCall } from '../hubspot/record-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { lagCounts } from '../model/lag.ts';
import { type Pressure, worthCalling } from '../model/pressure.ts';
import { writeScopeOf } from '../model/publishing.ts';
import { rankOf, ranks } from '../model/record-change.ts';
import { trailOf } from '../model/trail.ts';
import type { LagStore } from './lag-store.ts';
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';
import { changesToWrite, type Properties, shownProperties } from './property-rules.ts';
import type { PublishingStore } from './publishing-store.ts';
import { refusalDelayMs, writeDelayMs } from './write-rules.ts';

export type WriteDeps = {
  accountWriter: AccountWriter;
  assessments: AssessmentStore;
  frames: FrameStore;
  outbox: OutboxStore;
  lags: Pick<LagStore, 'add'>;
  portals: PortalStore;
  publishing: Pick<PublishingStore, 'read'>;
  situations: Pick<SituationStore, 'outlooks'>;
  now: () => Date;
  log: Logger;
};

/** Scores of changes that come thick wait so long for a call to fill, ms. */
const patienceMs = 3_000;

/** Batches at once: more only brings locked records. */
const batchesAtOnce = 3;
export const entriesAtOnce = batchesAtOnce * recordsPerCall;
const dayMs = 86_400_000;

/** An entry with what HubSpot is to be told; nothing when it knows already. */
type Planned = { entry: OutboxEntry; written: Properties; changes: Properties };

/**
 * Tells HubSpot what it does not know yet, 100 accounts a call, and keeps what it confirmed. Returns
 * how many entries were looked at. What may not be written yet waits. Safe to run twice: the newest
 * scores win.
 */
export async function writeOutbox(
  deps: WriteDeps,
  portalId: PortalId,
  pressure: Pressure,
): Promise<number> {
  const { outbox, frames, portals, publishing, now } = deps;
  const scope = writeScopeOf(await publishing.read(portalId));
  const due = await outbox.listDue(portalId, entriesAtOnce, now(), scope);
  const nowMs = now().getTime();
  const isAwaited = ({ reason }: OutboxEntry) => rankOf(reason) === ranks.person;
  const entries = worthCalling(due, {
    ...{ perCall: recordsPerCall, patienceMs, nowMs },
    pressure: due.some(isAwaited) ? 'calm' : pressure,
  });
  if (entries.length === 0) return 0;

  const frame = await frames.findCurrent(portalId);
  const provisioned = await portals.findProperties(portalId);
  if (!frame || !provisioned) return 0;

  const planned = await plan(deps, portalId, entries, { frame, provisioned });
  const batches: Planned[][] = [];
  const differing = planned.filter(({ changes }) => Object.keys(changes).length > 0);
  for (let start = 0; start < differing.length; start += recordsPerCall) {
    batches.push(differing.slice(start, start + recordsPerCall));
  }
  const known = planned.filter(({ changes }) => Object.keys(changes).length === 0);
  await outbox.finish(
    portalId,
    known.map(({ entry }) => entry),
    [],
    now(),
  );
  await allDone(batches.map((batch) => writeBatch(deps, portalId, batch)));
  return entries.length;
}

async function plan(
  { assessments, outbox, situations, now }: WriteDeps,
  portalId: PortalId,
  entries: readonly OutboxEntry[],
  { frame, provisioned }: { frame: Frame; provisioned: readonly string[] },
): Promise<Planned[]> {
  const names = new Set(provisioned);
  const ids = entries.map(({ accountId }) => accountId);
  const stored = await assessments.findMany(portalId, ids);
  const confirmed = await outbox.findWritten(portalId, ids);
  const outlooks = await situations.outlooks(portalId, ids);
  return entries.map((entry) => {
    const written = confirmed.get(entry.accountId) ?? {};
    const scored = stored.get(entry.accountId);
    const outlook = outlooks.get(entry.accountId);
    const wanted = shownProperties(scored?.assessment, { frame, outlook, written });
    const health = scored?.assessment?.health?.score ?? null;
    const context = { now: now(), reason: entry.reason, health };
    return { entry, written, changes: changesToWrite(wanted, written, names, context) };
  });
}

async function writeBatch(deps: WriteDeps, portalId: PortalId, batch: readonly Planned[]) {
  const { accountWriter, outbox, portals, now, log } = deps;
  const posts = trailOf(batch.map(({ entry }) => entry));
  const updates = batch.map(({ entry, changes }) => ({
    accountId: entry.accountId,
    properties: changes,
  }));
  try {
    const outcomes = await accountWriter.writeAccounts(portalId, updates);
    await keep(deps, portalId, batch, outcomes);
    const oldest = Math.min(...batch.map(({ entry }) => entry.changedAt));
    const sinceChangeMs = now().getTime() - oldest;
    log.info({ portalId, accounts: batch.length, sinceChangeMs, posts }, 'scores written');
  } catch (error) {
    if (!(error instanceof HubspotError) || stopsPortal(error)) throw error;
    if (lacksProperty(error)) await portals.forgetProperties(portalId);
    const attempts = Math.max(...batch.map(({ entry }) => entry.attempts));
    const until = now().getTime() + (error.retryAfterMs ?? writeDelayMs(attempts));
    const ids = updates.map(({ accountId }) => accountId);
    await outbox.postpone(portalId, ids, { until, reason: error.message });
    log.warn({ portalId, posts, err: error }, 'scores could not be written; tried again later');
  }
}

/** An admin deleted one of ours: the next pass makes it again. */
function lacksProperty({ problems }: HubspotError): boolean {
  return problems.some(({ code }) => code === 'PROPERTY_DOESNT_EXIST');
}

async function keep(
  deps: WriteDeps,
  portalId: PortalId,
  batch: readonly Planned[],
  outcomes: readonly WriteOutcome[],
): Promise<void> {
  const { outbox, now, log } = deps;
  const outcomeOf = new Map<AccountId, WriteOutcome>(
    outcomes.map((outcome) => [outcome.accountId, outcome]),
  );
  const done = batch.filter(({ entry }) => outcomeOf.get(entry.accountId)?.outcome !== 'refused');
  const written = done
    .filter(({ entry }) => outcomeOf.get(entry.accountId)?.outcome === 'written')
    .map((planned) => ({
      accountId: planned.entry.accountId,
      properties: { ...planned.written, ...planned.changes },
    }));
  await outbox.finish(
    portalId,
    done.map(({ entry }) => entry),
    written,
    now(),
  );
  await countLags(deps, portalId, done);

  for (const { entry } of batch) {
    const outcome = outcomeOf.get(entry.accountId);
    if (outcome?.outcome !== 'refused') continue;
    const until = now().getTime() + refusalDelayMs(entry.attempts);
    await outbox.postpone(portalId, [entry.accountId], { until, reason: outcome.reason });
    log.error(
      { portalId, accountId: entry.accountId, reason: outcome.reason, posts: entry.posts },
      'HubSpot refuses the scores of an account',
    );
  }
}

/** Of what somebody changed in HubSpot: a new day, or new rules, make everybody's scores anew at once. */
async function countLags({ lags, now }: WriteDeps, portalId: PortalId, done: readonly Planned[]) {
  const nowMs = now().getTime();
  const waited = done
    .filter(({ entry }) => entry.reason === 'webhook')
    .map(({ entry }) => nowMs - entry.changedAt);
  await lags.add(portalId, Math.floor(nowMs / dayMs), lagCounts(waited));
}
