import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

export type TokenSeal = ReturnType<typeof createTokenSeal>;

/**
 * Seals tokens for storage: AES-256-GCM under a 32-byte key, bound to the portal they belong to. What an
 * earlier key sealed still opens, so that the key can be changed while the service runs.
 */
export function createTokenSeal(key: Buffer, earlierKeys: readonly Buffer[] = []) {
  return {
    seal(plain: string, owner: string): string {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv);
      cipher.setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },

    /** Throws when none of the keys sealed it, or the text was altered or belongs to another portal. */
    open(sealed: string, owner: string): string {
      for (const each of [key, ...earlierKeys]) {
        const plain = openWith(each, sealed, owner);
        if (plain !== undefined) return plain;
      }
      throw new Error(
        `no key of TOKEN_KEY and TOKEN_KEY_EARLIER opens the tokens of portal ${owner}`,
      );
    },

    /** Whether the key of today sealed it. */
    isCurrent: (sealed: string, owner: string) => openWith(key, sealed, owner) !== undefined,
  };
}

function openWith(key: Buffer, sealed: string, owner: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < ivBytes + tagBytes) return undefined;
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes));
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const plain = decipher.update(bytes.subarray(ivBytes + tagBytes));
  try {
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
