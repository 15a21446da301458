import type { SealedChannel } from '../model/channel.ts';
import type { PortalId } from '../model/ids.ts';

/** Seals what is secret for storage, bound to an owner. */
export type Seal = {
  seal(plain: string, owner: string): string;
  open(sealed: string, owner: string): string;
};

/** Bound to the portal, so that a row copied to another portal opens nothing. */
const ownerOf = (portalId: PortalId) => `channel/${portalId}`;

export function sealedDoor(
  { seal }: Seal,
  portalId: PortalId,
  door: { address: string; secret: string | null },
) {
  const owner = ownerOf(portalId);
  return {
    address: seal(door.address, owner),
    secret: door.secret === null ? null : seal(door.secret, owner),
  };
}

export function openDoor({ open }: Seal, portalId: PortalId, channel: SealedChannel) {
  const owner = ownerOf(portalId);
  return {
    kind: channel.kind,
    address: open(channel.address, owner),
    secret: channel.secret === null ? null : open(channel.secret, owner),
  };
}
