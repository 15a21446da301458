import type { PortalStore } from '../install/portal-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import { type Day, dayIn } from '../model/day.ts';
import type { ExecutionSettings } from '../model/execution-settings.ts';
import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import { type WriteScope, writeScopeOf } from '../model/publishing.ts';
import { workCalendar } from '../strategy/calendar.ts';
import type { PlanFrame } from '../strategy/plan.ts';
import type { Owner } from '../strategy/roles.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import { rolesWith } from './plan-rules.ts';
import type { StrategyStore } from './strategy-store.ts';

export type ContextDeps = {
  portals: Pick<PortalStore, 'find' | 'listOwners'>;
  publishing: Pick<PublishingStore, 'read'>;
  settings: Pick<SettingStore, 'read'>;
  strategies: Pick<StrategyStore, 'read'>;
  now: () => Date;
};

/** What all accounts of a portal are planned by today. */
export type PlanContext = {
  portalId: PortalId;
  today: Day;
  frame: PlanFrame;
  settings: ExecutionSettings;
  scope: WriteScope;
  /** Names everything above but the day. */
  revision: string;
};

/** A portal grants tasks with its contacts. */
export const taskScope = 'crm.objects.contacts.write';

/** null: nothing may be written, or the portal does not grant tasks. */
export async function readPlanContext(
  deps: ContextDeps,
  portalId: PortalId,
): Promise<PlanContext | null> {
  const portal = await deps.portals.find(portalId);
  const scope = writeScopeOf(await deps.publishing.read(portalId));
  if (!portal?.scopes.includes(taskScope) || scope.kind === 'none') return null;
  return await contextWithin(deps, portal, scope);
}

/** What the accounts of a scope are planned by, whether they may be or not. */
export async function contextWithin(
  { settings, strategies, now }: Omit<ContextDeps, 'portals' | 'publishing'>,
  portal: Portal,
  scope: WriteScope,
): Promise<PlanContext> {
  const { id: portalId } = portal;
  const inForce = await strategies.read(portalId);
  const { kamOwnerProperty } = await settings.read(portalId);
  const { name, edits } = inForce.settings.calendar;
  return {
    portalId,
    today: dayIn(portal.timeZone)(now().getTime()),
    frame: {
      portalId,
      library: inForce.library,
      calendar: workCalendar(name, edits),
      events: inForce.settings.events,
    },
    settings: { ...inForce.settings, roles: rolesWith(inForce.settings, kamOwnerProperty) },
    scope,
    revision: JSON.stringify([inForce.revision, scope, kamOwnerProperty]),
  };
}

/** Who may be given tasks, and who left. */
export async function readOwners(
  { portals }: { portals: Pick<PortalStore, 'listOwners'> },
  portalId: PortalId,
): Promise<Owner[]> {
  const owners = await portals.listOwners(portalId);
  return owners.map(({ id, isActive, teams }) => ({
    id,
    isActive,
    teamIds: teams.map((team) => team.id),
  }));
}
