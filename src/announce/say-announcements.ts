import { allDone } from '../all-done.ts';
import type { SendOutcome } from '../chat/answer-rules.ts';
import type { ChatClient } from '../chat/chat-client.ts';
import type { Logger } from '../log.ts';
import type { Announcement, SealedChannel } from '../model/channel.ts';
import type { PortalId } from '../model/ids.ts';
import type { AnnouncementStore } from './announcement-store.ts';
import { openDoor, type Seal } from './channel-seal-rules.ts';
import type { ChannelStore } from './channel-store.ts';
import { retryDelayMs } from './retry-rules.ts';

export type SayDeps = {
  announcements: AnnouncementStore;
  channels: ChannelStore;
  say: ChatClient;
  seal: Seal;
  now: () => Date;
  log: Logger;
};

/** WeCom and DingTalk take twenty; what people write there has room beside it. */
const perMinute = 15;

/**
 * Says what waits to be said, in all channels at once, in each the oldest first until one is not taken.
 * A message whose answer is lost may be said twice; none is lost.
 */
export async function sayAnnouncements(deps: SayDeps, portalId: PortalId): Promise<void> {
  const channels = await deps.channels.list(portalId);
  await allDone(channels.map((channel) => sayIn(deps, portalId, channel)));
}

async function sayIn(deps: SayDeps, portalId: PortalId, channel: SealedChannel): Promise<void> {
  const { announcements, say, seal, now } = deps;
  let said = await announcements.countSaid(portalId, channel.id, now());
  for (; said < perMinute; said += 1) {
    const next = await announcements.takeNext(portalId, channel.id, now());
    if (!next) return;
    const outcome = await say(openDoor(seal, portalId, channel), next.message);
    await settle(deps, portalId, next, outcome);
    if (outcome.outcome !== 'sent') return;
  }
}

async function settle(
  { announcements, now, log }: SayDeps,
  portalId: PortalId,
  { id, channelId, attempts }: Announcement,
  outcome: SendOutcome,
): Promise<void> {
  if (outcome.outcome === 'sent') return announcements.markSent(portalId, id);
  const delayMs = outcome.outcome === 'refused' ? null : retryDelayMs(attempts, outcome.afterMs);
  const { reason } = outcome;
  if (delayMs === null) {
    await announcements.giveUp(portalId, id, reason);
    log.error({ portalId, channelId, reason }, 'an announcement is given up');
    return;
  }
  await announcements.postpone(portalId, id, { until: now().getTime() + delayMs, reason });
  log.warn({ portalId, channelId, attempts, reason }, 'an announcement waits');
}
