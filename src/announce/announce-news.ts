import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import { type WriteScope, writeScopeOf } from '../model/publishing.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import type { ChannelStore } from './channel-store.ts';
import { breachesMessage, changesMessage, messageContext } from './message-view-rules.ts';
import { channelsFor, isWithin, newsOf, pauseMs } from './news-rules.ts';
import type { NewsStore } from './news-store.ts';

export type AnnounceNewsDeps = {
  channels: ChannelStore;
  news: NewsStore;
  publishing: Pick<PublishingStore, 'read'>;
  now: () => Date;
};

/**
 * Puts one message about everything that changed since the last on its way to each channel that wants to
 * hear of it; what nobody may or wants to hear is let go. Safe to run twice, and by several at once.
 */
export async function announceNews(deps: AnnounceNewsDeps, portal: Portal): Promise<void> {
  await announceBreaches(deps, portal);
  await announceChanges(deps, portal);
}

async function announceChanges(deps: AnnounceNewsDeps, portal: Portal): Promise<void> {
  const { news, now } = deps;
  if (!(await news.hasNews(portal.id, 'account_transition'))) return;
  if (await isTooSoon(deps, portal.id, 'changes')) return;
  const audience = await audienceOf(deps, portal.id, 'changes');
  await news.takeTransitions(portal.id, now(), (transitions, accounts) => {
    const since = transitions.filter(({ happenedAt }) => happenedAt >= audience.since);
    const told = newsOf(since, accounts).filter(({ account }) =>
      isWithin(audience.scope, account.ownerId),
    );
    if (told.length === 0 || audience.channelIds.length === 0) return null;
    const message = changesMessage(told, messageContext(portal));
    return { channelIds: audience.channelIds, topic: 'changes', message };
  });
}

async function announceBreaches(deps: AnnounceNewsDeps, portal: Portal): Promise<void> {
  const { news, now } = deps;
  if (!(await news.hasNews(portal.id, 'complaint_breach'))) return;
  if (await isTooSoon(deps, portal.id, 'breaches')) return;
  const audience = await audienceOf(deps, portal.id, 'breaches');
  await news.takeBreaches(portal.id, now(), (breaches, accounts) => {
    const told = breaches.filter(({ accountId, noticedAt }) => {
      if (noticedAt < audience.since) return false;
      const account = accounts.get(accountId);
      return account && isWithin(audience.scope, account.ownerId);
    });
    if (told.length === 0 || audience.channelIds.length === 0) return null;
    const message = breachesMessage(told, accounts, messageContext(portal));
    return { channelIds: audience.channelIds, topic: 'breaches', message };
  });
}

async function isTooSoon(
  { news, now }: AnnounceNewsDeps,
  portalId: PortalId,
  topic: 'changes' | 'breaches',
): Promise<boolean> {
  return now().getTime() - (await news.lastSaidAt(portalId, topic)) < pauseMs[topic];
}

async function audienceOf(
  { channels, publishing }: AnnounceNewsDeps,
  portalId: PortalId,
  topic: 'changes' | 'breaches',
): Promise<{ scope: WriteScope; channelIds: string[]; since: number }> {
  const wanting = channelsFor(await channels.list(portalId), topic);
  const scope = writeScopeOf(await publishing.read(portalId));
  const since = Math.min(...wanting.map(({ addedAt }) => addedAt));
  return { scope, channelIds: wanting.map(({ id }) => id), since };
}
