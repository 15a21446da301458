import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signs addresses of files for a while: a browser that opens one carries no signature of HubSpot's.
 * What is signed for one kind of file opens no other.
 */
export function createFileLinks(secret: string, kind: string, lifetimeMs: number) {
  const macOf = (text: string) =>
    createHmac('sha256', secret).update(`${kind} file\n${text}`).digest('base64url');

  return {
    /** The query of an address that is good until `lifetimeMs` from now. */
    sign(query: URLSearchParams, now: Date): URLSearchParams {
      const signed = new URLSearchParams(query);
      signed.set('until', String(now.getTime() + lifetimeMs));
      signed.sort();
      signed.set('mac', macOf(signed.toString()));
      return signed;
    },

    /** Whether this very query was signed here, and is still good. */
    check(query: URLSearchParams, now: Date): 'good' | 'expired' | 'forged' {
      const unsigned = new URLSearchParams(query);
      unsigned.delete('mac');
      unsigned.sort();
      const given = Buffer.from(query.get('mac') ?? '');
      const expected = Buffer.from(macOf(unsigned.toString()));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
      return Number(query.get('until')) >= now.getTime() ? 'good' : 'expired';
    },
  };
}

export type FileLinks = ReturnType<typeof createFileLinks>;
