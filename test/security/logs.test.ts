import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { installApp } from '../../demo/install-app.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { aServiceChild, portal } from '../support/service-child.ts';

it('writes no secret into its log, whatever happens', async () => {
  await using app = await aServiceChild({ logLevel: 'debug' });
  await app.service.start();
  await installApp(app.url);
  const code = 'a-code-that-nobody-gave';
  await fetch(`${app.url}/oauth/callback?code=${code}&state=none`);
  await app.postEvents([{ subscriptionType: 'deal.creation', objectId: 1, occurredAt: 1 }]);
  app.sandbox.addFault({ kind: 'status', status: 500, probability: 0.5, count: 5 });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const db = await openDatabase(app.environment.DATABASE_URL);
  const row = await db
    .selectFrom('portal')
    .select(['access_token', 'refresh_token'])
    .executeTakeFirstOrThrow();
  await db.destroy();
  const key = Buffer.from(app.environment.TOKEN_KEY, 'base64');
  const seal = createTokenSeal(key);
  app.sandbox.uninstall(portal);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await app.service.end('SIGTERM');

  const log = await readFile(app.logFile, 'utf8');
  const secrets = [
    app.environment.HUBSPOT_CLIENT_SECRET,
    app.environment.TOKEN_KEY,
    seal.open(row.access_token ?? '', String(portal)),
    seal.open(row.refresh_token ?? '', String(portal)),
    code,
  ];
  expect(log).toContain('portal installed');
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(log.includes(secret)).toBe(false);
  }
});
