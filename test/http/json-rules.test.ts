import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasControl, isTooDeep, withoutControl } from '../../src/http/json-rules.ts';

const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}0${'}]'.repeat(levels / 2)}`;

describe('the depth of a body', () => {
  it.each([
    [nested(32), false],
    [nested(34), true],
    [JSON.stringify('['.repeat(100)), false],
    [JSON.stringify(`"${'{'.repeat(100)}`), false],
    ['['.repeat(1_000_000), true],
    [`${'[],'.repeat(1_000)}[]`, false],
  ])('is told from the text', (text, isDeep) => {
    expect(isTooDeep(text)).toBe(isDeep);
  });

  it('is right for whatever JSON there is', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
        : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 40 }), (value) => {
        expect(isTooDeep(JSON.stringify(value))).toBe(depthOf(value) > 32);
      }),
    );
  });
});

describe('control characters', () => {
  it('are left out of texts, however deep, and nothing else is', () => {
    const given = { a: ['b\u0000c\u001b[31m', '第一\n行\t🙂'], n: 1, none: null, half: '\ud800' };

    expect(withoutControl(given)).toEqual({
      a: ['bc[31m', '第一\n行\t🙂'],
      n: 1,
      none: null,
      half: '\ufffd',
    });
  });

  it('are seen in addresses', () => {
    expect(['/a?b=%00', '/%1B', '/a%7F'].every(hasControl)).toBe(true);
    expect(['/a?b=%20%E4%B8%AD%0A', '/', '/%2500'].some(hasControl)).toBe(false);
  });
});
