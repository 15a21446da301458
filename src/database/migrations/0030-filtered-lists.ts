import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/**
 * Lists of the portfolio are walked in their order until a page is full. Each order now carries whatever a list
 * is filtered or searched by, so that no row is read in vain on the way.
 */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, order] of Object.entries(orders)) {
    const index = `portfolio_account_by_${name}`;
    await db.schema.dropIndex(index).execute();
    await db.schema
      .createIndex(index)
      .on('portfolio_account')
      .columns(['portal_id', order, 'account_id', ...filters])
      .execute();
  }
}

const orders = { risk: 'revenue_at_risk', revenue: 'revenue_ttm', health: 'health_order' };
const filters = [
  ...['owner_id', 'industry', 'value_tier', 'nine_box', 'matrix'],
  ...['health_band', 'risk_level', 'lifecycle', 'name_key'],
];
