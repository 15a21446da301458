import { randomUUID } from 'node:crypto';
import { addressProblem } from '../chat/channel-address-rules.ts';
import type { ChatClient } from '../chat/chat-client.ts';
import { RequestError } from '../errors.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { ChannelKind, Topic } from '../model/channel.ts';
import type { PortalId } from '../model/ids.ts';
import type { Words } from '../words/words.ts';
import { openDoor, type Seal, sealedDoor } from './channel-seal-rules.ts';
import type { ChannelStore } from './channel-store.ts';
import { messageContext, testMessage } from './message-view-rules.ts';

export type ChangeChannelsDeps = {
  channels: ChannelStore;
  portals: Pick<PortalStore, 'find'>;
  say: ChatClient;
  seal: Seal;
  standInOrigin: string | null;
  now: () => Date;
};

export type NewChannel = {
  kind: ChannelKind;
  name: string;
  address: string;
  secret: string | null;
  topics: readonly Topic[];
};

const mostChannels = 10;

/** Adds a chat; its address is checked against where such chats take messages, and kept sealed. */
export async function addChannel(
  { channels, seal, standInOrigin, now }: ChangeChannelsDeps,
  portalId: PortalId,
  { author, words, ...added }: NewChannel & { author: string; words: Words },
): Promise<string> {
  const problem = addressProblem(added.kind, added.address, standInOrigin);
  if (problem !== null) throw new RequestError(422, words.say(`channel.problem.${problem}`));
  if ((await channels.list(portalId)).length >= mostChannels) {
    throw new RequestError(409, words.count('channel.too_many', mostChannels));
  }
  const { kind, name, topics } = added;
  const id = randomUUID();
  const channel = { id, kind, name, topics, addedAt: now().getTime() };
  await channels.add(portalId, { ...channel, ...sealedDoor(seal, portalId, added) }, author);
  return id;
}

/** Says something at once, past everything that waits, and tells what came of it. */
export async function testChannel(
  { channels, portals, say, seal }: ChangeChannelsDeps,
  portalId: PortalId,
  { id, words }: { id: string; words: Words },
): Promise<void> {
  const channel = await channels.find(portalId, id);
  const portal = await portals.find(portalId);
  if (!channel || !portal) throw new RequestError(404, words.say('channel.unknown'));
  const outcome = await say(openDoor(seal, portalId, channel), testMessage(messageContext(portal)));
  if (outcome.outcome === 'sent') return;
  throw new RequestError(422, words.say('channel.not_taken', { reason: outcome.reason }));
}
