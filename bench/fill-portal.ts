import BetterSqlite3, { type Database } from 'better-sqlite3';
import { portal, runningPortal } from '../test/support/running-portal.ts';

/** Read from the stand-in, scored and kept by the service itself; the rest are copies of them. */
const originals = 1_000;

/** More than lies between the first and the last id of a kind of records. */
const idsPerCopy = 1_000_000_000;

/** Where each table names records: those columns move with every copy. */
const idColumns = {
  company: ['company_id', 'parent_id'],
  deal: ['deal_id', 'company_id'],
  ticket: ['ticket_id', 'company_id'],
  engagement: ['engagement_id', 'company_id'],
  contact_role: ['contact_id', 'company_id'],
  survey_answer: ['answer_id', 'company_id', 'contact_id'],
  assessment: ['account_id'],
  portfolio_account: ['account_id'],
} as const satisfies Record<string, readonly string[]>;

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
    copyPortal(app.databaseUrl.replace('file:', ''), copies);
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

function copyPortal(path: string, copies: number): void {
  const file = new BetterSqlite3(path);
  file.pragma('synchronous = off');
  file.pragma('busy_timeout = 60000');
  // Nothing may look after the copies: HubSpot knows none of them.
  file.prepare('update portal set blocked_until = ?').run(Number.MAX_SAFE_INTEGER);
  for (const [table, columns] of Object.entries(idColumns)) copyRows(file, table, columns, copies);
  file.exec('analyze');
  file.close();
}

function copyRows(file: Database, table: string, ids: readonly string[], copies: number) {
  const columns = file
    .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
  const moved = columns.map((name) =>
    ids.includes(name) ? `cast(cast(${name} as integer) + :shift as text)` : name,
  );
  file.exec(`create temp table original as select * from main.${table}`);
  const insert = file.prepare<{ shift: bigint }>(
    `insert into main.${table} (${columns}) select ${moved} from temp.original`,
  );
  for (let copy = 1; copy <= copies; copy++) insert.run({ shift: BigInt(copy * idsPerCopy) });
  file.exec('drop table temp.original');
}
