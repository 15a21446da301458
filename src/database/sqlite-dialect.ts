import { Worker } from 'node:worker_threads';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
} from 'kysely';
import { createKeptAnswers, type KeptAnswers } from './kept-answers.ts';
import type { Answer, Kind, Request, Response, Statement } from './sqlite-messages.ts';
import { SqliteListCompiler } from './sqlite-query-compiler.ts';

/**
 * SQLite behind two threads: one writes, one reads (WAL lets them run side by side). Statements
 * outside a transaction that wait at the same time are committed together.
 */
export function sqliteDialect(path: string): Dialect {
  return {
    createAdapter: () => new SqliteThreadsAdapter(),
    createDriver: () => new SqliteThreads(path),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteListCompiler(),
  };
}

class SqliteThreadsAdapter extends SqliteAdapter {
  /** Else Kysely lets one statement in at a time, and none is ever read or committed beside another. */
  override get supportsMultipleConnections() {
    return true;
  }

  /** `begin immediate` lets one process migrate at a time, and a migration that is killed leaves nothing. */
  override get supportsTransactionalDdl() {
    return true;
  }
}

class SqliteThreads implements Driver {
  readonly #path: string;
  #writer: Thread | undefined;
  #reader: Thread | undefined;
  readonly #kept: KeptAnswers;
  readonly #turns = new WriterTurns((statements) => this.#write('together', statements));
  readonly #reads = new ReadsOfTick((statements) => this.#ask(this.#reader, 'each', statements));

  constructor(path: string) {
    this.#path = path;
    this.#kept = keptFor(path);
  }

  async init(): Promise<void> {
    this.#writer = new Thread(this.#path, 'writer');
    // The reader opens a file that exists: the writer makes it.
    await this.#write('each', [{ sql: 'select 1', parameters: [] }]);
    this.#reader = new Thread(this.#path, 'reader');
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const ways: Ways = {
      inTransaction: (statements) => this.#write('chain', statements),
      alone: (statement) => this.#turns.add(statement),
      read: (statement) => this.#reads.add(statement),
    };
    return new SqliteConnection(ways, this.#kept);
  }

  /** It begins with its first statement, in one message. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const own = connection as SqliteConnection;
    own.endTurn = await this.#turns.take();
  }

  /** A failed commit leaves the transaction open; Kysely rolls it back next, and its turn ends then. */
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const own = connection as SqliteConnection;
    await own.commit();
    endTurnOf(own);
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const own = connection as SqliteConnection;
    try {
      await own.rollback();
    } finally {
      endTurnOf(own);
    }
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#reader?.close();
    await this.#writer?.close();
  }

  #write(kind: Kind, statements: readonly Statement[]): Promise<Answer[]> {
    return this.#ask(this.#writer, kind, statements);
  }

  #ask(thread: Thread | undefined, kind: Kind, statements: readonly Statement[]) {
    if (!thread) throw new Error('the database is closed');
    return thread.ask(kind, statements);
  }
}

const noAnswer = { error: 'the database thread gave no answer' };

/** Whoever opens a file again in this process shares what was kept of it. */
const keptOfFiles = new Map<string, KeptAnswers>();

function keptFor(path: string): KeptAnswers {
  const kept = keptOfFiles.get(path) ?? createKeptAnswers();
  keptOfFiles.set(path, kept);
  return kept;
}

function endTurnOf(connection: SqliteConnection): void {
  connection.endTurn?.();
  connection.endTurn = undefined;
}

type Ways = Record<'alone' | 'read', (statement: Statement) => Promise<Answer>> & {
  inTransaction: (statements: readonly Statement[]) => Promise<Answer[]>;
};

const begin = { sql: 'begin immediate', parameters: [] };

class SqliteConnection implements DatabaseConnection {
  readonly #ways: Ways;
  readonly #kept: KeptAnswers;
  /** Statements of the transaction that wrote. */
  #wrote: string[] = [];
  #hasBegun = false;
  /** Set while this connection has a transaction. */
  endTurn: (() => void) | undefined;

  constructor(ways: Ways, kept: KeptAnswers) {
    this.#ways = ways;
    this.#kept = kept;
  }

