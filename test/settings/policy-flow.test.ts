import { expect, it } from 'vitest';
import type { PolicyPreview } from '../../src/model/policy-preview.ts';
import type { PolicyBody } from '../../src/model/policy-version.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { bodyOf } from '../../src/scoring/policy-versions.ts';
import { portal, runningPortal } from '../support/running-portal.ts';

type App = Awaited<ReturnType<typeof runningPortal>>;

const standard = bodyOf(defaultPolicy);
const portals = [{ portalId: portal, companies: 120 }];
/** Stricter cuts, other weights: tiers, bands and scores move. */
const stricter: PolicyBody = {
  ...standard,
  coefficients: { ...standard.coefficients, timeSinceLastDeal: 0.9, value: 0.2 },
  riskCuts: { high: 0.55, medium: 0.3, halfWidth: 0.02 },
  valueMode: 'absolute',
  absoluteTiers: { high: 60_000, mid: 20_000 },
};

const columns = {
  nine_box: 'mainstay_nine_box',
  value_tier: 'mainstay_value_tier',
  potential_tier: 'mainstay_potential_tier',
  health_band: 'mainstay_health_band',
  risk_level: 'mainstay_risk_level',
  lifecycle: 'mainstay_lifecycle_state',
} as const;

/** Everything a record shows of the scores, but when they were written. */
function shown(app: App) {
  const names = [...Object.values(columns), 'mainstay_health_score', 'mainstay_value_score'];
  const more = ['mainstay_potential_score', 'mainstay_revenue_at_risk', 'mainstay_confidence'];
  return new Map(
    app
      .companyIds()
      .map((id) => [
        id,
        Object.fromEntries([...names, ...more].map((n) => [n, app.property(id, n)])),
      ]),
  );
}

async function preview(app: App, policy: PolicyBody, note = ''): Promise<PolicyPreview> {
  expect((await app.signed('PUT', '/settings/policy/draft', { policy, note })).status).toBe(200);
  expect((await app.signed('POST', '/settings/policy/preview')).status).toBe(202);
  for (;;) {
    const { body } = await app.signed('GET', '/settings/policy/preview');
    const state = body as { state: string; preview: PolicyPreview };
    if (state.state !== 'running') return state.preview;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function publish(app: App, { fingerprint }: PolicyPreview, note = ''): Promise<number> {
  const { status, body } = await app.signed('POST', '/settings/policy/publish', {
    fingerprint,
    note,
  });
  expect(status).toBe(200);
  await app.quiet();
  return (body as { version: number }).version;
}

it('moves by a publication exactly what its preview said, and back by a roll-back', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const before = shown(app);
  const writesBefore = app.sandbox.state().portals[0]?.propertyWrites ?? 0;

  const foreseen = await preview(app, stricter, 'stricter cuts');
  const untouched = shown(app);
  const version = await publish(app, foreseen);
  const after = shown(app);

  expect(untouched).toEqual(before);
  expect(version).toBe(2);
  expect(foreseen.moved).toBeGreaterThan(10);
  const moved = [...after].flatMap(([id, values]) =>
    Object.entries(columns).flatMap(([of, name]) => {
      const [was, is] = [before.get(id)?.[name] ?? null, values[name] ?? null];
      return was === is ? [] : [`${id} ${of} ${was} → ${is}`];
    }),
  );
  const said = foreseen.movedAccounts.flatMap(({ accountId, moves }) =>
    moves.map((move) => {
      const shownAs = (answer: string) => (answer === 'none' ? 'unscored' : answer);
      return `${accountId} ${move.of} ${shownAs(move.before)} → ${shownAs(move.after)}`;
    }),
  );
  expect(said.sort()).toEqual(moved.sort());
  const writes = (app.sandbox.state().portals[0]?.propertyWrites ?? 0) - writesBefore;
  expect(foreseen.writes.values).toBe(writes);

  const { body } = await app.signed('POST', '/settings/policy/rollback', { version: 1 });
  await app.quiet();
  expect(body).toEqual({ version: 3 });
  expect(shown(app)).toEqual(before);
});

it('says where accounts stand before and after, and how the past judges the draft', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();

  const { shifts, accounts, assessed, backtest, health } = await preview(app, stricter);

  expect([accounts, assessed]).toEqual([120, 120]);
  const sum = (counts: readonly number[]) => counts.reduce((all, each) => all + each, 0);
  for (const of of Object.values(shifts)) {
    expect(sum(of.map((shift) => shift.before))).toBe(120);
    expect(sum(of.map((shift) => shift.after))).toBe(120);
  }
  expect(sum(health.before)).toBe(sum(health.after));
  expect(backtest.today?.customers).toBeGreaterThan(10);
  expect(backtest.draft?.auc).not.toBe(backtest.today?.auc);
});

it('publishes only what was previewed, and only once', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 5 }] });
  await app.install();
  await app.quiet();
  const foreseen = await preview(app, { ...standard, margin: 0.5 });
  await app.signed('PUT', '/settings/policy/draft', { policy: { ...standard, margin: 0.6 } });

  const { fingerprint } = foreseen;
  const changed = await app.signed('POST', '/settings/policy/publish', { fingerprint });
  await app.signed('PUT', '/settings/policy/draft', { policy: { ...standard, margin: 0.5 } });
  const first = await app.signed('POST', '/settings/policy/publish', { fingerprint });
  const repeated = await app.signed('POST', '/settings/policy/publish', { fingerprint });

  expect(changed.status).toBe(409);
  expect([first.body, repeated.body]).toEqual([{ version: 2 }, { version: 2 }]);
});

it('gives a policy out and takes it in again, byte by byte', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 5 }] });
  await app.install();
  await app.quiet();
  await publish(app, await preview(app, stricter));
  const file = (await app.signed('GET', '/settings/policy/export')).text;
  await app.signed('POST', '/settings/policy/rollback', { version: 1 });

  const taken = await app.signed('PUT', '/settings/policy/draft', { file });
  await app.signed('POST', '/settings/policy/publish', {
    fingerprint: (await preview(app, stricter)).fingerprint,
  });

  expect(taken.status).toBe(200);
  expect((await app.signed('GET', '/settings/policy/export')).text).toBe(file);
  expect((await app.signed('GET', '/settings/policy/export?version=1')).text).not.toBe(file);
});

it('refuses a policy that is out of reason, with the places', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  await app.install();

  const { status, body } = await app.signed('PUT', '/settings/policy/draft', {
    policy: { ...standard, margin: 2 },
  });

  expect(status).toBe(422);
  expect(body).toMatchObject({ problems: [expect.stringMatching(/^margin: /)] });
});
