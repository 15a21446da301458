import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, { columns, key }] of Object.entries(tables)) {
    let table = db.schema.createTable(name);
    for (const [column, type] of columns) {
      table = table.addColumn(column, type.replace('?', '') as 'text', (definition) =>
        type.endsWith('?') ? definition : definition.notNull(),
      );
    }
    await table.addPrimaryKeyConstraint(`key_of_${name}`, key as never).execute();
  }
  await db.schema.alterTable('policy').addColumn('note', 'text').execute();
  await db.schema.alterTable('policy').addColumn('parent', 'bigint').execute();
  await db.schema.alterTable('deal').addColumn('stage', 'text').execute();
  await db.schema
    .alterTable('portal_setting')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await keepWriting(db);
}

const portal: [string, string] = ['portal_id', 'bigint'];

const tables: Record<string, { columns: [name: string, type: string][]; key: string[] }> = {
  policy_draft: {
    columns: [
      portal,
      ['body', 'text'],
      ['note', 'text'],
      ['based_on', 'bigint'],
      ['author', 'text'],
      ['saved_at', 'bigint'],
    ],
    key: ['portal_id'],
  },
  publishing: {
    columns: [
      portal,
      ['mode', 'text'],
      ['is_paused', 'bigint'],
      ['pilot_owners', 'text'],
      ['changed_at', 'bigint'],
      ['changed_by', 'text'],
    ],
    key: ['portal_id'],
  },
  user_role: {
    columns: [
      portal,
      ['user_id', 'bigint'],
      ['role', 'text'],
      ['granted_at', 'bigint'],
      ['granted_by', 'text'],
    ],
    key: ['portal_id', 'user_id'],
  },
  setup_step: {
    columns: [portal, ['step', 'text'], ['done_at', 'bigint'], ['done_by', 'text']],
    key: ['portal_id', 'step'],
  },
  usage_count: {
    columns: [portal, ['day', 'bigint'], ['kind', 'text'], ['role', 'text'], ['uses', 'bigint']],
    key: ['portal_id', 'day', 'kind', 'role'],
  },
};

/** Portals that were written to before there was a choice are written to after it. */
async function keepWriting(db: AnyDatabase): Promise<void> {
  await db
    .insertInto('publishing')
    .columns(['portal_id', 'mode', 'is_paused', 'pilot_owners', 'changed_at', 'changed_by'])
    .expression(({ selectFrom, val }) =>
      selectFrom('portal').select([
        'portal_id',
        val('live').as('mode'),
        val(0).as('is_paused'),
        val('[]').as('pilot_owners'),
        'installed_at',
        val('').as('changed_by'),
      ]),
    )
    .execute();
}
