import type { Owner } from '../model/portal.ts';
import type { Role } from '../model/role.ts';
import type { Sight, SightOfOwners } from '../model/sight.ts';

/**
 * Whose accounts a user may see; null: nobody's. Accounts without an owner are in no team, and a
 * portal without teams is one team.
 */
export function sightOf(role: Role, userId: number, owners: readonly Owner[]): Sight | null {
  switch (role) {
    case 'reader':
      return null;
    case 'kam':
      return { kind: 'owners', of: 'own', ownerIds: idsOf(ownersOf(userId, owners)) };
    case 'manager':
      return teamSight(userId, owners);
    case 'admin':
      return { kind: 'all' };
  }
}

function teamSight(userId: number, owners: readonly Owner[]): Sight {
  if (owners.every(({ teams }) => teams.length === 0)) return { kind: 'all' };
  const own = ownersOf(userId, owners);
  const teams = new Set(own.flatMap((owner) => owner.teams.map(({ id }) => id)));
  const mates = owners.filter((owner) => owner.teams.some(({ id }) => teams.has(id)));
  return { kind: 'owners', of: 'team', ownerIds: idsOf([...own, ...mates]) };
}

function ownersOf(userId: number, owners: readonly Owner[]): Owner[] {
  return owners.filter((owner) => owner.userId === userId);
}

function idsOf(owners: readonly Owner[]): string[] {
  return [...new Set(owners.map(({ id }) => id))].sort();
}

/** Equal for equal sights. */
export function sightKey(sight: Sight): string {
  return sight.kind === 'all' ? 'all' : sight.ownerIds.join(' ');
}

export function ownersSeen(sight: Sight): SightOfOwners['ownerIds'] | null {
  return sight.kind === 'all' ? null : sight.ownerIds;
}
