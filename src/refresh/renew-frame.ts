import type { FrameStore } from '../assessment/frame-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { dayIn, isoDate } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { policyOver } from '../model/policy.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import { type EvidenceDeps, openEvidence } from './account-evidence.ts';
import { makeFrame } from './frame-maker.ts';

export type RenewDeps = EvidenceDeps & {
  portals: PortalStore;
  frames: FrameStore;
  now: () => Date;
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
  const policy = policyOver(defaultPolicy, await frames.findPolicy(portalId));
  const previous = await frames.findCurrent(portalId);
  if (previous && previous.day >= day && previous.policyVersion === policy.version) return;

  const startedAt = performance.now();
  const id = `${isoDate(day)}.${policy.version}`;
  const evidence = await openEvidence(deps, portal, day);
  const options = { id, day, policy, previous: previous ?? null };
  const frame = await makeFrame(options, allEvidence(deps, portalId, evidence.readOnce));
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
  read: (ids: readonly AccountId[]) => Promise<Evidence[]>,
) {
  let last: AccountId | null = null;
  for (;;) {
    const ids: AccountId[] = await records.listAccountIds(portalId, last, accountsAtOnce);
    if (ids.length === 0) return;
    yield await read(ids);
    last = ids.at(-1) ?? null;
  }
}
