import type { SettingStore } from '../install/setting-store.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { above } from './family-rules.ts';
import type { FamilyStore } from './family-store.ts';

export type FamilyDeps = { families: FamilyStore; settings: SettingStore };

/**
 * The accounts whose sums contain these: their parents as far up as known, when the portal counts
 * child companies in. `parentIds` are parents that were just read and are not stored yet.
 */
export async function findAccountsAbove(
  { families, settings }: FamilyDeps,
  portalId: PortalId,
  accountIds: readonly AccountId[],
  parentIds: readonly AccountId[] = [],
): Promise<AccountId[]> {
  const { rollUp } = await settings.read(portalId);
  if (rollUp === 'own') return [];
  const starts = [...accountIds, ...parentIds];
  const parents = await families.parentsAbove(portalId, starts);
  return [...new Set([...parentIds, ...above(starts, parents)])];
}
