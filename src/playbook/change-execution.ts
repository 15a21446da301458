import { Refusal } from '../errors.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { SettingApi } from '../hubspot/setting-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { RoleMap } from '../model/execution-settings.ts';
import type { PortalId } from '../model/ids.ts';
import type { StrategyCode } from '../model/strategy.ts';
import { obstaclesOf, type StrategyProblem } from '../strategy/problems.ts';
import { roleProperties } from '../strategy/roles.ts';
import type { ExecutionDifference } from './execution-input-rules.ts';

export type ChangeExecutionDeps = {
  strategies: StrategyStore;
  portals: Pick<PortalStore, 'listOwners'>;
  settingApi: Pick<SettingApi, 'readCompanyProperties'>;
  now: () => Date;
  /** The portal has work: its tasks are planned by the new settings. */
  onPublished: (portalId: PortalId) => void;
};

/** Changes how strategies become tasks; what is not named stays. Safe to repeat. */
export async function changeExecution(
  deps: ChangeExecutionDeps,
  portalId: PortalId,
  { difference, author }: { difference: ExecutionDifference; author: string },
): Promise<void> {
  const { strategies, now, onPublished } = deps;
  const before = await strategies.readSettings(portalId);
  const { roles, escalationOwnerId } = difference;
  if (roles) await refuseBadRoles(deps, portalId, { roles, before: before.roles });
  if (roles?.fallbackOwnerId === '' && before.switchedOn.length > 0) {
    throw new Refusal(409, (words) => words.say('refusal.needs_fallback'));
  }
  if (escalationOwnerId) await refuseStrangers(deps, portalId, [escalationOwnerId]);
  await strategies.saveSettings(portalId, difference, { author, at: now() });
  onPublished(portalId);
}

async function refuseBadRoles(
  deps: ChangeExecutionDeps,
  portalId: PortalId,
  { roles, before }: { roles: RoleMap; before: RoleMap },
): Promise<void> {
  const named = Object.values(roles.chains).flatMap((chain) =>
    chain.flatMap((source) => (source.kind === 'owner' ? [source.ownerId] : [])),
  );
  const fallback = roles.fallbackOwnerId === '' ? [] : [roles.fallbackOwnerId];
  await refuseStrangers(deps, portalId, [...fallback, ...named]);
  const known = new Set(roleProperties(before));
  const added = roleProperties(roles).filter((name) => !known.has(name));
  if (added.length === 0) return;
  const properties = await deps.settingApi.readCompanyProperties(portalId);
  for (const name of added) {
    if (!properties.some((property) => property.name === name && property.isOwner)) {
      throw new Refusal(422, (words) => words.say('refusal.no_owner_property', { name }));
    }
  }
}

async function refuseStrangers(
  { portals }: ChangeExecutionDeps,
  portalId: PortalId,
  ownerIds: readonly string[],
): Promise<void> {
  const owners = await portals.listOwners(portalId);
  const active = new Set(owners.filter(({ isActive }) => isActive).map(({ id }) => id));
  const stranger = ownerIds.find((id) => !active.has(id));
  if (stranger === undefined) return;
  throw new Refusal(422, (words) => words.say('refusal.no_owner', { id: stranger }));
}

export type SwitchOutcome = { outcome: 'switched' } | { outcome: 'refused'; obstacles: Obstacle[] };

export type Obstacle = { code: StrategyCode | null; problem: StrategyProblem | 'no_fallback' };

/** Lets strategies make tasks, or no more; refused while something stands against it. Safe to repeat. */
export async function switchStrategies(
  { strategies, now, onPublished }: ChangeExecutionDeps,
  portalId: PortalId,
  asked: { codes: readonly StrategyCode[]; isOn: boolean; author: string },
): Promise<SwitchOutcome> {
  const { codes, isOn, author } = asked;
  const inForce = await strategies.read(portalId);
  const obstacles = isOn ? obstaclesTo(codes, inForce) : [];
  if (obstacles.length > 0) return { outcome: 'refused', obstacles };
  const wanted = new Set(inForce.settings.switchedOn);
  for (const code of codes) {
    if (isOn) wanted.add(code);
    else wanted.delete(code);
  }
  const switchedOn = inForce.strategies.map(({ code }) => code).filter((code) => wanted.has(code));
  await strategies.saveSettings(portalId, { switchedOn }, { author, at: now() });
  onPublished(portalId);
  return { outcome: 'switched' };
}

/** What stands against switching strategies on. */
function obstaclesTo(
  codes: readonly StrategyCode[],
  { strategies, settings }: Awaited<ReturnType<StrategyStore['read']>>,
): Obstacle[] {
  const open = strategies
    .filter(({ code }) => codes.includes(code))
    .flatMap((strategy) =>
      obstaclesOf(strategy).map((problem): Obstacle => ({ code: strategy.code, problem })),
    );
  if (settings.roles.fallbackOwnerId !== '') return open;
  return [{ code: null, problem: 'no_fallback' }, ...open];
}
