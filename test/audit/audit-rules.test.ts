import { describe, expect, it } from 'vitest';
import { actionOf, subjectOf } from '../../src/audit/audit-rules.ts';

describe('what is written down of a request', () => {
  it.each([
    ['POST', '/settings/roles', 'role'],
    ['POST', '/cards/companies/4711/inputs', 'input'],
    ['GET', '/settings/policy/export', 'policy_exported'],
    ['PUT', '/settings/strategies/low_stable/draft', 'strategy'],
    ['GET', '/cards/companies/4711', null],
    ['POST', '/settings/policy/preview', null],
    ['DELETE', '/settings/something/12/new', 'DELETE /settings/something/:id/new'],
  ])('%s %s is %s', (method, path, action) => {
    expect(actionOf(method, path)).toBe(action);
  });

  it.each([
    ['/settings/roles', { userId: 7, role: 'admin' }, 'userId=7 role=admin'],
    [
      '/cards/companies/4711/inputs',
      { kind: 'tier', note: 'secret', subject: '31' },
      '4711 kind=tier note subject',
    ],
    [
      '/settings/mapping',
      { wonStages: ['a'], renewalProperty: null },
      'wonStages renewalProperty=null',
    ],
    ['/settings/policy/draft', { file: '{"a": 1}' }, 'file'],
    ['/settings/policy/draft', 'no object', ''],
    ['/settings/strategies/low_stable/publish', { note: 'x' }, 'low_stable publish note'],
    ['/settings/x', { signingSecret: 'SEC1', webhookUrl: 'https' }, 'signingSecret webhookUrl'],
    ['/settings/x', { '<b>': 'Kim Berger' }, '…'],
  ])('names ids and choices of %s, and no text', (path, body, subject) => {
    expect(subjectOf(path, body)).toBe(subject);
  });

  it('is never long', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`field${n}`, n]));

    expect(subjectOf('/settings/x', many).length).toBeLessThanOrEqual(200);
  });
});
