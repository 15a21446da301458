import type { PortalStore } from '../install/portal-store.ts';
import type { AccountId } from '../model/ids.ts';
import { resolveRole } from '../strategy/roles.ts';
import type { PlanStore } from './plan-store.ts';
import { type PlanContext, readOwners } from './read-plan-context.ts';

export type FindManagersDeps = {
  portals: Pick<PortalStore, 'listOwners'>;
  plans: Pick<PlanStore, 'findAccounts'>;
};

/** Who hears of what went wrong with accounts; merged tasks belong to none. Nobody is an empty id. */
export async function findManagers(
  { portals, plans }: FindManagersDeps,
  { portalId, settings }: Pick<PlanContext, 'portalId' | 'settings'>,
  accountIds: readonly AccountId[],
): Promise<(accountId: AccountId | null) => string> {
  const { escalationOwnerId, roles } = settings;
  if (escalationOwnerId !== null) return () => escalationOwnerId;
  const owners = await readOwners({ portals }, portalId);
  const accounts = await plans.findAccounts(portalId, { kind: 'all' }, [...new Set(accountIds)]);
  const propertiesOf = new Map(
    accounts.map(({ situation, properties }) => [situation.accountId, properties]),
  );
  return (accountId) => {
    if (accountId === null) return roles.fallbackOwnerId;
    const account = { accountId, properties: propertiesOf.get(accountId) ?? {} };
    return resolveRole('manager', account, roles, owners).ownerId;
  };
}
