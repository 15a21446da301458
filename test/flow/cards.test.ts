import { expect, it } from 'vitest';
import type { AccountCard } from '../../extensions/app/cards/contract.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { portal, runningPortal, ticketType } from '../support/running-portal.ts';

it("tells a year of every scored account's health, ending at its score, within a card's limits", async () => {
  await using app = await runningPortal();
  await app.install();
  await app.quiet();
  let told = 0;

  for (const id of app.companyIds()) {
    const answer = await app.signedGet(`/cards/companies/${id}`);
    const text = await answer.text();
    const card = JSON.parse(text) as AccountCard;
    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
    if (card.state !== 'assessed') continue;
    const { trend, score } = card.health;
    told += 1;
    expect(trend?.points.at(-1)?.score).toBe(score);
    const points = (trend?.change?.lines ?? []).map((line) => line.points);
    const sum = points.slice(0, -1).reduce((all, one) => all + one, 0);
    if (points.length > 0) expect([sum, points.at(-1)]).toEqual([score, score]);
  }

  expect(told).toBeGreaterThan(5);
});

it('shows accounts by a policy that was published before a part of it came', async () => {
  await using app = await runningPortal();
  await app.install();
  await app.quiet();
  const scored = app.companyIds().find((id) => app.property(id, 'mainstay_health_score'));
  const { rhythm: _, addOns: __, ...earlier } = defaultPolicy;
  await publishUnseen(app.databaseUrl, { ...earlier, version: 2 });
  await app.restart();
  await app.quiet();

  const statuses = [];
  for (const path of ['', '/profile', '/compact']) {
    const { status } = await app.signedGet(`/cards/companies/${scored}${path}`);
    statuses.push(status);
  }

  expect(statuses).toEqual([200, 200, 200]);
});

/** As an older release of the service stored it. */
async function publishUnseen(databaseUrl: string, policy: { version: number }): Promise<void> {
  const db = await openDatabase(databaseUrl);
  await db
    .insertInto('policy')
    .values({
      portal_id: portal,
      version: policy.version,
      body: JSON.stringify(policy),
      author: 'admin@example.com',
      note: '',
      parent: null,
      published_at: Date.now(),
    })
    .execute();
  await db.destroy();
}

it('shows beside a ticket what its company is to us, as the compact card of the company does', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 10 }] });
  await app.install();
  await app.quiet();
  const scored = app.companyIds().find((id) => app.property(id, 'mainstay_health_score'));
  const ticket = { subject: 'Reading drifts', hs_pipeline: '0', hs_pipeline_stage: '1' };
  const ticketId = app.user.create(ticketType, ticket, Number(scored));
  await app.quiet();

  const beside = await (await app.signedGet(`/cards/tickets/${ticketId}`)).json();
  const compact = await (await app.signedGet(`/cards/companies/${scored}/compact`)).json();

  expect(beside).toMatchObject({
    state: 'shown',
    company: expect.any(String),
    health: (compact as { health: unknown }).health,
    figures: expect.arrayContaining([expect.objectContaining({ label: 'First reply' })]),
  });
});
