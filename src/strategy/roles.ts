import type { RoleMap, RoleSource } from '../model/execution-settings.ts';
import type { AccountId } from '../model/ids.ts';
import type { OwnerRole } from '../model/strategy.ts';
import { draw } from './draw.ts';

export type Owner = { id: string; isActive: boolean; teamIds: readonly string[] };

export type RoleProblem =
  | { code: 'deactivated_owner'; ownerId: string }
  | { code: 'unknown_owner'; ownerId: string }
  | { code: 'empty_team'; teamId: string }
  | { code: 'empty_property'; property: string }
  | { code: 'no_source' };

export type ResolvedRole = {
  ownerId: string;
  by: RoleSource['kind'] | 'fallback';
  /** What was tried in vain; to be reported when the fallback had to step in. */
  problems: RoleProblem[];
};

/** Who owns the record in HubSpot. */
export const ownerProperty = 'hubspot_owner_id';

/** The key-account manager is the record's owner unless a portal says otherwise. */
export const defaultChains: RoleMap['chains'] = {
  kam: [{ kind: 'property', property: ownerProperty }],
};

/** The company properties that are asked for owners, beside the record's own. */
export function roleProperties({ chains }: RoleMap): string[] {
  const named = Object.values(chains).flatMap((chain) =>
    chain.flatMap((source) => (source.kind === 'property' ? [source.property] : [])),
  );
  return [...new Set(named)].filter((name) => name !== ownerProperty);
}

/** Who does what a role has to do for an account. */
export function resolveRole(
  role: OwnerRole,
  account: { accountId: AccountId; properties: Readonly<Record<string, string | null>> },
  map: RoleMap,
  owners: readonly Owner[],
): ResolvedRole {
  const problems: RoleProblem[] = [];
  const chain = map.chains[role] ?? [];
  for (const source of chain) {
    const found = lookUp(source, account, owners);
    if (typeof found === 'string') return { ownerId: found, by: source.kind, problems };
    problems.push(found);
  }
  if (chain.length === 0) problems.push({ code: 'no_source' });
  return { ownerId: fallbackOf(map, owners, problems), by: 'fallback', problems };
}

/** Who is left to do it; that the fallback itself left is one problem more. */
function fallbackOf(
  { fallbackOwnerId, standInOwnerId }: RoleMap,
  owners: readonly Owner[],
  problems: RoleProblem[],
): string {
  const left = owners.find(({ id, isActive }) => id === fallbackOwnerId && !isActive);
  if (!left) return fallbackOwnerId;
  problems.push({ code: 'deactivated_owner', ownerId: fallbackOwnerId });
  const standIn = owners.find(({ id, isActive }) => id === standInOwnerId && isActive);
  return standIn?.id ?? fallbackOwnerId;
}

function lookUp(
  source: RoleSource,
  account: { accountId: AccountId; properties: Readonly<Record<string, string | null>> },
  owners: readonly Owner[],
): string | RoleProblem {
  if (source.kind === 'team') return memberOf(source.teamId, account.accountId, owners);
  if (source.kind === 'owner') return activeOwner(source.ownerId, owners);
  const ownerId = account.properties[source.property];
  if (!ownerId) return { code: 'empty_property', property: source.property };
  return activeOwner(ownerId, owners);
}

function activeOwner(ownerId: string, owners: readonly Owner[]): string | RoleProblem {
  const owner = owners.find(({ id }) => id === ownerId);
  if (!owner) return { code: 'unknown_owner', ownerId };
  return owner.isActive ? ownerId : { code: 'deactivated_owner', ownerId };
}

/** The member with the highest draw for the account: when one leaves, only that one's accounts move. */
function memberOf(
  teamId: string,
  accountId: AccountId,
  owners: readonly Owner[],
): string | RoleProblem {
  let best: { id: string; drawn: number } | undefined;
  for (const { id, isActive, teamIds } of owners) {
    if (!isActive || !teamIds.includes(teamId)) continue;
    const drawn = draw(`${accountId}/${id}`);
    if (!best || drawn > best.drawn || (drawn === best.drawn && id < best.id)) best = { id, drawn };
  }
  return best ? best.id : { code: 'empty_team', teamId };
}
