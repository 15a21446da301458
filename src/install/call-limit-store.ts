import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

type Kind = 'general' | 'search';
type Bucket = { size: number; perMs: number };

/** `keep` calls stay in the bucket; with a fence, only who works the portal gets any. */
export type Asked = {
  portalId: PortalId;
  kind: Kind;
  bucket: Bucket;
  calls: number;
  keep: number;
  fence: number | undefined;
};

/** `calls` may leave now; where none may, the first may after `waitMs`. */
export type Taken = { calls: number; waitMs: number };

const columns = {
  general: { tokens: 'tokens', at: 'tokens_at' },
  search: { tokens: 'search_tokens', at: 'search_tokens_at' },
} as const;

/** How many calls may leave for a portal, from however many processes, by the database's clock. */
export function createCallLimitStore(db: Database) {
  return {
    /** undefined when another process works the portal now, or the portal is gone. */
    async take({ portalId, kind, bucket, calls, keep, fence }: Asked): Promise<Taken | undefined> {
      const { size, perMs } = bucket;
      // A bucket of one call leaves none to keep.
      const kept = Math.min(keep, size - 1);
      const { tokens, at } = columns[kind];
      const isHeld = fence === undefined ? sql`true` : sql`fence = ${fence}`;
      const { rows } = await sql<{ calls: number; waitMs: number }>`
        with held as materialized (
          select portal_id, ${sql.ref(tokens)} as tokens, ${sql.ref(at)} as at
          from portal where portal_id = ${portalId} and ${isHeld} for no key update
        ), timed as materialized (
          select held.*, (extract(epoch from clock_timestamp()) * 1000)::float8 as now from held
        ), filled as materialized (
          select portal_id, greatest(now, at) as at, greatest(0, at - now) as closed,
            least(${size}::float8, tokens + greatest(0, now - at) * ${perMs}::float8) as tokens
          from timed
        ), taken as materialized (
          select filled.*,
            case when closed > 0 then 0 else greatest(0, least(${calls}::float8, floor(tokens - ${kept}::float8))) end as calls
          from filled
        )
        update portal set ${sql.ref(tokens)} = taken.tokens - taken.calls, ${sql.ref(at)} = taken.at
        from taken where portal.portal_id = taken.portal_id
        returning taken.calls::int as calls,
          (taken.closed + greatest(0, 1 + ${kept}::float8 - taken.tokens) / ${perMs}::float8)::float8 as "waitMs"
      `.execute(db);
      return rows[0];
    },

    /** HubSpot said the limit is used up: no process sends anything for a while. */
    async close(portalId: PortalId, kind: Kind, forMs: number): Promise<void> {
      const { tokens, at } = columns[kind];
      await db
        .updateTable('portal')
        .set({
          [tokens]: 0,
          [at]: sql`greatest(${sql.ref(at)}, extract(epoch from clock_timestamp()) * 1000 + ${forMs})`,
        })
        .where('portal_id', '=', portalId)
        .execute();
    },
  };
}
