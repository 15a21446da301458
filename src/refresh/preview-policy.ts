import { Worker } from 'node:worker_threads';
import type { AssessmentStore } from '../assessment/assessment-store.ts';
import { fingerprintOf } from '../http/fingerprint.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';
import type { PolicyBody } from '../model/policy-version.ts';
import type { PortalSettings } from '../model/settings.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import type { OutboxStore } from '../writeback/outbox-store.ts';
import { openEvidence } from './account-evidence.ts';
import { standingWithin } from './assess-accounts.ts';
import { carriedFrame } from './carried-frame.ts';
import { answerOf } from './frame-maker.ts';
import type { PreviewAnswer, PreviewedAccount, PreviewMessage } from './preview-thread.ts';
import { type RenewDeps, scoredIds } from './renew-frame.ts';

export type PreviewDeps = RenewDeps & {
  assessments: AssessmentStore;
  outbox: OutboxStore;
  /** Our properties that exist in the portal, or are going to. */
  propertyNames: (portalId: PortalId) => Promise<readonly string[]>;
};

/**
 * What publishing a draft now would do, by the very code that would do it: a frame of its own,
 * every account assessed within it. Stores nothing. undefined before the portal is scored.
 */
export async function previewPolicy(
  deps: PreviewDeps,
  portalId: PortalId,
  body: PolicyBody,
): Promise<PolicyPreview | undefined> {
  const { portals, frames, policies, settings, now } = deps;
  const portal = await portals.find(portalId);
  const frame = await frames.findCurrent(portalId);
  if (!portal || !frame) return undefined;
  const [newest] = await policies.list(portalId);
  const version = (newest?.version ?? defaultPolicy.version) + 1;
  const policy: Policy = { ...body, version };
  const today = await frames.policyOf(portalId);
  const previous = await carriedFrame(deps, portalId, policy);
  const names = await deps.propertyNames(portalId);

  const worker = new Worker(new URL('./preview-thread.ts', import.meta.url));
  try {
    const say = (message: PreviewMessage) => worker.postMessage(message);
    const options = { id: `preview-${version}`, day: frame.day, policy, previous };
    const fingerprint = fingerprintOf(body);
    say({
      kind: 'begin',
      begin: { options, today: { policy: today, frame }, names, now: now(), fingerprint },
    });
    const evidence = await openEvidence(deps, portal, frame.day);
    const membership = await settings.read(portalId);
    for await (const ids of scoredIds(deps, portalId, membership)) {
      const counted = await countedOf(evidence, membership, ids);
      const read = { evidence: await evidence.read(ids), counted };
      say({ kind: 'accounts', accounts: await previewed(deps, portalId, frame.day, read) });
      await answerOf<PreviewAnswer>(worker);
    }
    say({ kind: 'finish' });
    const answer = await answerOf<PreviewAnswer>(worker);
    if ('preview' in answer) return answer.preview;
    throw new Error('the preview thread did not answer with a preview');
  } finally {
    await worker.terminate();
  }
}

/** Only where groups are scored as one do accounts fall out of the portal-wide figures. */
async function countedOf(
  evidence: Awaited<ReturnType<typeof openEvidence>>,
  { rollUp }: PortalSettings,
  ids: readonly AccountId[],
): Promise<Set<AccountId>> {
  if (rollUp !== 'rolled_up') return new Set(ids);
  return new Set((await evidence.readOnce(ids)).map(({ accountId }) => accountId));
}

type ReadAccounts = { evidence: readonly Evidence[]; counted: ReadonlySet<AccountId> };

async function previewed(
  { assessments, outbox }: PreviewDeps,
  portalId: PortalId,
  day: number,
  { evidence, counted }: ReadAccounts,
): Promise<PreviewedAccount[]> {
  const ids = evidence.map(({ accountId }) => accountId);
  const stored = await assessments.findMany(portalId, ids);
  const written = await outbox.findWritten(portalId, ids);
  return evidence.map((each) => {
    const before = stored.get(each.accountId);
    return {
      evidence: each,
      isCounted: counted.has(each.accountId),
      today: before?.assessment ?? null,
      standing: standingWithin({ day }, before),
      written: written.get(each.accountId) ?? {},
    };
  });
}
