import type { StrategyStore } from '../execution/strategy-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { PortalId } from '../model/ids.ts';
import { workCalendar } from '../strategy/calendar.ts';
import { isRepeated } from '../strategy/service-clock.ts';
import type { CardTicket } from './compact-view-rules.ts';
import type { TicketService } from './service-level-rules.ts';

export type TicketServiceDeps = {
  portals: Pick<PortalStore, 'find'>;
  settings: Pick<SettingStore, 'read'>;
  strategies: Pick<StrategyStore, 'readSettings'>;
};

/** Reads what the time to answer a ticket follows from, and whether its customer complains again. */
export async function readTicketService(
  { portals, settings, strategies }: TicketServiceDeps,
  portalId: PortalId,
  { categories, createdAt, closedAt, lacksRootCause, others }: CardTicket,
): Promise<TicketService> {
  const [portal, { complaintCategories, rootCauseProperty }, { calendar, workingHours }] =
    await Promise.all([
      portals.find(portalId),
      settings.read(portalId),
      strategies.readSettings(portalId),
    ]);
  const areComplaints = (named: readonly string[]) =>
    named.some((category) => complaintCategories.includes(category.toLowerCase()));
  const complaints = others.filter((other) => areComplaints(other.categories));
  return {
    office: {
      timeZone: portal?.timeZone ?? 'UTC',
      calendar: workCalendar(calendar.name, calendar.edits),
      hours: workingHours,
    },
    isComplaint: areComplaints(categories),
    isUnexplained: rootCauseProperty !== null && closedAt !== null && lacksRootCause,
    isRepeated: isRepeated(
      createdAt,
      complaints.map((other) => other.createdAt),
    ),
  };
}
