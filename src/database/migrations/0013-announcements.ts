import { type Kysely, sql } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  await createChannels(db);
  await createWhatIsAnnounced(db);
  await db.schema.alterTable('ticket').addColumn('root_cause', 'text').execute();
  await db.schema.alterTable('contact_role').addColumn('birthday', 'text').execute();
  await db.schema
    .createIndex('ticket_unanswered')
    .on('ticket')
    .columns(['portal_id', 'created_at'])
    .where(sql<boolean>`closed_at is null and first_reply_ms is null`)
    .execute();
}

async function createChannels(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('channel')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('secret', 'text')
    .addColumn('topics', 'text', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('added_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_channel', ['portal_id', 'channel_id'])
    .execute();
  await db.schema
    .createTable('announcement')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('announcement_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addPrimaryKeyConstraint('key_of_announcement', ['portal_id', 'announcement_id'])
    .execute();
  await db.schema
    .createIndex('announcement_by_state')
    .on('announcement')
    .columns(['portal_id', 'state', 'due_at'])
    .execute();
}

async function createWhatIsAnnounced(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('account_transition')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('happened_at', 'bigint', (column) => column.notNull())
    .addColumn('from_value', 'text')
    .addColumn('to_value', 'text')
    .addColumn('is_announced', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_account_transition', [
      'portal_id',
      'account_id',
      'kind',
      'happened_at',
    ])
    .execute();
  await db.schema
    .createIndex('account_transition_by_time')
    .on('account_transition')
    .columns(['portal_id', 'is_announced', 'happened_at'])
    .execute();
  await db.schema
    .createTable('complaint_breach')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('noticed_at', 'bigint', (column) => column.notNull())
    .addColumn('is_announced', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_complaint_breach', ['portal_id', 'ticket_id'])
    .execute();
  await db.schema
    .createTable('owner_digest')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('week_day', 'bigint', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_owner_digest', ['portal_id', 'owner_id', 'week_day'])
    .execute();
}
