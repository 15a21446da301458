import BetterSqlite3 from 'better-sqlite3';
import { seededRandom } from '../src/scoring/bootstrap.ts';
import { percentileOf, quantilesOf } from '../src/scoring/quantiles.ts';
import { type Figure, median, rounds } from './figures.ts';

const changes = 100;
const nanosecondsPerMs = 1e6;

/**
 * What percentiles cost to keep. Cut-offs hold for a day of the portal: the account that changed is looked up
 * in them and nobody else moves; with the next day's frame all are scored again, which `memory.1M` measures.
 * Beside both, the plain SQL: sorting the column, and moving what lies between old and new cut-offs after as
 * many changes.
 */
export async function percentileFigures(size: string, accounts: number): Promise<Figure[]> {
  const random = seededRandom(7);
  const revenues = Float64Array.from({ length: accounts }, () =>
    Math.round(100 * Math.exp(12 * random())),
  );
  const db = tableOf(revenues);
  const all = Array.from({ length: rounds }, () => measure(db, revenues, random));
  db.close();
  const middle = (of: (round: Round) => number) => median(all.map(of));
  const load = { accounts, changes, rounds };
  return [
    { name: 'cutOffsMs', value: middle((round) => round.cutOffsMs), unit: 'ms' },
    { name: 'cutOffs.ratioToSqlSort', value: middle((r) => r.cutOffsMs / r.sortMs), unit: 'ratio' },
    { name: 'lookUpsMs', value: middle((round) => round.lookUpsMs), unit: 'ms' },
    { name: 'lookUps.ratioToSqlMove', value: middle((r) => r.lookUpsMs / r.moveMs), unit: 'ratio' },
  ].map((figure) => ({ ...figure, name: `percentile.${size}.${figure.name}`, load }));
}

type Round = { cutOffsMs: number; sortMs: number; lookUpsMs: number; moveMs: number };

function measure(db: BetterSqlite3.Database, revenues: Float64Array, random: () => number): Round {
  const cutOffsMs = msOf(() => quantilesOf(revenues));
  const sortMs = msOf(() => db.prepare(ranked).all());
  const quantiles = quantilesOf(revenues);
  const places = Array.from({ length: changes }, () => Math.floor(random() * revenues.length));
  const lookUpsMs = msOf(() => {
    for (const place of places) percentileOf(quantiles, (revenues[place] ?? 0) * 2);
  });
  const moveMs = msOf(() => moveBetween(db, places));
  return { cutOffsMs, sortMs, lookUpsMs, moveMs };
}

/** The tenths, as a sort without an index finds them. */
const ranked =
  'select max(revenue) as cut from (select revenue, ntile(10) over (order by +revenue) as part from account) group by part';

function tableOf(revenues: Float64Array): BetterSqlite3.Database {
  const db = new BetterSqlite3(':memory:');
  db.exec(`create table account (id integer primary key, revenue real not null, tier integer not null);
    create table cut (share real primary key, revenue real not null)`);
  const add = db.prepare('insert into account values (?, ?, 0)');
  db.transaction(() => {
    for (const [id, revenue] of revenues.entries()) add.run(id, revenue);
  })();
  db.exec('create index account_by_revenue on account (revenue)');
  for (const share of [0.5, 0.8]) setCut(db, share);
  return db;
}

function cutAt(db: BetterSqlite3.Database, share: number): number {
  const { size } = db.prepare('select count(*) as size from account').get() as { size: number };
  const at = Math.floor(size * share);
  const row = db
    .prepare('select revenue from account order by revenue limit 1 offset ?')
    .get(at) as { revenue: number };
  return row.revenue;
}

function setCut(db: BetterSqlite3.Database, share: number): void {
  db.prepare('insert or replace into cut values (?, ?)').run(share, cutAt(db, share));
}

/** Changes some accounts, and moves those between the old and the new cut-offs to their tier. */
function moveBetween(db: BetterSqlite3.Database, places: readonly number[]): void {
  const change = db.prepare('update account set revenue = revenue * 2 where id = ?');
  db.transaction(() => {
    for (const place of places) change.run(place);
    for (const share of [0.5, 0.8]) {
      const before = db.prepare('select revenue from cut where share = ?').get(share) as {
        revenue: number;
      };
      setCut(db, share);
      const now = cutAt(db, share);
      db.prepare('update account set tier = 1 - tier where revenue between ? and ?').run(
        Math.min(before.revenue, now),
        Math.max(before.revenue, now),
      );
    }
  })();
}

function msOf(work: () => unknown): number {
  const startedAt = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - startedAt) / nanosecondsPerMs;
}
