import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { portalId } from '../../src/model/ids.ts';
import { aFolder } from '../support/database.ts';
import { startServer } from '../support/postgres-server.ts';
import { aServiceChild, portal } from '../support/service-child.ts';

const event = { subscriptionType: 'company.propertyChange', occurredAt: 1 };

async function untilStatus(ask: () => Promise<number>, status: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await ask()) === status) return;
    await sleep(100);
  }
  throw new Error(`never answered ${status}`);
}

it('acknowledges nothing while the database is down, says so, and goes on by itself', async () => {
  const server = await startServer();
  try {
    await using app = await aServiceChild({ databaseUrl: server.url });
    await app.service.start();
    const post = async (objectId: number) =>
      (await app.postEvents([{ ...event, objectId }])).status;
    const ready = async () => (await fetch(`${app.url}/readyz`)).status;
    expect(await post(1)).toBe(200);

    await server.down();
    expect(await post(2)).toBe(503);
    expect(await ready()).toBe(503);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect(app.service.isRunning()).toBe(true);

    await server.up();
    await untilStatus(() => post(3), 200);
    await untilStatus(ready, 200);
  } finally {
    await server.stop();
  }
}, 60_000);

it('can be restored from what pg_dump wrote, with nothing missing and nothing to migrate', async () => {
  const server = await startServer();
  try {
    const db = await openDatabase(server.url);
    const row = { id: 'a', receivedAt: 1, body: '[{"name":"名称 🙂"}]' };
    await createInboxStore(db).add(portalId(portal), row);
    await db.destroy();
    const copy = new URL(server.url);
    copy.pathname = '/copy';

    await using folder = await aFolder();
    const dump = join(folder.path, 'mainstay.dump');
    await server.run('pg_dump', ['--format=custom', `--file=${dump}`, server.url]);
    await server.run('createdb', ['--maintenance-db', server.url, 'copy']);
    await server.run('pg_restore', [`--dbname=${copy.href}`, dump]);

    const restored = await openDatabase(copy.href);
    expect(await createInboxStore(restored).list(portalId(portal), 9)).toEqual([row]);
    await restored.destroy();
  } finally {
    await server.stop();
  }
}, 60_000);
