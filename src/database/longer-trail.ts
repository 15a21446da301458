import { type RawBuilder, sql } from 'kysely';

/** A trail as long as this takes no more posts in: those that came first are followed. */
const fullTrail = 150;

/** What waited already, because of more posts than before: for the update of a row that is there. */
export function longerTrail(
  table: 'dirty_record' | 'dirty_account' | 'outbox',
): RawBuilder<string | null> {
  const kept = sql.ref(`${table}.posts`);
  return sql`case
    when ${kept} is null then excluded.posts
    when excluded.posts is null or length(${kept}) > ${sql.lit(fullTrail)} then ${kept}
    else ${kept} || ' ' || excluded.posts end`;
}
