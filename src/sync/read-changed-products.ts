import { HubspotError, stopsPortal } from '../errors.ts';
import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import { linksPerCall } from '../hubspot/record-api.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { type Pressure, worthCalling } from '../model/pressure.ts';
import type { DirtyRecord } from '../model/record-change.ts';
import { retryDelayMs } from './change-rules.ts';
import type { DirtyStore } from './dirty-store.ts';
import { type FamilyDeps, findAccountsAbove } from './find-accounts-above.ts';
import type { ProductStore } from './product-store.ts';
import { familiesOf } from './read-products.ts';
import type { SourceStore } from './source-store.ts';

export type ReadProductsDeps = FamilyDeps & {
  evidenceApi: EvidenceApi;
  products: ProductStore;
  settings: SettingStore;
  sources: SourceStore;
  dirty: DirtyStore;
  now: () => Date;
  log: Logger;
};

/** What was sold matters less than that it was: it waits longer for a call to fill, ms. */
const patienceMs = 10_000;

/**
 * Reads what won deals that changed sold, and has the accounts scored of those that sold something else than
 * was known. Returns how many deals there were. Where line items were not read whole yet, or are not granted, the whole read brings them later.
 * Safe to run twice.
 */
export async function readChangedProducts(
  deps: ReadProductsDeps,
  portalId: PortalId,
  pressure: Pressure,
): Promise<number> {
  const { sources, dirty, now, log } = deps;
  const due = await dirty.listDue(portalId, 'deal_products', linksPerCall, now());
  const nowMs = now().getTime();
  const asked = worthCalling(due, { perCall: linksPerCall, pressure, patienceMs, nowMs });
  if (asked.length === 0) return 0;
  const known = await sources.list(portalId);
  if (!known.some(({ source, state }) => source === 'line_item' && state === 'read')) {
    await dirty.forget(portalId, 'deal_products', asked);
    return asked.length;
  }
  try {
    await readAndFinish(deps, portalId, asked);
  } catch (error) {
    if (stopsPortal(error)) throw error;
    if (error instanceof HubspotError && error.reaction === 'missing-scope') {
      await dirty.forget(portalId, 'deal_products', asked);
      return asked.length;
    }
    const attempts = Math.max(...asked.map((deal) => deal.attempts));
    const askedMs = error instanceof HubspotError ? error.retryAfterMs : undefined;
    const until = now().getTime() + (askedMs ?? retryDelayMs(attempts));
    const ids = asked.map(({ id }) => id);
    await dirty.postpone(portalId, 'deal_products', ids, { until, reason: String(error) });
    log.warn({ portalId, deals: ids.length, err: error }, 'line items wait to be read');
  }
  return asked.length;
}

async function readAndFinish(
  deps: ReadProductsDeps,
  portalId: PortalId,
  asked: readonly DirtyRecord[],
): Promise<void> {
  const { evidenceApi, products, settings, dirty, now } = deps;
  const readAt = now().getTime();
  const dealIds = asked.map(({ id }) => id);
  const { productFamilyProperty } = await settings.read(portalId);
  const sold = await familiesOf(evidenceApi, portalId, dealIds, {
    familyProperty: productFamilyProperty,
    priority: 'change',
  });
  const differing = await products.differing(portalId, sold);
  if (differing.length > 0) {
    const accountIds = await products.accountsOf(portalId, differing);
    const accountsAbove = await findAccountsAbove(deps, portalId, accountIds);
    // Before it is kept: afterwards nothing would tell whom it is new to, if we were ended in between.
    await dirty.markAccounts(portalId, [...accountIds, ...accountsAbove], 'webhook', now());
  }
  await products.save(portalId, sold, readAt);
  await dirty.forget(portalId, 'deal_products', asked);
}
