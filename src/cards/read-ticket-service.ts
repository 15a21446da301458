import type { ManualInputStore } from '../assessment/manual-input-store.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import { dayIn } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { agreedLevelOf, isRepeated, officeOf } from '../strategy/service-clock.ts';
import type { CardTicket } from './compact-view-rules.ts';
import type { TicketService } from './service-level-rules.ts';

export type TicketServiceDeps = {
  manualInputs: Pick<ManualInputStore, 'listCurrent'>;
  portals: Pick<PortalStore, 'find'>;
  settings: Pick<SettingStore, 'read'>;
  strategies: Pick<StrategyStore, 'readSettings'>;
};

/** Reads what the time to answer a ticket follows from, and whether its customer complains again. */
export async function readTicketService(
  { manualInputs, portals, settings, strategies }: TicketServiceDeps,
  portalId: PortalId,
  { accountId, categories, createdAt, closedAt, lacksRootCause, others }: CardTicket,
): Promise<TicketService> {
  const accountIds = accountId === null ? [] : [accountId];
  const [portal, { complaintCategories, rootCauseProperty }, execution, told] = await Promise.all([
    portals.find(portalId),
    settings.read(portalId),
    strategies.readSettings(portalId),
    manualInputs.listCurrent(portalId, accountIds),
  ]);
  const timeZone = portal?.timeZone ?? 'UTC';
  const areComplaints = (named: readonly string[]) =>
    named.some((category) => complaintCategories.includes(category.toLowerCase()));
  const complaints = others.filter((other) => areComplaints(other.categories));
  return {
    office: officeOf(timeZone, execution),
    agreed: agreedLevelOf([...told.values()].flat(), dayIn(timeZone)(createdAt)),
    isComplaint: areComplaints(categories),
    isUnexplained: rootCauseProperty !== null && closedAt !== null && lacksRootCause,
    isRepeated: isRepeated(
      createdAt,
      complaints.map((other) => other.createdAt),
    ),
  };
}
