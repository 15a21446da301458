import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { portalId } from '../../src/model/ids.ts';
import { portal, runningPortal, until } from '../support/running-portal.ts';

const other = portalId(424_243);
const dayMs = 24 * 3_600_000;
/** How far the app's journal is read. */
const ofNoPortal = new Set(['journal']);

async function twoPortals() {
  const companies = 4;
  const app = await runningPortal({
    portals: [
      { portalId: portal, companies },
      { portalId: other, companies },
    ],
  });
  await app.install();
  await app.install();
  await app.quiet(portal);
  await app.quiet(other);
  return app;
}

/** Rows of a portal in each table of the database, whatever tables there are. */
async function rowsOf(databaseUrl: string, id: number): Promise<Record<string, number>> {
  const db = await openDatabase(databaseUrl);
  const rows: Record<string, number> = {};
  for (const { name, columns } of await db.introspection.getTables()) {
    if (ofNoPortal.has(name)) continue;
    expect(
      columns.map((column) => column.name),
      `${name} keeps no portal apart`,
    ).toContain('portal_id');
    const counted = await sql<{ rows: number }>`
      select count(*) as rows from ${sql.table(name)} where portal_id = ${id}`.execute(db);
    rows[name] = Number(counted.rows[0]?.rows);
  }
  await db.destroy();
  return rows;
}

const sum = (rows: Record<string, number>) =>
  Object.values(rows).reduce((total, count) => total + count, 0);

it('stops at once when a portal leaves, and leaves nothing of it after thirty days', async () => {
  await using app = await twoPortals();
  const before = await rowsOf(app.databaseUrl, other);

  app.sandbox.uninstall(portal);
  app.advance(dayMs);
  await until(async () => (await goneAt(app.databaseUrl)) !== null);
  app.advance(28 * dayMs);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const kept = sum(await rowsOf(app.databaseUrl, portal));
  app.advance(3 * dayMs);
  await until(async () => sum(await rowsOf(app.databaseUrl, portal)) === 0);

  expect(kept).toBeGreaterThan(20);
  const after = await rowsOf(app.databaseUrl, other);
  for (const table of ['portal', 'company', 'deal', 'assessment', 'written']) {
    expect(after[table], table).toBe(before[table]);
  }
}, 60_000);

it('keeps everything of a portal that comes back in time', async () => {
  await using app = await twoPortals();
  app.sandbox.uninstall(portal);
  app.advance(dayMs);
  await until(async () => (await goneAt(app.databaseUrl)) !== null);

  await app.install();
  app.advance(40 * dayMs);
  await new Promise((resolve) => setTimeout(resolve, 2_500));

  expect(await goneAt(app.databaseUrl)).toBeNull();
  expect((await rowsOf(app.databaseUrl, portal))['company']).toBeGreaterThan(0);
}, 60_000);

async function goneAt(databaseUrl: string): Promise<number | null> {
  const db = await openDatabase(databaseUrl);
  const row = await db
    .selectFrom('portal')
    .select('gone_at')
    .where('portal_id', '=', portal)
    .executeTakeFirst();
  await db.destroy();
  return row?.gone_at ?? null;
}
