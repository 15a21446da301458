import type { Statement } from './sqlite-messages.ts';

export type KeptAnswers = ReturnType<typeof createKeptAnswers>;

type Kept = { rows: readonly unknown[]; stamp: number; keptAt: number };

/** Settings, states of a portal, queues that are empty: what is asked for again and again is small. */
const mostRows = 20;
const mostParameters = 8;
const longestParameter = 200;
const mostAnswers = 2_000;
const mostTexts = 1_000;
/** What another process writes is seen so much later at most, ms. */
const longestMs = 1_000;
/** Written by a statement that names no table, such as a pragma. */
const anything = '';

/**
 * Answers that are given again without asking the database, until a table they name is written: one
 * process writes an SQLite file, so it knows of every change. A short while only, for commands write too.
 */
export function createKeptAnswers() {
  const answers = new Map<string, Kept>();
  const tables = new Map<string, readonly string[]>();
  const writesOf = new Map<string, number>();

  function tablesIn(sql: string): readonly string[] {
    const known = tables.get(sql);
    if (known) return known;
    if (tables.size >= mostTexts) tables.clear();
    const found = namedTables(sql);
    tables.set(sql, found);
    return found;
  }

  /** Grows with every write to a table that the statement names. */
  function stampOf(sql: string): number {
    const writes = tablesIn(sql).map((table) => writesOf.get(table) ?? 0);
    return writes.reduce((sum, each) => sum + each, writesOf.get(anything) ?? 0);
  }

  return {
    /** Taken before a question is asked: an answer that was overtaken by a write is not kept. */
    stampOf,

    find({ sql, parameters }: Statement): unknown[] | undefined {
      if (!isSmall(parameters)) return undefined;
      const key = keyOf(sql, parameters);
      const kept = answers.get(key);
      if (!kept) return undefined;
      const isFresh = performance.now() - kept.keptAt < longestMs && kept.stamp === stampOf(sql);
      if (isFresh) return [...kept.rows];
      answers.delete(key);
      return undefined;
    },

    keep({ sql, parameters }: Statement, rows: readonly unknown[], stamp: number): void {
      if (rows.length > mostRows || !isSmall(parameters)) return;
      if (stamp !== stampOf(sql)) return;
      if (answers.size >= mostAnswers) answers.clear();
      // Many will share them.
      for (const row of rows) Object.freeze(row);
      answers.set(keyOf(sql, parameters), { rows: [...rows], stamp, keptAt: performance.now() });
    },

    /** To be told of once a write is committed, and before whoever wrote is. */
    written(statements: Iterable<string>): void {
      for (const sql of statements) {
        const named = tablesIn(sql);
        for (const table of named.length === 0 ? [anything] : named) {
          writesOf.set(table, (writesOf.get(table) ?? 0) + 1);
        }
      }
    },
  };
}

function isSmall(parameters: readonly unknown[]): boolean {
  const isShort = (one: unknown) => typeof one !== 'string' || one.length <= longestParameter;
  return parameters.length <= mostParameters && parameters.every(isShort);
}

/** A name too many forgets a little too much; there is none too few, for a table follows such a word. */
function namedTables(sql: string): string[] {
  const found = sql.matchAll(/\b(?:from|join|into|update|table)\s+"?(\w+)/gi);
  return [...new Set([...found].map(([, name = '']) => name.toLowerCase()))];
}

function keyOf(sql: string, parameters: readonly unknown[]): string {
  return parameters.length === 0 ? sql : `${sql}\n${parameters.join('\n')}`;
}
