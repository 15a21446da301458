import type { Role } from './role.ts';

/** `shadow`: scores are shown to admins, here alone, and nothing is written; `pilot`: of chosen owners' accounts only. */
export const publishingModes = ['shadow', 'pilot', 'live'] as const;
export type PublishingMode = (typeof publishingModes)[number];

export type Publishing = {
  mode: PublishingMode;
  /** Nothing is written, whatever the mode; what there is to say is kept. */
  isPaused: boolean;
  pilotOwners: readonly string[];
};

/** Scores that are tried out are for those who set them up. */
export function isWithheldFrom(role: Role, mode: PublishingMode): boolean {
  return mode === 'shadow' && role !== 'admin';
}

/** Whose accounts may be written to HubSpot. */
export type WriteScope =
  | { kind: 'none' }
  | { kind: 'owners'; ownerIds: readonly string[] }
  | { kind: 'all' };

export function writeScopeOf({ mode, isPaused, pilotOwners }: Publishing): WriteScope {
  if (isPaused || mode === 'shadow') return { kind: 'none' };
  return mode === 'live' ? { kind: 'all' } : { kind: 'owners', ownerIds: pilotOwners };
}
