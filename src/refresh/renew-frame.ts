import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { dayIn, isoDate } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { PortalSettings } from '../model/settings.ts';
import type { PopulationStore } from '../sync/population-store.ts';
import { type EvidenceDeps, openEvidence } from './account-evidence.ts';
import { type CarryDeps, carriedFrame } from './carried-frame.ts';
import type { EvidenceAtHand } from './evidence-at-hand.ts';
import { makeFrame } from './frame-maker.ts';

export type RenewDeps = EvidenceDeps &
  CarryDeps & {
    assessments: Pick<AssessmentStore, 'marksOf'>;
    portals: PortalStore;
    population: PopulationStore;
    now: () => Date;
  };

const accountsAtOnce = 500;

/**
 * Renews the portal-wide inputs of the scores once a portal-local day and after a change of the
 * policy or the settings, and marks every account for scoring within them. New settings hold once what
 * they ask for is read. Does nothing while the frame in force is right; safe to run twice. Returns what it
 * read of the first accounts: they are scored next.
 */
export async function renewFrame(
  deps: RenewDeps,
  portalId: PortalId,
  reading: 'read' | 'being_read',
): Promise<EvidenceAtHand | undefined> {
  const { portals, frames, settings, now, log } = deps;
  const portal = await portals.find(portalId);
  if (!portal) return undefined;
  const day = dayIn(portal.timeZone)(now().getTime());
  const policy = await frames.policyOf(portalId);
  const previous = await frames.findCurrent(portalId);
  const settingRevision =
    previous && reading === 'being_read'
      ? (previous.settingRevision ?? 0)
      : await settings.revision(portalId);
  if (previous && isInForce(previous, { day, policyVersion: policy.version, settingRevision })) {
    return undefined;
  }

  const startedAt = performance.now();
  const id = [isoDate(day), policy.version, ...(settingRevision > 0 ? [settingRevision] : [])].join(
    '.',
  );
  const evidence = await openEvidence(deps, portal, day);
  const options = { id, day, policy, previous: await carriedFrame(deps, portalId, policy) };
  const atHand: EvidenceAtHand = { day, accounts: new Map() };
  const made = await makeFrame(options, allEvidence(deps, portalId, evidence.readOnce, atHand));
  const frame = { ...made, settingRevision };
  await frames.putInForce(portalId, frame, reasonOf(previous, day), now());
  const ms = Math.round(performance.now() - startedAt);
  log.info({ portalId, frame: id, customers: frame.currentCustomers, ms }, 'frame renewed');
  return atHand;
}

type FrameMark = { day: number; policyVersion: number; settingRevision: number };

/** Whether a frame is the one to score in. */
export function isInForce(
  frame: Frame,
  { day, policyVersion, settingRevision }: FrameMark,
): boolean {
  if (frame.day < day || frame.policyVersion !== policyVersion) return false;
  return (frame.settingRevision ?? 0) === settingRevision;
}

function reasonOf(previous: Frame | undefined, day: number): string {
  if (!previous) return 'backfill';
  return previous.day < day ? 'nightly' : 'config';
}

async function* allEvidence(
  deps: RenewDeps,
  portalId: PortalId,
  readPage: (ids: readonly AccountId[]) => Promise<Evidence[]>,
  { accounts }: EvidenceAtHand,
) {
  const membership = await deps.settings.read(portalId);
  for await (const ids of scoredIds(deps, portalId, membership)) {
    // First, so that what changes while it is read counts as changed.
    const marks = await deps.assessments.marksOf(portalId, ids);
    const read = await readPage(ids);
    if (accounts.size === 0) {
      for (const evidence of read) {
        accounts.set(evidence.accountId, { evidence, seq: marks.get(evidence.accountId) ?? 0 });
      }
    }
    yield read;
  }
}

/** The ids of all accounts that are scored, a part at a time. */
export async function* scoredIds(
  { population }: Pick<RenewDeps, 'population'>,
  portalId: PortalId,
  membership: PortalSettings,
) {
  let last: AccountId | null = null;
  for (;;) {
    const ids: AccountId[] = await population.listIds(portalId, membership, last, accountsAtOnce);
    if (ids.length === 0) return;
    yield ids;
    last = ids.at(-1) ?? null;
  }
}
