import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

type Table = { columns: string[]; key: string[] };

/** `name:type`, with `?` when the value may be null. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, { columns, key }] of Object.entries(tables)) {
    let table = db.schema.createTable(name);
    for (const column of columns) {
      const [columnName = '', type = ''] = column.split(':');
      table = table.addColumn(columnName, typeOf(type), (definition) =>
        type.endsWith('?') ? definition : definition.notNull(),
      );
    }
    await table.addPrimaryKeyConstraint(`key_of_${name}`, key as never).execute();
  }
  for (const column of companyColumns) {
    const [columnName = '', type = ''] = column.split(':');
    await db.schema.alterTable('company').addColumn(columnName, typeOf(type)).execute();
  }
  for (const [table, column] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${column}`)
      .on(table)
      .columns(['portal_id', column])
      .execute();
  }
}

function typeOf(type: string): 'bigint' | 'text' | 'double precision' {
  const name = type.replace('?', '');
  return name === 'real' ? 'double precision' : (name as 'bigint' | 'text');
}

const tables: Record<string, Table> = {
  portal_setting: { columns: ['portal_id:bigint', 'body:text'], key: ['portal_id'] },
  evidence_source: {
    columns: [
      'portal_id:bigint',
      'source:text',
      'state:text',
      'cursor:text?',
      'since:bigint?',
      'started_at:bigint',
      'done:bigint',
      'read_at:bigint?',
      'due_at:bigint',
      'attempts:bigint',
      'problem:text?',
    ],
    key: ['portal_id', 'source'],
  },
  engagement: {
    columns: [
      'portal_id:bigint',
      'company_id:text',
      'channel:text',
      'engagement_id:text',
      'happened_at:bigint',
      'direction:text',
      'thread_id:text?',
      'is_answered:bigint?',
    ],
    key: ['portal_id', 'company_id', 'channel', 'engagement_id'],
  },
  contact_role: {
    columns: [
      'portal_id:bigint',
      'company_id:text',
      'contact_id:text',
      'roles:text',
      'masked_name:text',
      'job_title:text?',
      'read_at:bigint',
    ],
    key: ['portal_id', 'company_id', 'contact_id'],
  },
  erased_contact: {
    columns: ['portal_id:bigint', 'contact_id:text', 'erased_at:bigint'],
    key: ['portal_id', 'contact_id'],
  },
  survey_answer: {
    columns: [
      'portal_id:bigint',
      'answer_id:text',
      'company_id:text',
      'contact_id:text?',
      'kind:text',
      'value:real',
      'answered_at:bigint',
      'read_at:bigint',
    ],
    key: ['portal_id', 'answer_id'],
  },
  exchange_rate: {
    columns: ['portal_id:bigint', 'currency:text', 'rate:real', 'effective_at:bigint'],
    key: ['portal_id', 'currency'],
  },
};

const companyColumns = [
  'last_call_at:bigint?',
  'last_meeting_at:bigint?',
  'last_activity_at:bigint?',
  'mapped:text?',
];

const indexes: [table: string, column: string][] = [
  ['company', 'parent_id'],
  ['engagement', 'happened_at'],
  ['contact_role', 'contact_id'],
  ['survey_answer', 'company_id'],
  ['survey_answer', 'contact_id'],
];
