import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { HoldLostError } from '../errors.ts';
import type { Hold } from '../model/hold.ts';
import type { Database, Tables } from './schema.ts';

/**
 * The same database, for as long as the hold lasts: whatever is written through it is written in a
 * transaction that keeps the portal from being taken over until it ends, and throws HoldLostError once
 * the portal was. Reading goes on. PostgreSQL only; needs no closing.
 */
export function fencedDatabase(db: Database, hold: Hold): Database {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new FencedDriver(db, hold),
    createIntrospector: (fenced) => new PostgresIntrospector(fenced),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

class FencedDriver implements Driver {
  readonly #db: Database;
  readonly #hold: Hold;

  constructor(db: Database, hold: Hold) {
    this.#db = db;
    this.#hold = hold;
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}

  /** Lends a connection of the database below until it is released. */
  acquireConnection(): Promise<FencedConnection> {
    return new Promise((resolve, reject) => {
      this.#db
        .connection()
        .execute(
          (lent) =>
            new Promise<void>((giveBack) => {
              resolve(new FencedConnection(lent, this.#hold, giveBack));
            }),
        )
        .catch(reject);
    });
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as FencedConnection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as FencedConnection).end('commit');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as FencedConnection).end('rollback');
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    (connection as FencedConnection).giveBack();
  }
}

class FencedConnection implements DatabaseConnection {
  readonly giveBack: () => void;
  readonly #lent: Database;
  readonly #hold: Hold;
  #isInTransaction = false;

  constructor(lent: Database, hold: Hold, giveBack: () => void) {
    this.#lent = lent;
    this.#hold = hold;
    this.giveBack = giveBack;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const onlyReads = query.query.kind === 'SelectQueryNode';
    if (onlyReads || this.#isInTransaction) return this.#lent.executeQuery<Row>(query as never);
    await this.begin();
    try {
      const result = await this.#lent.executeQuery<Row>(query as never);
      await this.end('commit');
      return result;
    } catch (error) {
      await this.#giveUp();
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: the stores page by key; nothing streams
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not supported under a hold: page by key');
  }

  /** Sharing the row's key stands in the way of taking the portal over, but not of changing its columns. */
  async begin(): Promise<void> {
    await this.#lent.executeQuery(CompiledQuery.raw('begin'));
    this.#isInTransaction = true;
    try {
      await this.#checkHold();
    } catch (error) {
      await this.#giveUp();
      throw error;
    }
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    await this.#lent.executeQuery(CompiledQuery.raw(how));
    this.#isInTransaction = false;
  }

  async #checkHold(): Promise<void> {
    const { portalId, fence } = this.#hold;
    const held = await this.#lent
      .selectFrom('portal')
      .select('portal_id')
      .where('portal_id', '=', portalId)
      .where('fence', '=', fence)
      .forKeyShare()
      .executeTakeFirst();
    if (!held) throw new HoldLostError(portalId);
  }

  /** A connection that is broken has rolled back already; why it did is what the caller is told. */
  async #giveUp(): Promise<void> {
    await this.end('rollback').catch(() => {});
  }
}
