import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { ConfigError } from '../errors.ts';
import * as firstTables from './migrations/0001-first-tables.ts';
import * as evidenceTables from './migrations/0002-evidence-tables.ts';
import * as portfolio from './migrations/0003-portfolio.ts';
import * as reconciliation from './migrations/0004-reconciliation.ts';
import * as settings from './migrations/0005-settings.ts';
import * as urgentFirst from './migrations/0006-urgent-first.ts';
import * as departure from './migrations/0007-departure.ts';
import * as products from './migrations/0008-products.ts';
import * as manualInputs from './migrations/0009-manual-inputs.ts';
import * as execution from './migrations/0010-execution.ts';
import * as strategies from './migrations/0011-strategies.ts';
import * as workflowExecutions from './migrations/0012-workflow-executions.ts';
import * as announcements from './migrations/0013-announcements.ts';
import * as manualSubjects from './migrations/0014-manual-subjects.ts';
import * as portalViews from './migrations/0015-portal-views.ts';
import * as audit from './migrations/0016-audit.ts';
import * as manyMachines from './migrations/0017-many-machines.ts';
import * as stepDecisions from './migrations/0018-step-decisions.ts';
import * as managersAndOwners from './migrations/0019-managers-and-owners.ts';
import * as importedExecutions from './migrations/0020-imported-executions.ts';
import * as trails from './migrations/0021-trails.ts';
import * as webhookJournal from './migrations/0022-webhook-journal.ts';
import * as callBudgets from './migrations/0023-call-budgets.ts';
import * as industryNames from './migrations/0024-industry-names.ts';
import * as turns from './migrations/0025-turns.ts';
import * as portalSecrets from './migrations/0026-portal-secrets.ts';
import * as sharedPreviews from './migrations/0027-shared-previews.ts';
import * as eventsAndJobs from './migrations/0028-events-and-jobs.ts';
import * as filteredLists from './migrations/0030-filtered-lists.ts';
import * as strategyAtWork from './migrations/0031-strategy-at-work.ts';
import * as dealsByStage from './migrations/0032-deals-by-stage.ts';
import type { Database, Tables } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

const migrations = {
  '0001-first-tables': firstTables,
  '0002-evidence-tables': evidenceTables,
  '0003-portfolio': portfolio,
  '0004-reconciliation': reconciliation,
  '0005-settings': settings,
  '0006-urgent-first': urgentFirst,
  '0007-departure': departure,
  '0008-products': products,
  '0009-manual-inputs': manualInputs,
  '0010-execution': execution,
  '0011-strategies': strategies,
  '0012-workflow-executions': workflowExecutions,
  '0013-announcements': announcements,
  '0014-manual-subjects': manualSubjects,
  '0015-portal-views': portalViews,
  '0016-audit': audit,
  '0017-many-machines': manyMachines,
  '0018-step-decisions': stepDecisions,
  '0019-managers-and-owners': managersAndOwners,
  '0020-imported-executions': importedExecutions,
  '0021-trails': trails,
  '0022-webhook-journal': webhookJournal,
  '0023-call-budgets': callBudgets,
  '0024-industry-names': industryNames,
  '0025-turns': turns,
  '0026-portal-secrets': portalSecrets,
  '0027-shared-previews': sharedPreviews,
  '0028-events-and-jobs': eventsAndJobs,
  '0030-filtered-lists': filteredLists,
  '0031-strategy-at-work': strategyAtWork,
  '0032-deals-by-stage': dealsByStage,
};

/** `file:PATH` opens or makes an SQLite database, `postgres://…` connects; both end up at the newest schema. */
export async function openDatabase(url: string): Promise<Database> {
  if (!url.startsWith('postgres')) await mkdir(dirname(pathOf(url)), { recursive: true });
  const db = connect(url);
  const { error } = await migratorOf(db).migrateToLatest();
  if (error) {
    await db.destroy();
    throw new ConfigError(`DATABASE_URL: the database cannot be used: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  return db;
}

/** A database as it is: nothing is made and no migration is run. `pending` are those it lacks. */
export async function inspectDatabase(url: string): Promise<{ db: Database; pending: string[] }> {
  const db = connect(url);
  try {
    const known = await migratorOf(db).getMigrations();
    return { db, pending: known.filter(({ executedAt }) => !executedAt).map(({ name }) => name) };
  } catch (error) {
    await db.destroy();
    throw new ConfigError(reasonOf(error), { cause: error });
  }
}

/** The file an SQLite database lies in; undefined for PostgreSQL. */
export function databaseFileOf(url: string): string | undefined {
  return url.startsWith('postgres') ? undefined : pathOf(url);
}

function connect(url: string): Database {
  return new Kysely<Tables>({
    dialect: url.startsWith('postgres') ? postgresDialect(url) : sqliteDialect(pathOf(url)),
  });
}

function migratorOf(db: Database): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

/** An address with two families fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function pathOf(url: string): string {
  return url.replace(/^file:(\/\/)?/, '');
}

/** A process that was stopped amid a transaction must not hold its rows for ever. */
const longestSilenceMs = 15_000;

function postgresDialect(connectionString: string): PostgresDialect {
  const bigint = 20;
  const types = {
    // Our bigints are ids and times below 2^53.
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      oid === bigint ? Number : pg.types.getTypeParser(oid, format as 'text')) as never,
  };
  const pool = new pg.Pool({
    connectionString,
    types,
    max: 10,
    idle_in_transaction_session_timeout: longestSilenceMs,
  });
  // A connection that breaks between two queries fails the next one, or is replaced by it. Unheard,
  // its error event would end the service.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new PostgresDialect({ pool });
}
