import type { FrameStore } from '../assessment/frame-store.ts';
import type { ManualInputStore } from '../assessment/manual-input-store.ts';
import type { PolicyStore } from '../assessment/policy-store.ts';
import type { AccountPast, PastEvent } from '../cards/account-past.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { type Day, dayIn } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { purchasesOf } from '../scoring/purchases.ts';
import { healthChange, healthHistory } from '../scoring/trend.ts';
import { type EvidenceDeps, openEvidence } from './account-evidence.ts';

export type PastDeps = EvidenceDeps & {
  manualInputs: Pick<ManualInputStore, 'listCurrent' | 'tierDays'>;
  portals: Pick<PortalStore, 'find'>;
  frames: Pick<FrameStore, 'findCurrent' | 'policyOf'>;
  policies: Pick<PolicyStore, 'list'>;
};

const changeDays = 30;

/** How an account came to where it is, by today's frame; null while the portal has none. */
export async function readAccountPast(
  deps: PastDeps,
  portalId: PortalId,
  accountId: AccountId,
): Promise<AccountPast | null> {
  const [portal, frame, policy, versions, tierDays] = await Promise.all([
    deps.portals.find(portalId),
    deps.frames.findCurrent(portalId),
    deps.frames.policyOf(portalId),
    deps.policies.list(portalId),
    deps.manualInputs.tierDays(portalId, accountId),
  ]);
  if (!portal || !frame) return null;
  const { read } = await openEvidence(deps, portal, frame.day);
  const [evidence] = await read([accountId]);
  if (!evidence) return null;

  const context = { frame, policy };
  const history = healthHistory(evidence, context);
  const policyDays = versions.map(({ publishedAt }) => dayIn(portal.timeZone)(publishedAt));
  const from = history[0]?.day ?? frame.day;
  const events = eventsOf(evidence, { policyDays, tierDays }).filter(
    ({ day }) => day > from - longestMonth && day <= frame.day,
  );
  return {
    history,
    change: healthChange(evidence, changeDays, context),
    events: events.toSorted((one, other) => one.day - other.day),
  };
}

/** The first point of the history stands for its whole month. */
const longestMonth = 31;

function eventsOf(
  { deals, tickets }: Evidence,
  { policyDays, tierDays }: { policyDays: readonly Day[]; tierDays: readonly Day[] },
): PastEvent[] {
  const orders = Array.from(purchasesOf(deals, Number.POSITIVE_INFINITY).days);
  const complaints = tickets.filter(({ isComplaint }) => isComplaint);
  return [
    ...orders.map((day) => ({ day, kind: 'order' as const })),
    ...complaints.map(({ openedOn }) => ({ day: openedOn, kind: 'complaint' as const })),
    ...tierDays.map((day) => ({ day, kind: 'override' as const })),
    ...policyDays.map((day) => ({ day, kind: 'policy' as const })),
  ];
}
