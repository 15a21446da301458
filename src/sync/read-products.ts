import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import type { Priority } from '../hubspot/portal-queues.ts';
import { linksPerCall } from '../hubspot/record-api.ts';
import type { DealProducts } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';
import { type Source, searchLagMs } from './source-page.ts';

/**
 * What won deals sold: all of them at first, then those with a line item that changed. A deal that
 * changes has its line items read with it.
 */
export const products: Source = {
  name: 'line_item',
  scope: 'crm.objects.line_items.read',
  needsDeals: true,
  mappedIn: ({ productFamilyProperty }) => productFamilyProperty,

  async readPage({ evidenceApi, products: store, settings, now }, { id }, { cursor, since }) {
    const { wonStages, productFamilyProperty } = await settings.read(id);
    const reading = { familyProperty: productFamilyProperty, priority: 'backfill' } as const;
    const readAt = now().getTime();
    if (since === null) {
      const page = { after: cursor, limit: linksPerCall };
      const dealIds = await store.listWonDeals(id, wonStages, page);
      const sold = await familiesOf(evidenceApi, id, dealIds, reading);
      await store.save(id, sold, readAt);
      const next = dealIds.length < linksPerCall ? null : (dealIds.at(-1) ?? null);
      return {
        cursor: next,
        read: sold.filter(({ families }) => families.length > 0).length,
        accountIds: await store.accountsOf(id, dealsWithAny(sold)),
      };
    }
    const page = await evidenceApi.searchLineItems(id, { afterId: cursor, since });
    const linked = await evidenceApi.readDealsOfLineItems(id, page.found, 'backfill');
    const dealIds = await store.wonAmong(id, wonStages, linked);
    const sold = await familiesOf(evidenceApi, id, dealIds, reading);
    await store.save(id, sold, readAt - searchLagMs);
    return {
      cursor: page.lastId,
      read: page.read,
      accountIds: await store.accountsOf(id, dealIds),
    };
  },
};

function dealsWithAny(sold: readonly DealProducts[]): string[] {
  return sold.flatMap(({ dealId, families }) => (families.length === 0 ? [] : [dealId]));
}

/** The families of each deal, none where it has no line items; as many links a call as HubSpot takes. */
export async function familiesOf(
  evidenceApi: EvidenceApi,
  portalId: PortalId,
  dealIds: readonly string[],
  { familyProperty, priority }: { familyProperty: string | null; priority: Priority },
): Promise<DealProducts[]> {
  const found: DealProducts[] = [];
  for (let start = 0; start < dealIds.length; start += linksPerCall) {
    const part = dealIds.slice(start, start + linksPerCall);
    const items = await evidenceApi.readLineItemsOfDeals(portalId, part, priority);
    const ids = [...new Set([...items.values()].flat())];
    const familyOf = await evidenceApi.readProductFamilies(portalId, ids, {
      familyProperty,
      priority,
    });
    for (const dealId of part) {
      const families = (items.get(dealId) ?? []).flatMap((item) => familyOf.get(item) ?? []);
      found.push({ dealId, families: [...new Set(families)].sort() });
    }
  }
  return found;
}
