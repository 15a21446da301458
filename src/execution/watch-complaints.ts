import type { ManualInputStore } from '../assessment/manual-input-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { Breach } from '../model/breach.ts';
import { dayIn } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { ManualInput } from '../model/manual-input.ts';
import { parts } from '../model/parts.ts';
import {
  agreedLevelOf,
  answerDueAt,
  officeOf,
  type ServiceLevel,
  serviceLevelOf,
} from '../strategy/service-clock.ts';
import type { ComplaintStore, UnansweredTicket } from './complaint-store.ts';
import { type EscalateBreachesDeps, escalateBreaches } from './escalate-breaches.ts';
import type { StrategyStore } from './strategy-store.ts';

export type WatchDeps = EscalateBreachesDeps & {
  complaints: ComplaintStore;
  manualInputs: Pick<ManualInputStore, 'listCurrent'>;
  portals: Pick<PortalStore, 'find'>;
  strategies: Pick<StrategyStore, 'read'>;
  settings: Pick<SettingStore, 'read'>;
  isWatchDue: (portalId: PortalId) => boolean;
  now: () => Date;
};

const dayMs = 24 * 3_600_000;
/** Complaints from before are history, not an alarm. */
const watchedMs = 30 * dayMs;
const alarmMs = 3 * dayMs;
/** What only the clock tells of is looked for so often; five minutes are promised. */
const lookEveryMs = 30_000;

/** Says, of each portal, when it is time to look at the clock again. */
export function createWatchPace(now: () => Date): WatchDeps['isWatchDue'] {
  const lookedAt = new Map<PortalId, number>();
  return (portalId) => {
    const nowMs = now().getTime();
    if (Math.abs(nowMs - (lookedAt.get(portalId) ?? 0)) < lookEveryMs) return false;
    lookedAt.set(portalId, nowMs);
    return true;
  };
}

/**
 * Notes the complaints whose time to answer is over, each once, and tells the manager. Safe to run
 * twice, and by several at once.
 */
export async function watchComplaints(deps: WatchDeps, portalId: PortalId): Promise<void> {
  if (!deps.isWatchDue(portalId)) return;
  await deps.complaints.noteBreaches(portalId, await findBreaches(deps, portalId));
  await escalateBreaches(deps, portalId);
}

async function findBreaches(deps: WatchDeps, portalId: PortalId): Promise<Breach[]> {
  const { complaints, portals, strategies, settings, now } = deps;
  const nowMs = now().getTime();
  const waiting = await complaints.listUnanswered(portalId, nowMs - watchedMs);
  const portal = await portals.find(portalId);
  if (!portal || waiting.length === 0) return [];
  const { complaintCategories } = await settings.read(portalId);
  const office = officeOf(portal.timeZone, (await strategies.read(portalId)).settings);
  const complained = waiting.filter(({ categories }) =>
    categories.some((category) => complaintCategories.includes(category.toLowerCase())),
  );
  const agreedOf = await readAgreed(deps, portalId, complained);
  return complained
    .map((ticket) => ({
      ticketId: ticket.ticketId,
      accountId: ticket.accountId,
      dueAt: answerDueAt(
        ticket.createdAt,
        agreedOf(ticket, portal.timeZone) ?? serviceLevelOf(ticket.type),
        office,
      ),
      noticedAt: nowMs,
    }))
    .filter(({ dueAt }) => dueAt < nowMs && dueAt > nowMs - alarmMs);
}

/** What contracts say of tickets; null where the type of the account decides. */
async function readAgreed(
  { manualInputs }: Pick<WatchDeps, 'manualInputs'>,
  portalId: PortalId,
  tickets: readonly UnansweredTicket[],
) {
  const told = new Map<AccountId, ManualInput[]>();
  for (const part of parts([...new Set(tickets.map(({ accountId }) => accountId))])) {
    for (const [id, own] of await manualInputs.listCurrent(portalId, part)) told.set(id, own);
  }
  return ({ accountId, createdAt }: UnansweredTicket, timeZone: string): ServiceLevel | null => {
    const openedOn = dayIn(timeZone)(createdAt);
    return agreedLevelOf(told.get(accountId) ?? [], openedOn)?.level ?? null;
  };
}
