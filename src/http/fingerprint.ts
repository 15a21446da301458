import { createHash } from 'node:crypto';
import { canonicalText } from '../scoring/policy-versions.ts';

/** Names a value by what it says, so that what is published is what somebody looked at. */
export function fingerprintOf(value: object): string {
  return createHash('sha256').update(canonicalText(value)).digest('hex').slice(0, 16);
}
