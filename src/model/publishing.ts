/** `shadow`: scores are shown here and nothing is written; `pilot`: of chosen owners' accounts only. */
export const publishingModes = ['shadow', 'pilot', 'live'] as const;
export type PublishingMode = (typeof publishingModes)[number];

export type Publishing = {
  mode: PublishingMode;
  /** Nothing is written, whatever the mode; what there is to say is kept. */
  isPaused: boolean;
  pilotOwners: readonly string[];
};

/** Whose accounts may be written to HubSpot. */
export type WriteScope =
  | { kind: 'none' }
  | { kind: 'owners'; ownerIds: readonly string[] }
  | { kind: 'all' };

export function writeScopeOf({ mode, isPaused, pilotOwners }: Publishing): WriteScope {
  if (isPaused || mode === 'shadow') return { kind: 'none' };
  return mode === 'live' ? { kind: 'all' } : { kind: 'owners', ownerIds: pilotOwners };
}
