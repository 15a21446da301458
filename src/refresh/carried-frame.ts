import type { FrameStore } from '../assessment/frame-store.ts';
import type { PolicyStore } from '../assessment/policy-store.ts';
import type { Frame } from '../model/frame.ts';
import type { PortalId } from '../model/ids.ts';
import { type Policy, policyOver } from '../model/policy.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import { bodyOf, isSamePolicy, sharesFit } from '../scoring/policy-versions.ts';

export type CarryDeps = { frames: FrameStore; policies: PolicyStore };

const noPolicy = 0;

/**
 * The frame whose fits a new one may take over: made under a policy that fits the same way, and
 * measured under the very same policy. So a policy that comes back brings its scores back.
 */
export async function carriedFrame(
  { frames, policies }: CarryDeps,
  portalId: PortalId,
  policy: Policy,
): Promise<Frame | null> {
  const published = (await policies.list(portalId)).map(({ version, body }) => ({
    version,
    body: bodyOf(policyOver(defaultPolicy, { ...body, version })),
  }));
  const known = [...published, { version: defaultPolicy.version, body: bodyOf(defaultPolicy) }];
  const wanted = bodyOf(policy);
  const numbersOf = (isAlike: (one: typeof wanted, other: typeof wanted) => boolean) =>
    known.filter(({ body }) => isAlike(body, wanted)).map(({ version }) => version);

  const fitted = await frames.findLatestUnder(portalId, numbersOf(sharesFit));
  if (!fitted) return null;
  const measured = await frames.findLatestUnder(portalId, numbersOf(isSamePolicy));
  return {
    ...fitted,
    policyVersion: measured ? policy.version : noPolicy,
    verification: measured?.verification ?? null,
  };
}
