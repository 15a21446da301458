import type { StrategyStore } from '../execution/strategy-store.ts';
import { dayIn, dayMs, instantOf } from '../model/day.ts';
import type { Portal } from '../model/portal.ts';
import { writeScopeOf } from '../model/publishing.ts';
import { mondayOf } from '../strategy/civil-dates.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import type { ChannelStore } from './channel-store.ts';
import type { DigestStore } from './digest-store.ts';
import { digestMessage } from './digest-view-rules.ts';
import { messageContext } from './message-view-rules.ts';
import { channelsFor, isWithin } from './news-rules.ts';
import type { NewsStore } from './news-store.ts';

export type DigestDeps = {
  channels: ChannelStore;
  digests: DigestStore;
  news: NewsStore;
  publishing: Pick<PublishingStore, 'read'>;
  strategies: Pick<StrategyStore, 'read'>;
  now: () => Date;
};

const digestHour = 9;
const ownersAtOnce = 20;
const daysOfWeek = 7;

/**
 * Writes each owner's digest from Monday at nine in the portal's time zone on, to the channels that were
 * there by then: at most one an owner and week, however often it is asked for.
 */
export async function writeDigests(deps: DigestDeps, portal: Portal): Promise<void> {
  const { channels, digests, publishing, now } = deps;
  const week = mondayOf(dayIn(portal.timeZone)(now().getTime()));
  const beginsAt = instantOf(week, digestHour, portal.timeZone);
  if (now().getTime() < beginsAt) return;
  const channelIds = channelsFor(await channels.list(portal.id), 'digest')
    .filter(({ addedAt }) => addedAt <= beginsAt)
    .map(({ id }) => id);
  if (channelIds.length === 0) return;
  const scope = writeScopeOf(await publishing.read(portal.id));
  if (scope.kind === 'none') return;
  for (const owner of await digests.listOwners(portal.id, week, ownersAtOnce)) {
    const isTold = isWithin(scope, owner.ownerId);
    const message = isTold ? await messageFor(deps, portal, { ...owner, week }) : null;
    const saying = message && { channelIds, topic: 'digest' as const, message };
    await deps.news.sayDigest(portal.id, { ownerId: owner.ownerId, week }, saying, now());
  }
}

async function messageFor(
  { digests, strategies, now }: DigestDeps,
  portal: Portal,
  { ownerId, name, week }: { ownerId: string; name: string; week: number },
) {
  const today = dayIn(portal.timeZone)(now().getTime());
  const facts = {
    owner: name,
    week,
    changed: await digests.countChanged(portal.id, ownerId, now().getTime() - daysOfWeek * dayMs),
    atRisk: await digests.atRisk(portal.id, ownerId),
    tasks: await digests.tasks(portal.id, ownerId, { today, until: week + daysOfWeek - 1 }),
  };
  const inForce = await strategies.read(portal.id);
  return digestMessage(facts, inForce.strategies, messageContext(portal));
}
