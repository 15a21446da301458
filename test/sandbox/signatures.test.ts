import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodedUri, signV1, signV2, signV3 } from '../../sandbox/signatures.ts';

type Vector = {
  id: string;
  secret: string;
  method: string;
  uri: string;
  body: string;
  timestamp: string;
  expected: string;
};
const file = new URL('../fixtures/hubspot/signature-v3-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];

describe('signatures', () => {
  it.each(vectors)('v3 is the one published: $id', (vector) => {
    expect(signV3(vector.secret, vector, Number(vector.timestamp))).toBe(vector.expected);
  });

  it('decode twelve characters of the URI and no others', () => {
    const encoded = 'https://a.example/%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B?x=%20%26%3D%25';

    expect(decodedUri(encoded)).toBe("https://a.example/:/?@!$'()*,;?x=%20%26%3D%25");
  });

  it('v1 and v2 are plain hashes', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');

    expect(signV1('s', 'body')).toBe(hash('sbody'));
    expect(signV2('s', { method: 'GET', uri: 'https://a/', body: '' })).toBe(
      hash('sGEThttps://a/'),
    );
  });
});
