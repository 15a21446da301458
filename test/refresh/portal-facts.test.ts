import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { portal, runningPortal } from '../support/running-portal.ts';

it('works a portal by its own time zone and currency, even when it could not tell them at first', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  app.sandbox.addFault({ kind: 'status', status: 403, path: '^/account-info', count: 1 });

  const answer = await app.install();
  await app.quiet();

  const db = await openDatabase(app.databaseUrl);
  const installed = await createPortalStore(db).find(portal);
  await db.destroy();
  expect(answer.status).toBe(502);
  expect(installed).toMatchObject({ timeZone: 'Europe/Berlin', currency: 'EUR' });
});
