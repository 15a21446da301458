import type {
  AssessmentStore,
  DirtyAccount,
  ScoredAccount,
  StoredAssessment,
} from '../assessment/assessment-store.ts';
import type { FrameStore } from '../assessment/frame-store.ts';
import { overrideOf } from '../assessment/manual-fact-rules.ts';
import type { SituationStore } from '../assessment/situation-store.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { ManifestProperty } from '../manifest.ts';
import type { Standing } from '../model/assessment.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { PortfolioAccount } from '../model/portfolio.ts';
import { trailOf } from '../model/trail.ts';
import { portfolioAccountOf } from '../portfolio/account-rules.ts';
import type { PortfolioStore } from '../portfolio/portfolio-store.ts';
import { assess, standingAfter } from '../scoring/assess.ts';
import { withOverride, withoutOverride } from '../scoring/override.ts';
import { withAttainment } from '../strategy/attainment.ts';
import { situationOf } from '../strategy/plan.ts';
import { officeOf } from '../strategy/service-clock.ts';
import type { DirtyStore } from '../sync/dirty-store.ts';
import type { PopulationStore } from '../sync/population-store.ts';
import type { OutboxStore } from '../writeback/outbox-store.ts';
import {
  differences,
  ofScoreAlone,
  onlyProvisioned,
  propertiesOf,
} from '../writeback/property-rules.ts';
import { type EvidenceDeps, openEvidence } from './account-evidence.ts';
import { type EvidenceAtHand, takeUnchanged } from './evidence-at-hand.ts';

export type AssessDeps = EvidenceDeps & {
  portals: PortalStore;
  dirty: DirtyStore;
  frames: FrameStore;
  assessments: AssessmentStore;
  outbox: OutboxStore;
  population: PopulationStore;
  properties: readonly ManifestProperty[];
  portfolio: Pick<PortfolioStore, 'save'>;
  situations: Pick<SituationStore, 'save'>;
  strategies: Pick<StrategyStore, 'readSettings'>;
  now: () => Date;
  log: Logger;
};

export const accountsAtOnce = 500;

/**
 * Scores the accounts that changed, within the frame of the day, and puts those whose properties
 * differ from what HubSpot shows into the outbox. What is at hand of those that did not change since is not
 * read again. Returns how many were scored. Safe to run twice: the same records give the same scores.
 */
export async function assessAccounts(
  deps: AssessDeps,
  portalId: PortalId,
  atHand?: EvidenceAtHand,
): Promise<number> {
  const { portals, frames, assessments, outbox, population, portfolio, settings, now } = deps;
  const due = await assessments.listDirty(portalId, accountsAtOnce);
  if (due.length === 0) return 0;
  const frame = await frames.findCurrent(portalId);
  const portal = await portals.find(portalId);
  if (!frame || !portal) return 0;

  const policy = await frames.policyOf(portalId);
  const provisioned = new Set((await portals.findProperties(portalId)) ?? unprovisioned(deps));
  const ids = due.map(({ id }) => id);
  const accounts = await evidenceOf(deps, { portal, frame }, due, atHand);
  const members = await population.within(portalId, await settings.read(portalId), ids);
  const told = await deps.manualInputs.listCurrent(portalId, ids);
  const before = await assessments.findMany(portalId, ids);
  const written = await outbox.findWritten(portalId, ids);
  const office = officeOf(portal.timeZone, await deps.strategies.readSettings(portalId));

  const scored: ScoredAccount[] = [];
  const counted: PortfolioAccount[] = [];
  const unknown: DirtyAccount[] = [];
  const outside: DirtyAccount[] = [];
  for (const dirty of due) {
    const account = accounts.get(dirty.id);
    if (!account) {
      unknown.push(dirty);
      continue;
    }
    if (!members.has(dirty.id)) {
      outside.push(dirty);
      continue;
    }
    const standing = standingWithin(frame, before.get(dirty.id));
    const computed = assess(account, { frame, policy, standing });
    const inputs = told.get(dirty.id) ?? [];
    const overridden = withOverride(computed, overrideOf(inputs, frame.day));
    const assessment = withAttainment(overridden, account.tickets, { inputs, office });
    const wanted = onlyProvisioned(ofScoreAlone(propertiesOf(assessment, frame)), provisioned);
    const changes = differences(wanted, written.get(dirty.id) ?? {});
    counted.push(portfolioAccountOf(account, assessment, frame));
    scored.push({ dirty, assessment, standing, differs: Object.keys(changes).length > 0 });
  }
  await askFor(deps, portalId, unknown);
  // First, for what ends the scoring forgets that there is something to count.
  await portfolio.save(portalId, counted);
  const situations = scored.map(({ assessment }) => situationOf(assessment));
  await deps.situations.save(portalId, situations);
  await assessments.withdraw(portalId, outside, now());
  await assessments.finishScoring(portalId, scored, [...unknown, ...outside], now());
  sayScored(deps, portalId, due, scored);
  return due.length;
}

async function evidenceOf(
  deps: AssessDeps,
  { portal, frame }: { portal: Portal; frame: Frame },
  due: readonly DirtyAccount[],
  atHand: EvidenceAtHand | undefined,
): Promise<Map<AccountId, Evidence>> {
  const kept = takeUnchanged(atHand, frame.day, due);
  const found = new Map(kept.map((each) => [each.accountId, each]));
  const toRead = due.map(({ id }) => id).filter((id) => !found.has(id));
  if (toRead.length === 0) return found;
  const { read } = await openEvidence(deps, portal, frame.day);
  for (const each of await read(toRead)) found.set(each.accountId, each);
  return found;
}

/** A post ends here that changes nothing of what HubSpot shows. */
function sayScored(
  { log }: AssessDeps,
  portalId: PortalId,
  due: readonly DirtyAccount[],
  scored: readonly ScoredAccount[],
): void {
  const differing = scored.filter(({ differs }) => differs).map(({ dirty }) => dirty);
  const facts = { accounts: due.length, differing: differing.length, posts: trailOf(due) };
  log.info({ portalId, ...facts, toWrite: trailOf(differing) }, 'accounts scored');
}

/** Before anything was provisioned, what is going to be: so it is known what there is to write. */
function unprovisioned({ properties }: AssessDeps): string[] {
  return properties.filter(({ optional }) => !optional).map(({ name }) => name);
}

/**
 * What stood when the day began: within a day it stays, whatever happens in between. So a policy
 * that is tried and taken back within the day leaves no trace in the scores.
 */
export function standingWithin(
  { day }: Pick<Frame, 'day'>,
  before: StoredAssessment | undefined,
): Standing | null {
  if (!before) return null;
  if (before.assessment.asOf === day) return before.standing;
  return standingAfter(withoutOverride(before.assessment));
}

/** A deal may name a company that no event has told of. */
async function askFor({ dirty, now }: AssessDeps, portalId: PortalId, unknown: DirtyAccount[]) {
  const changes = unknown.map(({ id, changedAt }) => ({
    portalId,
    objectType: 'company' as const,
    objectId: id,
    occurredAt: changedAt,
    links: 'unchanged' as const,
  }));
  if (changes.length > 0) await dirty.mark(portalId, changes, now());
}
