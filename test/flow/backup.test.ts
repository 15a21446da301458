import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { mainstayIn } from '../support/command-line.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const portals = [{ portalId: portal, companies: 4 }];
const won = { pipeline: 'default', dealstage: 'closedwon' };
const sixMinutesMs = 6 * 60_000;

type App = Awaited<ReturnType<typeof runningPortal>>;

const fileOf = ({ databaseUrl }: App) => databaseUrl.replace('file:', '');

async function dealsKept(databaseUrl: string, company: number): Promise<string[]> {
  const db = await openDatabase(databaseUrl);
  const rows = await db
    .selectFrom('deal')
    .select('deal_id')
    .where('portal_id', '=', portal)
    .where('company_id', '=', String(company))
    .execute();
  await db.destroy();
  return rows.map((row) => row.deal_id).sort();
}

/** People close deals all the time until told to stop. */
function selling(app: App, company: number) {
  const made: string[] = [];
  let isOver = false;
  const work = (async () => {
    while (!isOver) {
      const deal = app.user.create(dealType, { dealname: 'Order', amount: 10, ...won }, company);
      made.push(String(deal));
      await sleep(15);
    }
  })();
  return {
    made,
    async end() {
      isOver = true;
      await work;
    },
  };
}

describe('mainstay backup', () => {
  it('copies a database that is written to, and the service goes on from the copy without a loss', async () => {
    await using app = await runningPortal({ portals });
    const company = app.user.create(companyType, { name: 'Busy' });
    await app.install();
    await app.quiet();
    await using mainstay = await mainstayIn({}, { DATABASE_URL: app.databaseUrl });

    const sales = selling(app, company);
    const { errors, exitCode } = await mainstay.run('backup', 'copy.db');
    await until(() => sales.made.length > 60);
    await sales.end();
    await app.quiet();
    expect(errors).toMatch(/copy\.db: [\d.]+ MiB, checked/);
    expect(exitCode).toBe(0);

    await app.restart(async () => {
      for (const rest of ['-wal', '-shm']) await rm(fileOf(app) + rest, { force: true });
      await copyFile(join(mainstay.folder, 'copy.db'), fileOf(app));
    });
    expect((await dealsKept(app.databaseUrl, company)).length).toBeLessThan(sales.made.length);
    app.advance(sixMinutesMs);
    await until(async () => {
      const kept = await dealsKept(app.databaseUrl, company);
      return kept.length === sales.made.length;
    });

    expect(await dealsKept(app.databaseUrl, company)).toEqual([...sales.made].sort());
    const last = app.user.create(dealType, { dealname: 'Last', amount: 5_000, ...won }, company);
    expect(last).toBeGreaterThan(0);
    const revenue = String(sales.made.length * 10 + 5_000);
    await until(() => app.property(company, 'mainstay_revenue_t12m') === revenue);
  }, 60_000);

  it('never overwrites a file, and leaves nothing behind that is not whole', async () => {
    await using mainstay = await mainstayIn(
      { 'there.db': 'mine', 'broken.db': 'no database' },
      { DATABASE_URL: 'file:broken.db' },
    );

    const taken = await mainstay.run('backup', 'there.db');
    const broken = await mainstay.run('backup', 'new.db');
    const missing = await mainstay.run('backup', 'new.db', '--database', 'file:nowhere.db');
    const postgres = await mainstay.run('backup', 'new.db', '--database', 'postgres://host/db');

    expect(taken.errors).toBe('error: no backup was made: there.db is there already\n');
    expect(broken.errors).toMatch(/^error: no backup was made: file is not a database/);
    expect(missing.errors).toMatch(/^error: no backup was made: /);
    expect(postgres.errors).toContain('pg_dump');
    expect([taken, broken, missing, postgres].map(({ exitCode }) => exitCode)).toEqual([
      1, 1, 1, 1,
    ]);
  });
});
