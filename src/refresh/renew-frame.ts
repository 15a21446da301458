import { evidenceReader } from '../assessment/evidence-rules.ts';
import type { FrameStore } from '../assessment/frame-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import { dayIn, isoDate } from '../model/day.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import type { RecordStore } from '../sync/record-store.ts';
import { makeFrame } from './frame-maker.ts';

export type RenewDeps = {
  portals: PortalStore;
  records: RecordStore;
  frames: FrameStore;
  complaintCategories: readonly string[];
  now: () => Date;
  log: Logger;
};

const accountsAtOnce = 500;

/**
 * Renews the portal-wide inputs of the scores once a portal-local day, and marks every account for
 * scoring within them. Does nothing while the frame of the day is in force; safe to run twice.
 */
export async function renewFrame(deps: RenewDeps, portalId: PortalId): Promise<void> {
  const { portals, frames, now, log } = deps;
  const portal = await portals.find(portalId);
  if (!portal) return;
  const day = dayIn(portal.timeZone)(now().getTime());
  const policy = (await frames.findPolicy(portalId)) ?? defaultPolicy;
  const previous = await frames.findCurrent(portalId);
  if (previous && previous.day >= day && previous.policyVersion === policy.version) return;

  const startedAt = performance.now();
  const id = `${isoDate(day)}.${policy.version}`;
  const read = evidenceReader({ ...portal, complaintCategories: deps.complaintCategories });
  const options = { id, day, policy, previous: previous ?? null };
  const frame = await makeFrame(options, allEvidence(deps, portalId, read));
  await frames.putInForce(portalId, frame, reasonOf(previous, day), now());
  const ms = Math.round(performance.now() - startedAt);
  log.info({ portalId, frame: id, customers: frame.currentCustomers, ms }, 'frame renewed');
}

function reasonOf(previous: Frame | undefined, day: number): string {
  if (!previous) return 'backfill';
  return previous.day < day ? 'nightly' : 'config';
}

async function* allEvidence(
  { records }: RenewDeps,
  portalId: PortalId,
  read: ReturnType<typeof evidenceReader>,
) {
  let last: AccountId | null = null;
  for (;;) {
    const ids: AccountId[] = await records.listAccountIds(portalId, last, accountsAtOnce);
    if (ids.length === 0) return;
    yield (await records.findAccounts(portalId, ids)).map(read);
    last = ids.at(-1) ?? null;
  }
}
