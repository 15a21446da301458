import { Refusal } from '../errors.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { StrategyVersionStore } from '../execution/strategy-version-store.ts';
import { fingerprintOf } from '../http/fingerprint.ts';
import type { PortalId } from '../model/ids.ts';
import type { Strategy, StrategyCode, StrategyDraft, StrategyStep } from '../model/strategy.ts';
import type { SavedStrategyDraft, StrategyVersion } from '../model/strategy-version.ts';
import { obstaclesOf, problemsOf, type StrategyProblem } from '../strategy/problems.ts';
import type { StrategyContent } from './strategy-input-rules.ts';

export type StrategyDeskDeps = {
  strategies: StrategyStore;
  versions: StrategyVersionStore;
  /** What every portal starts with. */
  library: Readonly<Record<StrategyCode, Strategy>>;
  now: () => Date;
  /** The portal has work: its tasks are planned by the new strategies. */
  onPublished: (portalId: PortalId) => void;
};

export type PublishOutcome =
  | { outcome: 'published'; version: number }
  | { outcome: 'refused'; problems: StrategyProblem[] };

/** All versions in force so far, newest first; the first of all is the library's. */
export async function strategyHistory(
  { versions, library }: Pick<StrategyDeskDeps, 'versions' | 'library'>,
  portalId: PortalId,
  code: StrategyCode,
): Promise<[StrategyVersion, ...StrategyVersion[]]> {
  const initial = { strategy: library[code], author: '', publishedAt: 0, note: '', parent: 0 };
  const [newest, ...older] = await versions.list(portalId, code);
  return newest ? [newest, ...older, initial] : [initial];
}

export async function findDraft(
  { versions }: Pick<StrategyDeskDeps, 'versions'>,
  portalId: PortalId,
  code: StrategyCode,
): Promise<SavedStrategyDraft | undefined> {
  return (await versions.listDrafts(portalId)).find((saved) => saved.code === code);
}

export async function saveDraft(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  asked: { code: StrategyCode; content: StrategyContent; note: string; author: string },
): Promise<void> {
  const { code, content, note, author } = asked;
  const [current] = await strategyHistory(deps, portalId, code);
  const before = await findDraft(deps, portalId, code);
  const basedOn = before?.basedOn ?? current.strategy.version;
  await deps.versions.saveDraft(portalId, {
    code,
    draft: { ...content, code, version: basedOn },
    note,
    basedOn,
    author,
    savedAt: deps.now().getTime(),
  });
}

/** Names a draft or version by what it says. */
export function contentFingerprint({ version: _version, ...content }: StrategyDraft): string {
  return fingerprintOf(content);
}

/** What stands against publishing: the draft's own faults, and keys that tasks of others have. */
export async function draftProblems(
  { strategies }: Pick<StrategyDeskDeps, 'strategies'>,
  portalId: PortalId,
  draft: StrategyDraft,
): Promise<StrategyProblem[]> {
  const inForce = await strategies.read(portalId);
  const others = inForce.strategies.filter(({ code }) => code !== draft.code);
  const taken = new Set(others.flatMap(({ steps }) => steps.map(({ key }) => key)));
  const isOn = inForce.settings.switchedOn.includes(draft.code);
  return [
    ...problemsOf(draft),
    ...draft.steps
      .filter(({ key }) => taken.has(key))
      .map(({ key }): StrategyProblem => ({ code: 'repeated_step', step: key, facts: { key } })),
    ...(isOn ? obstaclesOf(draft) : []),
  ];
}

/**
 * Puts a draft in force. `fingerprint` is what was looked at: a draft that changed since is not
 * published. HubSpot sends a request twice when the first answer is lost: the second finds its version.
 */
export async function publishDraft(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  asked: { code: StrategyCode; fingerprint: string; note: string; author: string },
): Promise<PublishOutcome> {
  const { code, fingerprint, note, author } = asked;
  const saved = await findDraft(deps, portalId, code);
  const [current] = await strategyHistory(deps, portalId, code);
  if (!saved && contentFingerprint(current.strategy) === fingerprint) {
    return { outcome: 'published', version: current.strategy.version };
  }
  if (!saved || contentFingerprint(saved.draft) !== fingerprint) {
    throw new Refusal(409, (words) => words.say('refusal.draft_changed'));
  }
  const problems = await draftProblems(deps, portalId, saved.draft);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const version = await publish(deps, portalId, {
    strategy: complete(saved.draft),
    note: note || saved.note,
    author,
    parent: saved.basedOn,
  });
  return { outcome: 'published', version };
}

/** Puts an old version in force again, as a new one; safe to repeat. */
export async function rollBack(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  asked: { code: StrategyCode; version: number; note: string; author: string },
): Promise<PublishOutcome> {
  const { code, version, note, author } = asked;
  const history = await strategyHistory(deps, portalId, code);
  const wanted = history.find(({ strategy }) => strategy.version === version)?.strategy;
  if (!wanted)
    throw new Refusal(404, (words) => words.say('refusal.no_version', { n: `${version}` }));
  const [current] = history;
  if (contentFingerprint(current.strategy) === contentFingerprint(wanted)) {
    return { outcome: 'published', version: current.strategy.version };
  }
  const problems = await draftProblems(deps, portalId, wanted);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const next = await publish(deps, portalId, { strategy: wanted, note, author, parent: version });
  return { outcome: 'published', version: next };
}

/** An admin answers for all resources that a strategy still asks for. */
export async function settleResources(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  asked: { code: StrategyCode; as: 'confirmed' | 'waived'; note: string; author: string },
): Promise<number> {
  const { code, as, note, author } = asked;
  if (await findDraft(deps, portalId, code)) {
    throw new Refusal(409, (words) => words.say('refusal.resources_in_draft'));
  }
  const [{ strategy }] = await strategyHistory(deps, portalId, code);
  if (obstaclesOf(strategy).length === 0) return strategy.version;
  const settled = (step: StrategyStep): StrategyStep =>
    step.resources.state === 'needed'
      ? { ...step, resources: { ...step.resources, state: as } }
      : step;
  return await publish(deps, portalId, {
    strategy: { ...strategy, steps: strategy.steps.map(settled) },
    note,
    author,
    parent: strategy.version,
  });
}

async function publish(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  { strategy, note, author, parent }: Omit<StrategyVersion, 'publishedAt'>,
): Promise<number> {
  const [current] = await strategyHistory(deps, portalId, strategy.code);
  const version = current.strategy.version + 1;
  const isPublished = await deps.versions.publish(portalId, {
    strategy: { ...strategy, version },
    note,
    author,
    parent,
    publishedAt: deps.now().getTime(),
  });
  if (!isPublished) {
    throw new Refusal(409, (words) => words.say('refusal.published_meanwhile'));
  }
  deps.onPublished(portalId);
  return version;
}

/** A draft without problems has a date and an owner in each step. */
function complete({ steps, ...draft }: StrategyDraft): Strategy {
  return {
    ...draft,
    steps: steps.map(({ role, timing, ...step }) => {
      if (role === null || timing === null) throw new Error(`${step.key} is not complete`);
      return { ...step, role, timing };
    }),
  };
}
