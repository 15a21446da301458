import { Refusal } from '../errors.ts';
import type { PortalId } from '../model/ids.ts';
import type { Publishing, PublishingMode, WriteScope } from '../model/publishing.ts';
import type { WriteCount } from '../model/write-count.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import { differencesBetween } from './setting-change-rules.ts';
import type { SettingChangeStore } from './setting-change-store.ts';

export type ChangePublishingDeps = {
  publishing: PublishingStore;
  changes: Pick<SettingChangeStore, 'add'>;
  now: () => Date;
  onPublished: (portalId: PortalId) => void;
};

/** What a mode would allow, paused or not. */
export function scopeOfMode({ mode, pilotOwners }: Omit<Publishing, 'isPaused'>): WriteScope {
  if (mode === 'shadow') return { kind: 'none' };
  return mode === 'live' ? { kind: 'all' } : { kind: 'owners', ownerIds: pilotOwners };
}

export async function changeMode(
  deps: ChangePublishingDeps,
  portalId: PortalId,
  asked: { mode: PublishingMode; pilotOwners: readonly string[]; author: string },
): Promise<void> {
  const { mode, pilotOwners, author } = asked;
  const { publishing, onPublished } = deps;
  if (mode === 'pilot' && pilotOwners.length === 0) {
    throw new Refusal(400, (words) => words.say('refusal.empty_pilot'));
  }
  const before = await publishing.read(portalId);
  const next = {
    ...before,
    mode,
    pilotOwners: mode === 'pilot' ? pilotOwners : before.pilotOwners,
  };
  await save(deps, portalId, { before, next, author });
  onPublished(portalId);
}

/** The next batch that would be written finds the switch; one on its way ends. */
export async function pause(
  deps: ChangePublishingDeps,
  portalId: PortalId,
  { isPaused, author }: { isPaused: boolean; author: string },
): Promise<void> {
  const before = await deps.publishing.read(portalId);
  await save(deps, portalId, { before, next: { ...before, isPaused }, author });
  if (!isPaused) deps.onPublished(portalId);
}

type Step = { before: Publishing; next: Publishing; author: string };

async function save(
  { publishing, changes, now }: ChangePublishingDeps,
  portalId: PortalId,
  { before, next, author }: Step,
): Promise<void> {
  const by = { author, at: now() };
  await publishing.save(portalId, next, by);
  await changes.add(portalId, differencesBetween(before, next), by);
}

export type CountWrites = (portalId: PortalId, scope: WriteScope) => Promise<WriteCount>;
