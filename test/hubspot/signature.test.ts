import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedByHubspot, signatureOf } from '../../src/hubspot/signature.ts';
import vectors from '../fixtures/hubspot/signature-v3-vectors.json' with { type: 'json' };

const secret = 'app-secret';
const sentAt = 1_763_640_000_000;
const now = new Date(sentAt);

function aRequest(difference: Partial<Parameters<typeof signatureOf>[0]> = {}) {
  const request = {
    method: 'POST',
    url: 'https://mainstay.test/webhooks/hubspot',
    rawBody: '[{"eventId":1}]',
    timestamp: String(sentAt),
    ...difference,
  };
  return { ...request, signature: signatureOf(request, secret) };
}

describe('signature', () => {
  it.each(vectors)("reproduces HubSpot's own example: $id", (vector) => {
    const request = {
      method: vector.method,
      url: vector.uri,
      rawBody: vector.body,
      timestamp: vector.timestamp,
      signature: vector.expected,
    };

    expect(isSignedByHubspot(request, vector.secret, new Date(Number(vector.timestamp)))).toBe(
      true,
    );
  });

  it('takes a body as the bytes that were sent', () => {
    const rawBody = Buffer.from('[{"name":"名称"}]');
    const signature = createHmac('sha256', secret)
      .update(`POSThttps://mainstay.test/webhooks/hubspot${rawBody.toString()}${sentAt}`)
      .digest('base64');

    expect(isSignedByHubspot({ ...aRequest(), rawBody, signature }, secret, now)).toBe(true);
  });

  it.each([
    ['another secret', aRequest(), 'other-secret'],
    ['another body', { ...aRequest(), rawBody: '[{"eventId":2}]' }, secret],
    ['another address', { ...aRequest(), url: 'https://mainstay.test/cards' }, secret],
    ['another query', { ...aRequest(), url: `${aRequest().url}?portalId=2` }, secret],
    ['another method', { ...aRequest(), method: 'GET' }, secret],
    ['another time', { ...aRequest(), timestamp: String(sentAt + 1) }, secret],
    ['no signature', { ...aRequest(), signature: '' }, secret],
    ['a signature cut short', { ...aRequest(), signature: 'K36dawei4A==' }, secret],
    ['no time', aRequest({ timestamp: '' }), secret],
    ['a time that is no number', aRequest({ timestamp: 'NaN' }), secret],
    ['a time in seconds', aRequest({ timestamp: '1763640000' }), secret],
    ['a time in hexadecimal', aRequest({ timestamp: '0x19aa0ddd800' }), secret],
  ])('turns away a request with %s', (_, request, withSecret) => {
    expect(isSignedByHubspot(request, withSecret, now)).toBe(false);
  });

  it.each([
    [0, true],
    [300_000, true],
    [300_001, false],
    [-300_000, true],
    [-300_001, false],
  ])('takes a request that is %i ms old: %s', (ageMs, isTaken) => {
    expect(isSignedByHubspot(aRequest(), secret, new Date(sentAt + ageMs))).toBe(isTaken);
  });

  it.each([
    ['%3A', ':'],
    ['%2F', '/'],
    ['%3F', '?'],
    ['%40', '@'],
    ['%21', '!'],
    ['%24', '$'],
    ['%27', "'"],
    ['%28', '('],
    ['%29', ')'],
    ['%2A', '*'],
    ['%2C', ','],
    ['%3B', ';'],
  ])('knows that HubSpot signs %s as %s', (encoded, plain) => {
    const url = (part: string) => `https://mainstay.test/cards?who=a${part}b%20c%26`;
    const request = { ...aRequest({ url: url(plain) }), url: url(encoded) };

    expect(isSignedByHubspot(request, secret, now)).toBe(true);
    const lower = { ...request, url: url(encoded.toLowerCase()) };
    expect(isSignedByHubspot(lower, secret, now)).toBe(true);
  });

  it.each([
    ['%20', ' '],
    ['%26', '&'],
    ['%3D', '='],
    ['%2B', '+'],
    ['%25', '%'],
  ])('knows that HubSpot signs %s as it is', (encoded, plain) => {
    const url = (part: string) => `https://mainstay.test/cards?who=a${part}b`;

    expect(isSignedByHubspot(aRequest({ url: url(encoded) }), secret, now)).toBe(true);
    const decoded = { ...aRequest({ url: url(plain) }), url: url(encoded) };
    expect(isSignedByHubspot(decoded, secret, now)).toBe(false);
  });

  it("takes an address signed as sent, as HubSpot's local proxy does", () => {
    const url = 'https://mainstay.test/cards?userEmail=a%40b.test';

    expect(isSignedByHubspot(aRequest({ url }), secret, now)).toBe(true);
  });
});
