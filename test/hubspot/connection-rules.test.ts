import { expect, it } from 'vitest';
import { connectionProblem } from '../../src/hubspot/connection-rules.ts';

const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
const coded = (code: string) => Object.assign(new Error('why'), { code });

it.each([
  [failed(coded('CERT_HAS_EXPIRED')), 'its certificate has expired'],
  [new Error('SDK', { cause: failed(coded('ECONNREFUSED')) }), 'ECONNREFUSED'],
  [new Error('no answer within 100 ms'), 'no answer within 100 ms'],
  ['gone', 'gone'],
])('says why no answer came: %s', (error, problem) => {
  expect(connectionProblem(error)).toBe(problem);
});
