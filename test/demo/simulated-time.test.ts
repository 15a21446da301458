import { expect, it } from 'vitest';
import { createTime } from '../../demo/simulation/time.ts';
import { COMPANY } from '../../sandbox/object-types.ts';
import { portalId } from '../../src/model/ids.ts';
import { PORTAL, runningSandbox, webhookTarget } from '../sandbox/running-sandbox.ts';

const fiveMinutes = 5 * 60_000;

it('lets what HubSpot tells arrive before time leaps on', async () => {
  let age = 0;
  await using target = await webhookTarget(() => (age > fiveMinutes ? 401 : 200));
  await using running = await runningSandbox({
    app: { webhookUrl: target.url, manifestPath: 'app.json' },
    webhooks: { coalesceMs: 0 },
  });
  const { sandbox, portal, user } = running;
  const time = createTime({ ...sandbox, portalId: portalId(PORTAL), timeZone: 'Europe/Berlin' });
  const company = portal.table(COMPANY).idOf(0);

  user.update(COMPANY, company, { hubspot_owner_id: portal.owners[1]?.id ?? '' });
  const changedAt = sandbox.clock.now().getTime();
  for (let day = 0; day < 3; day += 1) {
    await time.leapTo(8);
    age = sandbox.clock.now().getTime() - changedAt;
  }
  await time.told();
  time.end();

  expect(sandbox.state().webhooks).toMatchObject({ acknowledged: 1, failedPosts: 0, givenUp: 0 });
});
