import type { PolicyStore } from '../assessment/policy-store.ts';
import { Refusal } from '../errors.ts';
import { fingerprintOf } from '../http/fingerprint.ts';
import type { PortalId } from '../model/ids.ts';
import type { PolicyBody, PolicyVersion } from '../model/policy-version.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import { bodyOf } from '../scoring/policy-versions.ts';

export type PolicyDeskDeps = {
  policies: PolicyStore;
  now: () => Date;
  /** The portal has work: its frame is made under the new policy. */
  onPublished: (portalId: PortalId) => void;
};

/** Before the first publication everybody follows the default. */
const initial: PolicyVersion = {
  version: defaultPolicy.version,
  body: bodyOf(defaultPolicy),
  author: '',
  publishedAt: 0,
  note: '',
  parent: null,
};

/** All versions in force so far, newest first. */
export async function policyHistory(
  { policies }: Pick<PolicyDeskDeps, 'policies'>,
  portalId: PortalId,
): Promise<[PolicyVersion, ...PolicyVersion[]]> {
  const [newest, ...older] = await policies.list(portalId);
  return newest ? [newest, ...older, initial] : [initial];
}

export async function saveDraft(
  deps: PolicyDeskDeps,
  portalId: PortalId,
  { body, note, author }: { body: PolicyBody; note: string; author: string },
): Promise<void> {
  const { policies, now } = deps;
  const [current] = await policyHistory(deps, portalId);
  const basedOn = (await policies.findDraft(portalId))?.basedOn ?? current.version;
  await policies.saveDraft(portalId, {
    body,
    note,
    basedOn,
    author,
    savedAt: now().getTime(),
  });
}

/**
 * Puts the draft in force. `fingerprint` is what was previewed: a draft that changed since is not
 * published. HubSpot sends a request twice when the first answer is lost: the second finds its version.
 */
export async function publishDraft(
  deps: PolicyDeskDeps,
  portalId: PortalId,
  { fingerprint, note, author }: { fingerprint: string; note: string; author: string },
): Promise<number> {
  const draft = await deps.policies.findDraft(portalId);
  const [current] = await policyHistory(deps, portalId);
  if (!draft && fingerprintOf(current.body) === fingerprint) return current.version;
  if (!draft || fingerprintOf(draft.body) !== fingerprint) {
    throw new Refusal(409, (words) => words.say('refusal.draft_changed'));
  }
  return await publish(deps, portalId, {
    body: draft.body,
    note: note || draft.note,
    author,
    parent: draft.basedOn,
  });
}

/** Puts an old policy in force again, as a new version; safe to repeat. */
export async function rollBack(
  deps: PolicyDeskDeps,
  portalId: PortalId,
  { version, note, author }: { version: number; note: string; author: string },
): Promise<number> {
  const history = await policyHistory(deps, portalId);
  const wanted = history.find((each) => each.version === version);
  if (!wanted)
    throw new Refusal(404, (words) => words.say('refusal.no_version', { n: `${version}` }));
  const [current] = history;
  if (fingerprintOf(current.body) === fingerprintOf(wanted.body)) return current.version;
  return await publish(deps, portalId, { body: wanted.body, note, author, parent: version });
}

async function publish(
  deps: PolicyDeskDeps,
  portalId: PortalId,
  policy: Pick<PolicyVersion, 'body' | 'note' | 'author' | 'parent'>,
): Promise<number> {
  const [current] = await policyHistory(deps, portalId);
  const version = await deps.policies.publish(portalId, {
    ...policy,
    version: current.version + 1,
    publishedAt: deps.now().getTime(),
  });
  if (version === undefined) {
    throw new Refusal(409, (words) => words.say('refusal.published_meanwhile'));
  }
  deps.onPublished(portalId);
  return version;
}
