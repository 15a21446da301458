import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

export type SecretStore = ReturnType<typeof createSecretStore>;

const secretBytes = 32;
const wordLength = 24;

/** What is drawn by lot for each portal and told nobody. */
export function createSecretStore(db: Database) {
  return {
    /** Makes words of texts: always the same in a portal, and nobody without its secret can tell them. */
    async wordsOf(portalId: PortalId): Promise<(text: string) => string> {
      const secret = (await find(db, portalId)) ?? (await make(db, portalId));
      return (text) => createHmac('sha256', secret).update(text).digest('hex').slice(0, wordLength);
    },
  };
}

async function find(db: Database, portalId: PortalId): Promise<string | null> {
  const row = await db
    .selectFrom('portal')
    .select('secret')
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  return row?.secret ?? null;
}

/** Whoever makes one beside us, the first stays; words of a portal that is not there mean nothing. */
async function make(db: Database, portalId: PortalId): Promise<string> {
  const secret = randomBytes(secretBytes).toString('hex');
  await db
    .updateTable('portal')
    .set({ secret })
    .where('portal_id', '=', portalId)
    .where('secret', 'is', null)
    .execute();
  return (await find(db, portalId)) ?? secret;
}
