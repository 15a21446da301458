import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoEnvironment, portFor } from '../../demo/demo-app.ts';
import { createServiceProcess } from '../../torture/service-process.ts';
import { aFolder } from '../support/database.ts';
import { everyMigration, makeOlderDatabase, openedByMany, whatIsIn } from '../support/migrating.ts';
import { aPostgresDatabase } from '../support/postgres.ts';

const processes = 6;
const patienceMs = 60_000;

describe('migrations of PostgreSQL', () => {
  it('make every table once when several processes open an empty database at the same moment', {
    timeout: patienceMs,
  }, async () => {
    await using database = await aPostgresDatabase();

    const said = await openedByMany(database.url, processes);

    expect(said).toEqual(Array.from({ length: processes }, () => 'open\n'));
    expect(await whatIsIn(database.url)).toEqual({
      migrations: await everyMigration(),
      posts: 0,
    });
  });

  it.each(['0001-first-tables', '0012-workflow-executions', '0017-many-machines'])(
    'bring a database of version %s up to date once, whoever of several processes is first',
    { timeout: patienceMs },
    async (version) => {
      await using database = await aPostgresDatabase();
      await makeOlderDatabase(database.url, version);

      const said = await openedByMany(database.url, processes);

      expect(said).toEqual(Array.from({ length: processes }, () => 'open\n'));
      expect(await whatIsIn(database.url)).toEqual({
        migrations: await everyMigration(),
        posts: 1,
      });
    },
  );

  it('and the queue of portals are made by whichever process of a service is first', {
    timeout: patienceMs,
  }, async () => {
    await using database = await aPostgresDatabase();
    await using folder = await aFolder();
    const kinds = ['web', 'web', 'worker', 'worker', 'serve'] as const;
    const services = await Promise.all(
      kinds.map((kind, number) => aService(kind, number, database.url, folder.path)),
    );

    const starts = await Promise.allSettled(services.map((service) => service.start()));
    const ends = await Promise.allSettled(services.map((service) => service.end('SIGTERM')));

    expect(starts.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(services.map((service) => service.exitCode())).toEqual(kinds.map(() => 0));
    expect((await whatIsIn(database.url)).migrations).toEqual(await everyMigration());
  });
});

async function aService(
  kind: 'web' | 'worker' | 'serve',
  number: number,
  databaseUrl: string,
  folder: string,
) {
  const port = await portFor(0);
  const url = `http://localhost:${port}`;
  const environment = {
    ...demoEnvironment(url, 'http://127.0.0.1:9', databaseUrl),
    PORT: String(port),
    TOKEN_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const logFile = path.join(folder, `${kind}-${number}.log`);
  return createServiceProcess({ kind, port, environment, logFile });
}
