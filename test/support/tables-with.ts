import { sql } from 'kysely';
import { openDatabase } from '../../src/database/open-database.ts';

/** The tables in which something is found, whatever tables there are. */
export async function tablesWith(databaseUrl: string, text: string): Promise<string[]> {
  const db = await openDatabase(databaseUrl);
  const found: string[] = [];
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db);
    if (JSON.stringify(rows).includes(text)) found.push(name);
  }
  await db.destroy();
  return found;
}
