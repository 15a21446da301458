import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { mainstayIn } from '../support/command-line.ts';
import { aDatabase } from '../support/database.ts';
import { acme, aPortal, globex, noon, sealedTokens } from '../support/records.ts';

const [earlier, today, lost] = [randomBytes(32), randomBytes(32), randomBytes(32)];

const sealedBy = (key: Buffer, id: number) => {
  const seal = createTokenSeal(key);
  return {
    accessToken: seal.seal('access', String(id)),
    refreshToken: seal.seal('refresh', String(id)),
    expiresAt: 1,
  };
};

it('seals what an earlier key sealed with the key of today, once, and names what no key opens', async () => {
  await using opened = await aDatabase();
  const portals = createPortalStore(opened.db);
  await portals.install(aPortal(acme), sealedBy(earlier, acme), noon);
  await portals.install(aPortal(globex), sealedBy(lost, globex), noon);
  await using mainstay = await mainstayIn(
    {},
    {
      DATABASE_URL: opened.url,
      TOKEN_KEY: today.toString('base64'),
      TOKEN_KEY_EARLIER: `${earlier.toString('base64')},${randomBytes(32).toString('base64')}`,
      HUBSPOT_APP_ID: '1',
      HUBSPOT_CLIENT_ID: 'id',
      HUBSPOT_CLIENT_SECRET: 'secret',
    },
  );

  const first = await mainstay.run('rotate-key');
  const second = await mainstay.run('rotate-key');

  expect(first.errors).toBe(
    `1 portals sealed anew, 0 were already\nerror: no key opens the tokens of ${globex}\n`,
  );
  expect(first.exitCode).toBe(1);
  expect(second.errors).toMatch(/^0 portals sealed anew, 1 were already\n/);
  const kept = await portals.findTokens(acme);
  const alone = createTokenSeal(today);
  expect(alone.open(kept?.accessToken ?? '', String(acme))).toBe('access');
  expect(alone.open(kept?.refreshToken ?? '', String(acme))).toBe('refresh');
});

it('leaves tokens alone that the service renewed meanwhile', async () => {
  await using opened = await aDatabase();
  const portals = createPortalStore(opened.db);
  await portals.install(aPortal(acme), sealedTokens, noon);
  const renewed = { accessToken: 'new', refreshToken: 'new', expiresAt: 2 };
  await portals.saveTokens(acme, renewed);

  const isReplaced = await portals.replaceTokens(acme, sealedTokens, {
    ...sealedTokens,
    accessToken: 'stale',
  });

  expect(isReplaced).toBe(false);
  expect(await portals.findTokens(acme)).toEqual(renewed);
});
