import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: vitest merges this interface
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** A database of its own on the server the run was given or has started; dropped afterwards. */
export async function aPostgresDatabase() {
  const server = inject('postgresUrl');
  const name = `mainstay_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `create database ${name}`);
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => onServer(server, `drop database ${name}`, retries),
  };
}

/** A connection that was closed here is there for a moment more on the server. */
const retries = 40;
const retryMs = 50;

async function onServer(url: string, sql: string, retriesLeft = 0): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } catch (error) {
    if (retriesLeft === 0) throw error;
    await setTimeout(retryMs);
    await onServer(url, sql, retriesLeft - 1);
  } finally {
    await client.end();
  }
}
