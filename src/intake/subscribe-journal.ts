import { HubspotError } from '../errors.ts';
import type { JournalApi } from '../hubspot/journal-api.ts';
import { type JournalSubscription, lackingInJournal } from '../hubspot/journal-subscriptions.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';

export type SubscribeJournalDeps = {
  journalApi: Pick<JournalApi, 'listSubscriptions' | 'subscribe' | 'unsubscribe'>;
  portals: Pick<PortalStore, 'listByState'>;
  wanted: readonly JournalSubscription[];
  log: Logger;
};

/**
 * Has the journal write down what webhooks tell of, of every connected portal and of none that left:
 * only what was subscribed to before is in it. Safe to run twice.
 */
export async function subscribeJournal(deps: SubscribeJournalDeps): Promise<void> {
  const { journalApi, portals, wanted, log } = deps;
  const { connected, gone } = await portals.listByState();
  const there = await journalApi.listSubscriptions();
  for (const portalId of connected) {
    const lacking = lackingInJournal(wanted, there.get(portalId) ?? []);
    for (const subscription of lacking) await subscribe(deps, portalId, subscription);
    if (lacking.length > 0) {
      log.info({ portalId, subscriptions: lacking.length }, 'the journal tells of the portal');
    }
  }
  for (const portalId of gone) if (there.has(portalId)) await journalApi.unsubscribe(portalId);
}

/** One that HubSpot refuses keeps no other from being made: the sweep finds what it would tell. */
async function subscribe(
  { journalApi, log }: SubscribeJournalDeps,
  portalId: PortalId,
  subscription: JournalSubscription,
): Promise<void> {
  try {
    await journalApi.subscribe(portalId, subscription);
  } catch (error) {
    if (!(error instanceof HubspotError) || error.reaction !== 'refused') throw error;
    const { subscriptionType, objectTypeId } = subscription;
    const facts = { portalId, subscriptionType, objectTypeId, err: error };
    log.warn(facts, 'the journal refuses a subscription');
  }
}
