import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { installApp } from '../../demo/install-app.ts';
import { publishApp } from '../../demo/publish-app.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { until } from '../support/running-portal.ts';
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

type Line = { msg: string; post?: string; posts?: string[]; pass?: string };

it('follows a change from the webhook to the write by its ids, and names no person', async () => {
  await using app = await aServiceChild();
  await app.service.start();
  await installApp(app.url);
  await publishApp(app.url, portal);
  const { user } = app.sandbox.portal(portal);
  const company = user.create('0-2', { name: 'Zanzibar Confidential' });
  const person = { firstname: 'Xenia', lastname: 'Quast', email: 'xenia@quast.example' };
  user.create('0-1', { ...person, hs_buying_role: 'DECISION_MAKER' }, company);
  const won = { pipeline: 'default', dealstage: 'closedwon' };
  user.create('0-3', { dealname: 'Dhow', amount: 7_777_777, ...won }, company);
  const read = async () => {
    const text = await readFile(app.logFile, 'utf8');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };
  const said = (lines: Line[], message: string) => lines.filter(({ msg }) => msg === message);

  let path: Line[] = [];
  await until(async () => {
    const lines = await read();
    const noted = said(lines, 'events noted');
    path = said(lines, 'scores written').filter(({ pass }) =>
      noted.some((each) => each.pass === pass),
    );
    return path.length > 0;
  });

  const lines = await read();
  const [noted] = said(lines, 'events noted').filter(({ pass }) => pass === path[0]?.pass);
  const received = said(lines, 'events received').map(({ post }) => post);
  expect(noted?.posts?.length).toBeGreaterThan(0);
  expect(received).toEqual(expect.arrayContaining(noted?.posts ?? ['none']));
  const log = await readFile(app.logFile, 'utf8');
  for (const name of ['Xenia', 'Quast', 'X***', 'quast.example', 'Zanzibar', 'Dhow', '7777777']) {
    expect(log.includes(name), name).toBe(false);
  }
}, 30_000);
