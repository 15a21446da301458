import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** How many events came and when the last one, and what calls to HubSpot were made for. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('received_event')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_received_event', ['portal_id', 'day'])
    .execute();
  await addJobs(db);
}

/** Neither database adds a column to a key that is there; calls from before were made for nothing we know. */
async function addJobs(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('call_count')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('endpoint', 'text', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_call_count', ['portal_id', 'day', 'endpoint', 'priority'])
    .execute();
  await db
    .insertInto('call_count')
    .columns(['portal_id', 'day', 'endpoint', 'priority', 'calls', 'failures'])
    .expression(({ selectFrom, val }) =>
      selectFrom('api_call').select([
        'portal_id',
        'day',
        'endpoint',
        val('').as('priority'),
        'calls',
        'failures',
      ]),
    )
    .execute();
  await db.schema.dropTable('api_call').execute();
}
