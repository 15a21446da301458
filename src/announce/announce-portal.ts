import type { PortalStore } from '../install/portal-store.ts';
import type { PortalId } from '../model/ids.ts';
import { type AnnounceNewsDeps, announceNews } from './announce-news.ts';
import { type SayDeps, sayAnnouncements } from './say-announcements.ts';
import { type DigestDeps, writeDigests } from './write-digests.ts';

export type AnnounceDeps = AnnounceNewsDeps &
  DigestDeps &
  SayDeps & { portals: Pick<PortalStore, 'find'> };

/** What only the clock tells of is looked for so often. */
const lookEveryMs = 30_000;

/** Tells a portal's teams what they want to hear, apart from scoring and writing, which never wait for it. */
export function createAnnouncer(deps: AnnounceDeps) {
  const lookedAt = new Map<PortalId, number>();

  function isDue(portalId: PortalId): boolean {
    const nowMs = deps.now().getTime();
    if (Math.abs(nowMs - (lookedAt.get(portalId) ?? 0)) < lookEveryMs) return false;
    lookedAt.set(portalId, nowMs);
    return true;
  }

  return async function announcePortal(portalId: PortalId): Promise<void> {
    const portal = await deps.portals.find(portalId);
    if (portal?.status !== 'installed') return;
    if (isDue(portalId)) await writeDigests(deps, portal);
    await announceNews(deps, portal);
    await sayAnnouncements(deps, portalId);
  };
}
