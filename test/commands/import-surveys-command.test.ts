import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { accountId } from '../../src/model/ids.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { createSurveyStore } from '../../src/sync/survey-store.ts';
import { mainstayIn } from '../support/command-line.ts';
import { aCompany, accountIds, acme, aPortal, at, noon, sealedTokens } from '../support/records.ts';

const heading = 'id,company id,date,kind,rating';

/** A command line beside the database of a portal with one company. */
async function aPortalWith(rows: readonly string[]) {
  const mainstay = await mainstayIn({ 'answers.csv': [heading, ...rows].join('\n') });
  const url = `file:${join(mainstay.folder, 'mainstay.db')}`;
  const db = await openDatabase(url);
  await createPortalStore(db).install(aPortal(), sealedTokens, noon);
  const companies = { type: 'company' as const, records: [aCompany()], readAt: 1 };
  await createRecordStore(db).save(acme, companies);
  return {
    surveys: createSurveyStore(db),
    toScore: async () => (await createAssessmentStore(db).listDirty(acme, 10)).map(({ id }) => id),
    import: (...options: string[]) => {
      const target = ['--portal', String(acme), '--database', url];
      return mainstay.run('import-surveys', '--file', 'answers.csv', ...target, ...options);
    },
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await mainstay[Symbol.asyncDispose]();
    },
  };
}

const company = accountId('1');

describe('mainstay import-surveys', () => {
  it('imports answers once, however often it runs, and has their accounts scored', async () => {
    await using portal = await aPortalWith(['a1,1,2026-11-01,NPS,3', 'a2,1,2026-11-02,csat,4.5']);

    expect(await portal.import()).toMatchObject({ exitCode: 0, errors: '2 answers imported\n' });
    await portal.import();

    const answers = await portal.surveys.listOf(acme, [company]);
    expect(answers.map(({ kind, value, answeredAt }) => [kind, value, answeredAt])).toEqual([
      ['nps', 3, at('2026-10-31T23:00:00Z')],
      ['csat', 4.5, at('2026-11-01T23:00:00Z')],
    ]);
    expect(await portal.toScore()).toEqual(accountIds('1'));
    expect(await portal.surveys.hasImported(acme)).toBe(true);
    expect(await portal.surveys.listLost(acme, 10)).toEqual([]);
  });

  it('says every row that is wrong and imports nothing', async () => {
    await using portal = await aPortalWith([
      'a1,1,2026-11-01,nps,3',
      'a1,1,2026-11-02,nps,3',
      'a3,1,2026-11-02,ces,3',
      'a4,1,2026-11-02,csat,9',
      'a5,1,yesterday,nps,3',
      'a6,,2026-11-02,nps,3',
    ]);

    const { exitCode, errors } = await portal.import();

    expect(exitCode).toBe(1);
    expect(errors.match(/row \d/g)).toEqual(['row 3', 'row 2', 'row 4', 'row 5', 'row 6', 'row 7']);
    expect(await portal.surveys.hasAny(acme)).toBe(false);
  });

  it('refuses companies and portals that are not there', async () => {
    await using portal = await aPortalWith(['a1,1,2026-11-01,nps,3', 'a2,99,2026-11-01,nps,3']);

    const strangers = await portal.import();
    const nowhere = await portal.import('--portal', '5');

    expect(strangers.errors).toBe('error: row 3: the portal has no company 99\n');
    expect(nowhere.errors).toMatch(/^error: portal 5 is not installed/);
    expect(await portal.surveys.hasAny(acme)).toBe(false);
  });

  it('imports nothing in a dry run', async () => {
    await using portal = await aPortalWith(['a1,1,2026-11-01,nps,3']);

    const { errors } = await portal.import('--dry-run');

    expect(errors).toBe('1 answers would be imported\n');
    expect(await portal.surveys.hasAny(acme)).toBe(false);
  });
});
