import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTokenSeal } from '../../src/install/token-seal.ts';

const key = randomBytes(32);
const seal = createTokenSeal(key);
const token = 'CLjI-access-token-🔑';

describe('token seal', () => {
  it('opens what it sealed, and seals the same token differently every time', () => {
    const one = seal.seal(token, '1');
    const two = seal.seal(token, '1');

    expect(seal.open(one, '1')).toBe(token);
    expect(seal.open(two, '1')).toBe(token);
    expect(one).not.toBe(two);
    expect(Buffer.from(one, 'base64').includes('access-token')).toBe(false);
  });

  it('takes a token of any length', () => {
    const long = 'a'.repeat(5_000);

    expect(seal.open(seal.seal(long, '1'), '1')).toBe(long);
    expect(seal.open(seal.seal('', '1'), '1')).toBe('');
  });

  it('opens what an earlier key sealed, and seals with the key of today', () => {
    const today = createTokenSeal(randomBytes(32), [randomBytes(32), key]);
    const sealed = seal.seal(token, '1');

    expect(today.open(sealed, '1')).toBe(token);
    expect(today.isCurrent(sealed, '1')).toBe(false);
    expect(today.isCurrent(today.seal(token, '1'), '1')).toBe(true);
    expect(() => seal.open(today.seal(token, '1'), '1')).toThrow();
  });

  it('does not open under another key, for another portal, or altered', () => {
    const sealed = seal.seal(token, '1');
    const altered = Buffer.from(sealed, 'base64');
    altered.writeUInt8(altered.readUInt8(altered.length - 1) ^ 1, altered.length - 1);

    expect(() => createTokenSeal(randomBytes(32)).open(sealed, '1')).toThrow();
    expect(() => seal.open(sealed, '2')).toThrow();
    expect(() => seal.open(altered.toString('base64'), '1')).toThrow();
    expect(() => seal.open(sealed.slice(0, 20), '1')).toThrow();
    expect(() => seal.open('', '1')).toThrow();
  });
});
