import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/http/fingerprint.ts';
import { problemsIn } from '../../src/http/issue-text-rules.ts';
import type { PolicyBody } from '../../src/model/policy-version.ts';
import { presets } from '../../src/model/preset.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { bodyOf, policyChanges, sharesFit } from '../../src/scoring/policy-versions.ts';
import {
  policyFile,
  type ReadPolicy,
  readPolicy,
  readPolicyFile,
} from '../../src/settings/policy-rules.ts';
import { presetPolicy } from '../../src/settings/preset-rules.ts';
import { type Locale, wordsIn } from '../../src/words/words.ts';

const standard = bodyOf(defaultPolicy);

function problemsOf(read: ReadPolicy, locale: Locale = 'en'): string[] {
  return read.outcome === 'refused' ? problemsIn(read.issues, wordsIn(locale)) : [];
}

/** The same policy, its names in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, each]) => [name, reversed(each)]));
}

describe('a policy file', () => {
  it.each(presets)('comes back byte by byte as it went out: %s', (preset) => {
    const file = policyFile(presetPolicy(preset));

    const read = readPolicyFile(file);

    expect(read).toEqual({ outcome: 'read', body: presetPolicy(preset) });
    expect(read.outcome === 'read' && policyFile(read.body)).toBe(file);
  });

  it('says the same whatever order it was written in', () => {
    const other = reversed(standard) as PolicyBody;

    expect(policyFile(other)).toBe(policyFile(standard));
    expect(fingerprintOf(other)).toBe(fingerprintOf(standard));
  });

  it.each([
    ['no JSON', 'policy: high', ['The file is not valid JSON.']],
    ['another file', '{"format":"other","policy":{}}', [expect.stringMatching(/^format: /)]],
    [
      'a policy with less',
      policyFile({ ...standard, matrix: undefined } as never),
      [expect.stringMatching(/^policy\.matrix: /)],
    ],
    [
      'a policy with more',
      policyFile({ ...standard, secret: 1 } as never),
      [expect.stringMatching(/^policy: /)],
    ],
  ])('is refused, with the place, when it is %s', (_, text, problems) => {
    expect(readPolicyFile(text)).toMatchObject({ outcome: 'refused' });
    const read = readPolicyFile(text);
    expect(problemsOf(read)).toEqual(expect.arrayContaining(problems));
  });
});

describe('a policy that comes in', () => {
  const { riskCuts, percentileTiers, coefficients } = standard;

  it.each<[string, Partial<Record<keyof PolicyBody, unknown>>, string]>([
    ['a negative coefficient', { coefficients: { ...coefficients, value: -0.1 } }, 'coefficients'],
    ['cuts in the wrong order', { riskCuts: { ...riskCuts, medium: 0.8 } }, 'riskCuts'],
    ['a share above one', { margin: 1.01 }, 'margin'],
    ['a text for a number', { margin: '1' }, 'margin'],
    ['a signal that does not exist', { scoredSignals: ['weather'] }, 'scoredSignals'],
    [
      'a tier that is left above where it begins',
      { percentileTiers: { ...percentileTiers, high: { first: 0.8, enter: 0.85, leave: 0.81 } } },
      'percentileTiers.high',
    ],
    ['no number at all', { margin: Number.NaN }, 'margin'],
  ])('is refused with %s', (_, difference, place) => {
    const read = readPolicy({ ...standard, ...difference });

    expect(read).toMatchObject({ outcome: 'refused' });
    expect(problemsOf(read)[0]).toMatch(new RegExp(`^${place}`));
  });

  it.each<[Locale, string[]]>([
    [
      'en',
      [
        'horizonDays: is not of the expected form',
        'valueMode: can only be: percentile and absolute',
        'margin: has to be at most 1',
        'percentileTiers.high: a tier is left at or below where it begins, and entered at or above',
        'matrix: is missing',
        'gates.tenureMonths: has to be a number',
        'has what is not known here: weather',
      ],
    ],
    [
      'zh-CN',
      [
        'horizonDays：格式不符合要求',
        'valueMode：只能是：percentile、absolute',
        'margin：不能大于 1',
        'percentileTiers.high：退出线不得高于起始线，进入线不得低于起始线',
        'matrix：缺少此项',
        'gates.tenureMonths：应为数字',
        '含有无法识别的项：weather',
      ],
    ],
  ])('is refused with each place and its reason in %s', (locale, reasons) => {
    const { matrix: _without, ...rest } = standard;

    const read = readPolicy({
      ...rest,
      horizonDays: 'long',
      margin: 2,
      valueMode: 'rank',
      percentileTiers: { ...percentileTiers, high: { first: 0.8, enter: 0.85, leave: 0.81 } },
      gates: { ...standard.gates, tenureMonths: 'ten' },
      weather: 1,
    });

    expect(problemsOf(read, locale)).toEqual(reasons);
  });

  it('is taken as it stands at the bounds', () => {
    const read = readPolicy({ ...standard, margin: 0, riskCuts: { ...riskCuts, high: 1 } });

    expect(read.outcome).toBe('read');
  });
});

describe('two policies', () => {
  it('differ by path, before and after', () => {
    const other = {
      ...standard,
      margin: 0.4,
      riskCuts: { ...standard.riskCuts, high: 0.7 },
      scoredSignals: ['renewal'],
    };

    expect(policyChanges(standard, other)).toEqual([
      { path: 'margin', before: '1', after: '0.4' },
      { path: 'riskCuts.high', before: '0.75', after: '0.7' },
      { path: 'scoredSignals', before: '[]', after: '["renewal"]' },
    ]);
    expect(policyChanges(standard, reversed(standard) as PolicyBody)).toEqual([]);
  });

  it.each<[string, Partial<PolicyBody>, boolean]>([
    ['cuts', { riskCuts: { high: 0.7, medium: 0.4, halfWidth: 0.05 } }, true],
    ['coefficients', { coefficients: { ...standard.coefficients, value: 1 } }, false],
    ['the horizon', { horizonDays: 90 }, false],
    ['the rhythm', { rhythm: { ...standard.rhythm, brokenFrom: 2 } }, false],
  ])('that differ in %s share a fit or not', (_, difference, shares) => {
    expect(sharesFit(standard, { ...standard, ...difference })).toBe(shares);
  });
});
