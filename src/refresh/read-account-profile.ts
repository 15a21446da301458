import type { FrameStore } from '../assessment/frame-store.ts';
import type { AccountProfile } from '../cards/account-profile.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { dayIn } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { profileOf } from '../scoring/profile.ts';
import type { IndustryStore } from '../sync/industry-store.ts';
import { type EvidenceDeps, openEvidence } from './account-evidence.ts';

export type ProfileDeps = EvidenceDeps & {
  portals: Pick<PortalStore, 'find'>;
  frames: Pick<FrameStore, 'policyOf'>;
  industries: Pick<IndustryStore, 'namesOf'>;
  now: () => Date;
};

/** Who an account is as of today; null when it is not known here. */
export async function readAccountProfile(
  deps: ProfileDeps,
  portalId: PortalId,
  accountId: AccountId,
): Promise<AccountProfile | null> {
  const [portal, policy, industryNames] = await Promise.all([
    deps.portals.find(portalId),
    deps.frames.policyOf(portalId),
    deps.industries.namesOf(portalId),
  ]);
  if (!portal) return null;
  const today = dayIn(portal.timeZone)(deps.now().getTime());
  const { read } = await openEvidence(deps, portal, today);
  const [evidence] = await read([accountId]);
  if (!evidence) return null;
  const isKnown = evidence.profile.keyContact !== undefined;
  return {
    facts: profileOf(evidence, today, policy),
    industryNames,
    people: isKnown ? await deps.contacts.listOf(portalId, [accountId]) : null,
  };
}
