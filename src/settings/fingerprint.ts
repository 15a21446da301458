import { createHash } from 'node:crypto';
import type { PolicyBody } from '../model/policy-version.ts';
import { canonicalText } from '../scoring/policy-versions.ts';

/** Names a policy by what it says, so that what is published is what was previewed. */
export function fingerprintOf(body: PolicyBody): string {
  return createHash('sha256').update(canonicalText(body)).digest('hex').slice(0, 16);
}
