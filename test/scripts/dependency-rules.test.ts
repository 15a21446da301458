import { describe, expect, it } from 'vitest';
import { auditVerdict, scriptProblems } from '../../scripts/dependency-rules.ts';

describe('what runs at an installation', () => {
  const packages = {
    '': {},
    'node_modules/quiet': {},
    'node_modules/native': { hasInstallScript: true },
    'node_modules/quiet/node_modules/@deep/digger': { hasInstallScript: true },
  };

  it('has to be known, however deep it lies', () => {
    expect(scriptProblems({ packages }, { native: false, '@deep/digger': true })).toEqual([]);
    expect(scriptProblems({ packages }, { native: true })).toEqual([
      '@deep/digger wants to run a script at its installation',
    ]);
  });

  it('is not let for nothing', () => {
    const allowed = { native: true, '@deep/digger': true, quiet: true };

    expect(scriptProblems({ packages }, allowed)).toEqual([
      'quiet stands in allowScripts and wants nothing',
    ]);
  });
});

describe('the audit of what we ship', () => {
  it.each([
    [{ vulnerabilities: {} }, { kind: 'clean' }],
    [{ vulnerabilities: { small: { severity: 'moderate' } } }, { kind: 'clean' }],
    [
      { vulnerabilities: { small: { severity: 'low' }, large: { severity: 'high' } } },
      { kind: 'vulnerable', packages: ['large (high)'] },
    ],
    [
      { message: '503', error: {} },
      { kind: 'not-audited', why: '503' },
    ],
  ])('of %j is %j', (report, verdict) => {
    expect(auditVerdict(JSON.stringify(report))).toEqual(verdict);
  });

  it('takes no answer for no verdict', () => {
    expect(auditVerdict('').kind).toBe('not-audited');
    expect(auditVerdict('<html>').kind).toBe('not-audited');
  });
});
