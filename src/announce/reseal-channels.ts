import { openDoor, type Seal, sealedDoor } from './channel-seal-rules.ts';
import type { ChannelStore } from './channel-store.ts';

/**
 * Seals all addresses and secrets of chats with today's key, so that earlier keys can be thrown away.
 * Throws where no key opens one. Returns how many channels were sealed anew; safe to run twice.
 */
export async function resealChannels(
  channels: Pick<ChannelStore, 'listPortals' | 'list' | 'replaceDoor'>,
  seal: Seal,
): Promise<number> {
  let resealed = 0;
  for (const portalId of await channels.listPortals()) {
    for (const channel of await channels.list(portalId)) {
      const door = sealedDoor(seal, portalId, openDoor(seal, portalId, channel));
      await channels.replaceDoor(portalId, channel.id, door);
      resealed += 1;
    }
  }
  return resealed;
}
