import type { SettingStore } from '../install/setting-store.ts';
import type { PortalId } from '../model/ids.ts';
import type { ObjectType, RecordOf } from '../model/record.ts';
import type { DirtyStore } from './dirty-store.ts';

export type MarkProductsDeps = { dirty: DirtyStore; settings: SettingStore; now: () => Date };

/** What a won deal sold may have changed with it, and no event tells of line items. */
export async function markProducts(
  { dirty, settings, now }: MarkProductsDeps,
  portalId: PortalId,
  records: readonly RecordOf[ObjectType][],
): Promise<void> {
  const { wonStages } = await settings.read(portalId);
  const changes = records
    .filter(
      (record) =>
        'stage' in record &&
        (record.status === 'won' || (wonStages ?? []).includes(record.stage ?? '')),
    )
    .map(({ id }) => ({
      portalId,
      objectType: 'deal_products' as const,
      objectId: id,
      occurredAt: now().getTime(),
      links: 'unchanged' as const,
    }));
  if (changes.length > 0) await dirty.mark(portalId, changes, now());
}
