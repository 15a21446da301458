import { RequestError } from '../errors.ts';
import type { PortalId } from '../model/ids.ts';
import type { Publishing, PublishingMode, WriteScope } from '../model/publishing.ts';
import type { WriteCount } from '../model/write-count.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';

export type ChangePublishingDeps = {
  publishing: PublishingStore;
  now: () => Date;
  onPublished: (portalId: PortalId) => void;
};

/** What a mode would allow, paused or not. */
export function scopeOfMode({ mode, pilotOwners }: Omit<Publishing, 'isPaused'>): WriteScope {
  if (mode === 'shadow') return { kind: 'none' };
  return mode === 'live' ? { kind: 'all' } : { kind: 'owners', ownerIds: pilotOwners };
}

export async function changeMode(
  { publishing, now, onPublished }: ChangePublishingDeps,
  portalId: PortalId,
  asked: { mode: PublishingMode; pilotOwners: readonly string[]; author: string },
): Promise<void> {
  const { mode, pilotOwners, author } = asked;
  if (mode === 'pilot' && pilotOwners.length === 0) {
    throw new RequestError(400, 'A pilot needs at least one owner.');
  }
  const before = await publishing.read(portalId);
  const next = {
    ...before,
    mode,
    pilotOwners: mode === 'pilot' ? pilotOwners : before.pilotOwners,
  };
  await publishing.save(portalId, next, { author, at: now() });
  onPublished(portalId);
}

/** The next batch that would be written finds the switch; one on its way ends. */
export async function pause(
  { publishing, now, onPublished }: ChangePublishingDeps,
  portalId: PortalId,
  { isPaused, author }: { isPaused: boolean; author: string },
): Promise<void> {
  const before = await publishing.read(portalId);
  await publishing.save(portalId, { ...before, isPaused }, { author, at: now() });
  if (!isPaused) onPublished(portalId);
}

export type CountWrites = (portalId: PortalId, scope: WriteScope) => Promise<WriteCount>;
