import { execFile, execFileSync } from 'node:child_process';
import { glob, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const run = promisify(execFile);

let stop: (() => Promise<void>) | undefined;

/** Uses the server in TEST_DATABASE_URL, or starts one of its own. */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? undefined : await startServer();
  stop = server?.stop;
  project.provide('postgresUrl', given ?? server?.url ?? '');
}

/** Stops the server that was started here. */
export async function teardown(): Promise<void> {
  await stop?.();
}

/** A server of its own on a free port, forgotten when it is stopped. */
export async function startServer() {
  const programs = await newestPrograms();
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-postgres-'));
  const data = path.join(folder, 'data');
  const port = await freePort();
  if (process.getuid?.() === 0) await run('chown', ['postgres', folder]);

  await asPostgres(path.join(programs, 'initdb'), [
    '--pgdata',
    data,
    ...['--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
  ]);
  // Its output goes to a file: a server that held our pipe would keep us waiting for its end.
  const control = path.join(programs, 'pg_ctl');
  const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -F`;
  const log = path.join(folder, 'log');
  await asPostgres(control, ['start', '-w', '-D', data, '-l', log, '-o', settings]);

  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    /** Ends it as a power cut would, and starts it again. */
    async restart() {
      await asPostgres(control, ['restart', '-w', '-m', 'immediate', '-D', data, '-l', log]);
    },
    /** Ends it as a power cut would, until `up`. */
    async down() {
      await asPostgres(control, ['stop', '-w', '-m', 'immediate', '-D', data]);
    },
    async up() {
      await asPostgres(control, ['start', '-w', '-D', data, '-l', log, '-o', settings]);
    },
    /** Runs one of its programs, such as pg_dump. */
    run: (program: string, args: readonly string[]) => run(path.join(programs, program), args),
    async stop() {
      await asPostgres(control, ['stop', '-w', '-m', 'immediate', '-D', data]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
async function asPostgres(program: string, args: string[]): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const command = isRoot
    ? ['runuser', '-u', 'postgres', '--', program, ...args]
    : [program, ...args];
  const [first = '', ...rest] = command;
  execFileSync(first, rest, { stdio: 'ignore', cwd: tmpdir() });
}

async function newestPrograms(): Promise<string> {
  const found: string[] = [];
  for await (const file of glob('/usr/lib/postgresql/*/bin/initdb')) found.push(file);
  const version = (file: string) => Number(file.split('/')[4]);
  const newest = found.sort((one, other) => version(other) - version(one))[0];
  if (!newest) {
    throw new Error(
      'These tests need PostgreSQL: install it (Debian: apt-get install postgresql) or name a server in TEST_DATABASE_URL.',
    );
  }
  return path.dirname(newest);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
