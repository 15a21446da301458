import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

const columns = {
  step_task: ['task_key', 'parent_key', 'period'],
  taken_step: ['task_key', 'step_key', 'period'],
  step_decision: ['step_key'],
  workflow_execution: ['subject'],
};

/** A portal's secret; by a word made with it, and no more by its number, birthdays name their contact. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable('portal').addColumn('secret', 'text').execute();
  const portals = await db.selectFrom('portal').select('portal_id').execute();
  for (const { portal_id } of portals) {
    const secret = randomBytes(32).toString('hex');
    await db.updateTable('portal').set({ secret }).where('portal_id', '=', portal_id).execute();
    const wordOf = (contactId: string) =>
      createHmac('sha256', secret).update(`contact/${contactId}`).digest('hex').slice(0, 24);
    for (const [table, names] of Object.entries(columns)) {
      for (const name of names) await rename(db, { portalId: portal_id, table, name }, wordOf);
    }
  }
}

async function rename(
  db: AnyDatabase,
  { portalId, table, name }: { portalId: number; table: string; name: string },
  wordOf: (contactId: string) => string,
): Promise<void> {
  const rows = await db
    .selectFrom(table)
    .select(name)
    .distinct()
    .where('portal_id', '=', portalId)
    .where(name, 'like', '%birthday-%')
    .execute();
  for (const row of rows) {
    const before = String(row[name]);
    const after = before.replace(
      /(^|:)birthday-(\d+)-/,
      (_, start: string, contactId: string) => `${start}birthday-${wordOf(contactId)}-`,
    );
    await db
      .updateTable(table)
      .set({ [name]: after })
      .where('portal_id', '=', portalId)
      .where(name, '=', before)
      .execute();
  }
}
