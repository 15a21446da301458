import { expect, it } from 'vitest';
import { createPolicyStore } from '../../src/assessment/policy-store.ts';
import type { PolicyBody } from '../../src/model/policy-version.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { bodyOf } from '../../src/scoring/policy-versions.ts';
import { aDatabase } from '../support/database.ts';
import { acme } from '../support/records.ts';

const standard = bodyOf(defaultPolicy);

it('gives what a policy of an earlier time does not name its standard value', async () => {
  await using opened = await aDatabase();
  const policies = createPolicyStore(opened.db, defaultPolicy);
  const { addOns, margin, ...earlier } = standard;
  const body = { ...earlier, riskCuts: { ...standard.riskCuts, high: 0.9 } } as PolicyBody;
  const written = { author: '7', note: '' };

  await policies.publish(acme, { ...written, version: 2, body, publishedAt: 0, parent: 1 });
  await policies.saveDraft(acme, { ...written, body, basedOn: 2, savedAt: 0 });

  const completed = { ...body, addOns, margin };
  expect((await policies.list(acme))[0]?.body).toEqual(completed);
  expect((await policies.findDraft(acme))?.body).toEqual(completed);
});
