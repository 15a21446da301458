import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { Tables } from '../src/database/schema.ts';
import { portal, runningPortal } from '../test/support/running-portal.ts';

/** Read from the stand-in, scored and kept by the service itself; the rest are copies of them. */
const originals = 1_000;

/** More than lies between the first and the last id of a kind of records. */
const idsPerCopy = 1_000_000_000;
const cacheKb = 512 * 1024;

/** What grows with a portal's accounts, and where it names records: those columns move with every copy. */
const idColumns = {
  company: ['company_id', 'parent_id'],
  deal: ['deal_id', 'company_id'],
  ticket: ['ticket_id', 'company_id'],
  engagement: ['engagement_id', 'company_id'],
  contact_role: ['contact_id', 'company_id'],
  survey_answer: ['answer_id', 'company_id', 'contact_id'],
  deal_products: ['deal_id'],
  assessment: ['account_id'],
  account_situation: ['account_id'],
  portfolio_account: ['account_id'],
  written: ['account_id'],
  plan_due: ['account_id'],
} as const satisfies Record<string, readonly string[]>;

/** What a portal has no more of for having more accounts. */
const ofPortal = new Set<string>([
  ...(['portal', 'owner', 'user_role', 'publishing', 'policy', 'frame', 'backfill'] as const),
  ...(['portal_setting', 'setting_change', 'evidence_source', 'reconciliation'] as const),
  ...([
    'industry_names',
    'exchange_rate',
    'audit_entry',
    'call_count',
    'received_event',
    'lag_count',
  ] as const),
] satisfies (keyof Tables)[]);

/** What the database keeps for itself. */
const ofDatabase = /^(kysely_migration|sqlite_)/;

export type FilledPortal = Awaited<ReturnType<typeof filledPortal>>;

/**
 * A running service with one portal of many companies, on a database of its own. The first ones went
 * through the steps; then their rows are copied, for reading a million companies takes hours.
 */
export async function filledPortal(companies: number, environment: Record<string, string> = {}) {
  const portals = [{ portalId: portal, companies: originals }];
  const app = await runningPortal({ portals, environment });
  try {
    await app.install();
    await app.quiet();
    const copies = Math.ceil(companies / originals) - 1;
    await app.restart(async () => copyPortal(app.databaseUrl.replace('file:', ''), copies));
    const ids = app.companyIds();
    return {
      app,
      portal,
      companies: originals * (copies + 1),
      /** The company at a place: every original and every copy has one. */
      companyAt(place: number): number {
        const copy = Math.floor(place / originals);
        return (ids[place % originals] ?? 0) + copy * idsPerCopy;
      },
      [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
    };
  } catch (error) {
    await app[Symbol.asyncDispose]();
    throw error;
  }
}

/** As one bulk insert: nobody else has the file, what is new needs no journal, and indexes are made at the end. */
function copyPortal(path: string, copies: number): void {
  const file = new BetterSqlite3(path);
  file.pragma('locking_mode = exclusive');
  // A driver that defends its files refuses `off`.
  file.pragma('journal_mode = memory');
  file.pragma('synchronous = off');
  file.pragma(`cache_size = -${cacheKb}`);
  // Nothing may look after the copies: HubSpot knows none of them.
  file.prepare('update portal set blocked_until = ?').run(Number.MAX_SAFE_INTEGER);
  refuseUnknown(file);
  const indexes = droppedIndexes(file);
  file.exec('begin');
  file.exec('create temp table copy (shift integer primary key)');
  const addCopy = file.prepare('insert into temp.copy values (?)');
  for (let copy = 1; copy <= copies; copy++) addCopy.run(BigInt(copy) * BigInt(idsPerCopy));
  for (const [table, columns] of Object.entries(idColumns)) copyRows(file, table, columns);
  for (const index of indexes) file.exec(index);
  file.exec('commit; analyze');
  file.pragma('journal_mode = wal');
  file.close();
}

/** A table that a step fills since this was written would be missing of all copies. */
function refuseUnknown(file: Database): void {
  const tables = file
    .prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
    .all()
    .map(({ name }) => name);
  const unknown = tables
    .filter((table) => !(table in idColumns || ofPortal.has(table) || ofDatabase.test(table)))
    .filter((table) => file.prepare(`select 1 from ${table} limit 1`).get() !== undefined);
  if (unknown.length > 0) throw new Error(`not known whether copies have ${unknown.join(', ')}`);
}

/** What makes the indexes again that are dropped here. */
function droppedIndexes(file: Database): string[] {
  const indexes = file
    .prepare<[], { name: string; tbl_name: string; sql: string }>(
      "select name, tbl_name, sql from sqlite_master where type = 'index' and sql is not null",
    )
    .all()
    .filter(({ tbl_name: table }) => table in idColumns);
  for (const { name } of indexes) file.exec(`drop index ${name}`);
  return indexes.map(({ sql }) => sql);
}

function copyRows(file: Database, table: string, ids: readonly string[]): void {
  const columns = file
    .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
  const moved = columns.map((name) =>
    ids.includes(name) ? `cast(cast(${name} as integer) + shift as text)` : name,
  );
  file.exec(`create temp table original as select * from main.${table}`);
  file.exec(
    `insert into main.${table} (${columns}) select ${moved} from temp.copy cross join temp.original`,
  );
  file.exec('drop table temp.original');
}