  async commit(): Promise<void> {
    if (this.#hasBegun) await this.#end('commit');
    this.#kept.written(this.#wrote);
  }

  async rollback(): Promise<void> {
    if (this.#hasBegun) await this.#end('rollback');
  }

  async #end(sql: 'commit' | 'rollback'): Promise<void> {
    const [answer] = await this.#ways.inTransaction([{ sql, parameters: [] }]);
    resultOf(answer ?? noAnswer, sql);
  }

  async #inTransaction(statement: Statement): Promise<Answer> {
    const chain = this.#hasBegun ? [statement] : [begin, statement];
    const answers = await this.#ways.inTransaction(chain);
    const hasFailedToBegin = !this.#hasBegun && answers.length < chain.length;
    this.#hasBegun = !hasFailedToBegin;
    return answers.at(-1) ?? noAnswer;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql, parameters } = query;
    const statement = { sql, parameters };
    const isRead = query.query.kind === 'SelectQueryNode';
    if (this.endTurn) {
      if (!isRead) this.#wrote.push(sql);
      return resultOf<Row>(await this.#inTransaction(statement), sql);
    }
    if (isRead) return { rows: (await this.#read(statement)) as Row[] };
    const answer = await this.#ways.alone(statement);
    this.#kept.written([sql]);
    return resultOf<Row>(answer, sql);
  }

  async #read(statement: Statement): Promise<unknown[]> {
    const kept = this.#kept.find(statement);
    if (kept) return kept;
    const stamp = this.#kept.stampOf(statement.sql);
    const { rows } = resultOf(await this.#ways.read(statement), statement.sql);
    this.#kept.keep(statement, rows, stamp);
    return rows;
  }

  // biome-ignore lint/correctness/useYield: the stores page by key; nothing streams
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not supported on SQLite: page by key');
  }
}

function resultOf<Row>(answer: Answer, sql: string): QueryResult<Row> {
  if ('error' in answer) throw new Error(`${answer.error} in ${sql.slice(0, 200)}`);
  const rows = answer.rows as Row[];
  if (answer.changes === undefined) return { rows };
  return { rows, numAffectedRows: BigInt(answer.changes) };
}

type Waiting = { statement: Statement; done: (answer: Answer) => void };

/** Whose turn it is to write: one transaction, or all statements that wait, together. */
class WriterTurns {
  readonly #writeTogether: (statements: readonly Statement[]) => Promise<Answer[]>;
  #isBusy = false;
  #waiting: Waiting[] = [];
  readonly #transactions: (() => void)[] = [];

  constructor(writeTogether: (statements: readonly Statement[]) => Promise<Answer[]>) {
    this.#writeTogether = writeTogether;
  }

  add(statement: Statement): Promise<Answer> {
    return new Promise((done) => {
      this.#waiting.push({ statement, done });
      this.#next();
    });
  }

  /** Resolves when a transaction may begin, with the function that ends its turn. */
  take(): Promise<() => void> {
    return new Promise((begin) => {
      this.#transactions.push(() => begin(() => this.#release()));
      this.#next();
    });
  }

  #release(): void {
    this.#isBusy = false;
    this.#next();
  }

  #next(): void {
    if (this.#isBusy) return;
    if (this.#waiting.length > 0) {
      this.#isBusy = true;
      void this.#flush();
      return;
    }
    const transaction = this.#transactions.shift();
    if (!transaction) return;
    this.#isBusy = true;
    transaction();
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    await answerAll(batch, this.#writeTogether);
    // A transaction that waited goes first now, so that neither kind starves the other.
    this.#isBusy = false;
    const transaction = this.#transactions.shift();
    if (!transaction) return this.#next();
    this.#isBusy = true;
    transaction();
  }
}

/** Questions that come at the same moment go as one message: to wake a thread costs as much as to read. */
class ReadsOfTick {
  readonly #readEach: (statements: readonly Statement[]) => Promise<Answer[]>;
  #waiting: Waiting[] = [];

  constructor(readEach: (statements: readonly Statement[]) => Promise<Answer[]>) {
    this.#readEach = readEach;
  }

  add(statement: Statement): Promise<Answer> {
    return new Promise((done) => {
      if (this.#waiting.length === 0) queueMicrotask(() => void this.#flush());
      this.#waiting.push({ statement, done });
    });
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    await answerAll(batch, this.#readEach);
  }
}

async function answerAll(
  batch: readonly Waiting[],
  ask: (statements: readonly Statement[]) => Promise<Answer[]>,
): Promise<void> {
  const answers = await asked(batch, ask);
  batch.forEach(({ done }, position) => {
    done(answers[position] ?? noAnswer);
  });
}

async function asked(
  batch: readonly Waiting[],
  ask: (statements: readonly Statement[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  try {
    return await ask(batch.map(({ statement }) => statement));
  } catch (error) {
    return batch.map(() => ({ error: String(error) }));
  }
}

class Thread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, (answers: Answer[] | Error) => void>();
  #lastId = 0;
  #failure: Error | undefined;

  constructor(path: string, role: 'writer' | 'reader') {
    this.#worker = new Worker(new URL('./sqlite-thread.ts', import.meta.url), {
      workerData: { path, role },
    });
    this.#worker.unref();
    this.#worker.on('message', ({ id, answers }: Response) => {
      this.#pending.get(id)?.(answers);
      this.#pending.delete(id);
      if (this.#pending.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the database thread has ended')));
  }

  ask(kind: Kind, statements: readonly Statement[]): Promise<Answer[]> {
    return this.#send({ id: this.#nextId(), kind, statements });
  }

  async close(): Promise<void> {
    if (this.#failure) return;
    await this.#send({ id: this.#nextId(), kind: 'close' });
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #send(request: Request): Promise<Answer[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, (outcome) =>
        outcome instanceof Error ? reject(outcome) : resolve(outcome),
      );
      this.#worker.ref();
      this.#worker.postMessage(request);
    });
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const settle of this.#pending.values()) settle(error);
    this.#pending.clear();
  }
}
