import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import type { Answer, Request, Statement } from './sqlite-messages.ts';

/** One SQLite connection in a thread of its own, so that a commit's fsync never stops the service. */
const { path, role } = workerData as { path: string; role: 'writer' | 'reader' };
const keptStatements = 500;

const sqlite = new Sqlite(path, { readonly: role === 'reader', fileMustExist: role === 'reader' });
if (role === 'writer') {
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('wal_autocheckpoint = 4000');
}
sqlite.pragma('cache_size = -32000');

const prepared = new Map<string, Sqlite.Statement>();

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'close') {
    sqlite.close();
    parentPort?.postMessage({ id: request.id, answers: [] });
    parentPort?.close();
    return;
  }
  const answers = runs[request.kind](request.statements);
  parentPort?.postMessage({ id: request.id, answers });
});

const runs = { each: runEach, chain: runChain, together: runTogether };

function runEach(statements: readonly Statement[]): Answer[] {
  return statements.map(answerTo);
}

/** The answer that counts is the last one: whatever follows a failure is not run. */
function runChain(statements: readonly Statement[]): Answer[] {
  const answers: Answer[] = [];
  for (const statement of statements) {
    const answer = answerTo(statement);
    answers.push(answer);
    if ('error' in answer) break;
  }
  return answers;
}

/** Independent statements of several callers, committed once: one fsync for all of them. */
function runTogether(statements: readonly Statement[]): Answer[] {
  if (statements.length === 1) return runEach(statements);
  try {
    sqlite.exec('begin immediate');
    const answers = statements.map((statement) => {
      sqlite.exec('savepoint one');
      const answer = answerTo(statement);
      sqlite.exec('error' in answer ? 'rollback to one; release one' : 'release one');
      return answer;
    });
    sqlite.exec('commit');
    return answers;
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback');
    return statements.map(() => ({ error: messageOf(error) }));
  }
}

function answerTo({ sql, parameters }: Statement): Answer {
  try {
    const statement = prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters) as unknown[] };
    return { rows: [], changes: statement.run(...parameters).changes };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function prepare(sql: string): Sqlite.Statement {
  const known = prepared.get(sql);
  if (known) return known;
  const statement = sqlite.prepare(sql);
  if (prepared.size >= keptStatements) prepared.clear();
  prepared.set(sql, statement);
  return statement;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
