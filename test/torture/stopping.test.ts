import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { installApp } from '../../demo/install-app.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { aServiceChild, portal } from '../support/service-child.ts';

const main = 'src/main.ts';
const change = { subscriptionType: 'company.propertyChange', occurredAt: 1 };

it('answers what it has begun, then ends of its own accord', async () => {
  await using app = await aServiceChild();
  await app.service.start();
  const posts = Array.from({ length: 60 }, (_, index) =>
    app.postEvents([{ ...change, objectId: index }]).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  await Promise.race(posts);

  await app.service.end('SIGTERM');

  const statuses = await Promise.all(posts);
  const acknowledged = statuses.filter((status) => status === 200).length;
  const db = await openDatabase(app.environment.DATABASE_URL);
  const kept = await db.selectFrom('inbox').select('inbox_id').execute();
  const noted = await db.selectFrom('dirty_record').select('object_id').execute();
  await db.destroy();
  expect(app.service.exitCode()).toBe(0);
  expect(acknowledged).toBeGreaterThan(0);
  expect(kept.length + noted.length).toBeGreaterThanOrEqual(acknowledged);
});

it('does not wait for the end of a first read that takes hours', async () => {
  await using app = await aServiceChild({ companies: 2_000, latencyMs: 1_000 });
  await app.service.start();
  await installApp(app.url);
  const startedAt = performance.now();

  await app.service.end('SIGTERM');

  expect(app.service.exitCode()).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(9_500);
});

it('says which setting is wrong when it cannot start', async () => {
  await using app = await aServiceChild();
  await app.service.start();
  const startWith = (difference: Record<string, string>) =>
    spawnSync(process.execPath, [main], {
      env: { ...app.environment, ...difference },
      encoding: 'utf8',
      timeout: 20_000,
    });

  const taken = startWith({ DATABASE_URL: `file:${app.disk.folder}/other.db` });
  expect(taken.stderr).toMatch(/^PORT: /m);
  expect(taken.status).toBe(1);

  const unreachable = startWith({
    DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:9/none',
    PORT: '0',
  });
  expect(unreachable.stderr).toMatch(/^DATABASE_URL: /m);
  expect(unreachable.stderr).not.toContain('hunter2');
  expect(unreachable.status).toBe(1);
});

it('keeps no event when the disk is full, says so, and goes on by itself', async () => {
  await using app = await aServiceChild();
  await app.service.start();
  await installApp(app.url);
  const [company = 0] = [app.sandbox.portal(portal).portal.table('0-2').idOf(0)];
  const post = async () => (await app.postEvents([{ ...change, objectId: company }])).status;
  expect(await post()).toBe(200);

  await app.disk.fill(app.service.pid());
  const whileFull: number[] = [];
  for (let attempt = 0; attempt < 400 && !whileFull.includes(503); attempt += 1) {
    whileFull.push(await post());
  }
  await app.disk.free(app.service.pid());

  expect(whileFull).toContain(503);
  expect(whileFull.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(await post()).toBe(200);
});
