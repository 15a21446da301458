import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

export type TokenSeal = ReturnType<typeof createTokenSeal>;

/** Seals tokens for storage: AES-256-GCM under a 32-byte key, bound to the portal they belong to. */
export function createTokenSeal(key: Buffer) {
  return {
    seal(plain: string, owner: string): string {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv);
      cipher.setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },

    /** Throws when the key is another one, or the text was altered or belongs to another portal. */
    open(sealed: string, owner: string): string {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes));
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      const plain = decipher.update(bytes.subarray(ivBytes + tagBytes));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    },
  };
}
