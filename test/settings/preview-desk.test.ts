import { expect, it } from 'vitest';
import { fingerprintOf } from '../../src/http/fingerprint.ts';
import { createLog } from '../../src/log.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { bodyOf } from '../../src/scoring/policy-versions.ts';
import { createPreviewDesk } from '../../src/settings/preview-desk.ts';
import { createPreviewStore } from '../../src/settings/preview-store.ts';
import { aDatabase } from '../support/database.ts';
import { acme, noon } from '../support/records.ts';
import { aPreview } from './settings-facts.ts';

const body = bodyOf(defaultPolicy);
const log = createLog('silent');

/** Desks on one database, as of one service after another. */
async function someDesks() {
  const opened = await aDatabase();
  let nowMs = noon.getTime();
  return {
    desk: (preview: () => Promise<typeof aPreview>) =>
      createPreviewDesk({
        preview,
        nameOf: fingerprintOf,
        previews: createPreviewStore<typeof aPreview>(opened.db, 'policy_preview'),
        now: () => new Date(nowMs),
        log,
      }),
    waitMs(ms: number) {
      nowMs += ms;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const never = () => new Promise<never>(() => undefined);

it('shows after a restart what was previewed before', async () => {
  await using desks = await someDesks();
  const before = desks.desk(async () => aPreview);
  await before.start(acme, body);
  await before.close();

  const state = await desks.desk(never).stateOf(acme);

  expect(state).toMatchObject({ state: 'done', preview: aPreview });
});

it('says of a preview that a restart ended that it has to be run again, and runs it', async () => {
  await using desks = await someDesks();
  await desks.desk(never).start(acme, body);
  const after = desks.desk(async () => aPreview);

  const atOnce = await after.stateOf(acme);
  desks.waitMs(60_000);
  const later = await after.stateOf(acme);
  await after.start(acme, body);
  await after.close();

  expect([atOnce.state, later.state]).toEqual(['running', 'interrupted']);
  expect((await after.stateOf(acme)).state).toBe('done');
});

it('is made by one of two processes that begin at the same moment', async () => {
  await using desks = await someDesks();
  let made = 0;
  const preview = async () => {
    made += 1;
    return aPreview;
  };
  const [one, other] = [desks.desk(preview), desks.desk(preview)];

  await Promise.all([one.start(acme, body), other.start(acme, body)]);
  await Promise.all([one.close(), other.close()]);

  expect(made).toBe(1);
  expect((await other.stateOf(acme)).state).toBe('done');
});

it('keeps nothing of a process that went silent and comes back after another has begun anew', async () => {
  await using desks = await someDesks();
  let comeBack = () => {};
  const silent = desks.desk(async () => {
    await new Promise<void>((resolve) => {
      comeBack = resolve;
    });
    return { ...aPreview, accounts: 1 };
  });
  await silent.start(acme, body);
  desks.waitMs(60_000);
  const next = desks.desk(async () => aPreview);
  await next.start(acme, body);
  await next.close();

  comeBack();
  await silent.close();

  expect(await next.stateOf(acme)).toMatchObject({ preview: { accounts: aPreview.accounts } });
});

it('keeps the number of a failure', async () => {
  await using desks = await someDesks();
  const desk = desks.desk(() => Promise.reject(new Error('no memory')));
  await desk.start(acme, body);
  await desk.close();

  expect(await desk.stateOf(acme)).toMatchObject({ state: 'failed', errorId: expect.any(String) });
});
