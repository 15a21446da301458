import type { CreateTableBuilder, Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, columns] of Object.entries(tables)) {
    await columns.reduce(addColumn, db.schema.createTable(name)).execute();
  }
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(['portal_id', ...columns])
      .execute();
  }
}

type Kind = 'id' | 'big' | 'text' | 'real';
type Column = { name: string; kind: Kind; isNullable: boolean; key: boolean };

/** `name:kind`, with `?` when the value may be null and `!` when it is part of the key. */
function parse(column: string): Column {
  const [name = '', kind = ''] = column.split(':');
  return {
    name,
    kind: kind.replace(/[?!]/, '') as Kind,
    isNullable: kind.endsWith('?'),
    key: kind.endsWith('!'),
  };
}

const sqlTypes = { id: 'text', big: 'bigint', text: 'text', real: 'double precision' } as const;

type Builder = CreateTableBuilder<string, string>;

function addColumn(table: Builder, column: string, position: number, columns: string[]): Builder {
  const { name, kind, isNullable } = parse(column);
  const next = table.addColumn(name, sqlTypes[kind], (definition) =>
    isNullable ? definition : definition.notNull(),
  );
  if (position < columns.length - 1) return next;
  const key = columns.map(parse).filter((each) => each.key);
  return next.addPrimaryKeyConstraint(
    `key_of_${key.map((each) => each.name).join('_')}_${columns.length}`,
    key.map((each) => each.name) as never,
  );
}

const record = ['portal_id:big!', 'created_at:big', 'updated_at:big', 'read_at:big'];

const tables: Record<string, string[]> = {
  portal: [
    'portal_id:big!',
    'status:text',
    'name:text?',
    'time_zone:text',
    'currency:text',
    'locale:text',
    'ui_domain:text',
    'scopes:text',
    'access_token:text?',
    'refresh_token:text?',
    'token_expires_at:big',
    'installed_at:big',
    'blocked_until:big',
    'blocked_reason:text?',
    'properties:text?',
    'frame_id:text?',
    'metadata_read_at:big',
  ],
  inbox: ['portal_id:big!', 'inbox_id:id!', 'received_at:big', 'body:text'],
  dirty_record: [
    'portal_id:big!',
    'object_type:id!',
    'object_id:id!',
    'seq:big',
    'links_changed:big',
    'changed_at:big',
    'due_at:big',
    'attempts:big',
    'last_error:text?',
  ],
  dirty_account: ['portal_id:big!', 'account_id:id!', 'seq:big', 'reason:text', 'changed_at:big'],
  outbox: [
    'portal_id:big!',
    'account_id:id!',
    'seq:big',
    'reason:text',
    'changed_at:big',
    'due_at:big',
    'attempts:big',
    'last_error:text?',
  ],
  written: ['portal_id:big!', 'account_id:id!', 'properties:text', 'written_at:big'],
  company: [
    ...record,
    'company_id:id!',
    'name:text?',
    'domain:text?',
    'industry:text?',
    'owner_id:text?',
    'lifecycle_stage:text?',
    'country:text?',
    'annual_revenue:real?',
    'employees:real?',
    'parent_id:text?',
    'last_contact_at:big?',
  ],
  deal: [
    ...record,
    'deal_id:id!',
    'company_id:text?',
    'amount:real?',
    'currency:text?',
    'amount_in_portal_currency:real?',
    'status:text',
    'closed_at:big?',
    'stage_probability:real?',
    'is_new_business:big?',
  ],
  ticket: [
    ...record,
    'ticket_id:id!',
    'company_id:text?',
    'categories:text',
    'closed_at:big?',
    'first_reply_ms:big?',
    'resolution_ms:big?',
  ],
  owner: ['portal_id:big!', 'owner_id:id!', 'user_id:big?', 'name:text', 'is_active:big'],
  backfill: [
    'portal_id:big!',
    'object_type:id!',
    'cursor:text?',
    'done:big',
    'total:big?',
    'started_at:big',
    'done_at_start:big',
    'is_finished:big',
  ],
  policy: ['portal_id:big!', 'version:big!', 'body:text', 'published_at:big', 'author:text'],
  frame: [
    'portal_id:big!',
    'frame_id:id!',
    'day:big',
    'policy_version:big',
    'body:text',
    'created_at:big',
  ],
  assessment: [
    'portal_id:big!',
    'account_id:id!',
    'frame_id:text',
    'assessed_at:big',
    'body:text',
    'standing:text?',
    'lifecycle:text',
    'value_tier:text?',
    'health_score:big?',
    'health_band:text?',
    'risk_level:text?',
    'nine_box:text?',
    'revenue_ttm:real?',
    'revenue_at_risk:real?',
  ],
  api_call: ['portal_id:big!', 'day:big!', 'endpoint:id!', 'calls:big', 'failures:big'],
};

const indexes: [table: string, columns: string[]][] = [
  ['deal', ['company_id']],
  ['ticket', ['company_id']],
  ['dirty_record', ['due_at']],
  ['outbox', ['due_at']],
];
