import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createImportedExecutionStore } from '../../src/execution/imported-execution-store.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { isoDate } from '../../src/model/day.ts';
import { accountId } from '../../src/model/ids.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { wordsIn } from '../../src/words/words.ts';
import { mainstayIn } from '../support/command-line.ts';
import { aCompany, acme, aPortal, noon, sealedTokens } from '../support/records.ts';

const english =
  'Account number,Account name,Strategy step,Carried out by,Planned for,Done on,Status,Customer feedback,Problem,Next action';
const chinese =
  '客户编号,客户名称,执行策略,执行人,计划执行时间,实际执行时间,完成状态,客户反馈,问题记录,下一步行动';

const companies = [
  aCompany({ id: accountId('1'), name: '科技有限公司' }),
  aCompany({ id: accountId('2'), name: '远程商务集团' }),
  aCompany({ id: accountId('3'), name: 'Twins' }),
  aCompany({ id: accountId('4'), name: 'Twins' }),
];

/** A command line beside the database of a portal with four companies, two of one name. */
async function aPortalWith(heading: string, rows: readonly string[]) {
  const mainstay = await mainstayIn({ 'ledger.csv': [heading, ...rows].join('\n') });
  const url = `file:${join(mainstay.folder, 'mainstay.db')}`;
  const db = await openDatabase(url);
  await createPortalStore(db).install(aPortal(), sealedTokens, noon);
  await createRecordStore(db).save(acme, { type: 'company', records: companies, readAt: 1 });
  await db
    .insertInto('owner')
    .values({ portal_id: acme, owner_id: '77', name: 'Ben Chen', user_id: 5, is_active: 1 })
    .execute();
  const store = createImportedExecutionStore(db);
  return {
    linesOf: (id: string) => store.listOf(acme, accountId(id), 10),
    import: (...options: string[]) => {
      const target = ['--portal', String(acme), '--database', url];
      return mainstay.run('import-executions', '--file', 'ledger.csv', ...target, ...options);
    },
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await mainstay[Symbol.asyncDispose]();
    },
  };
}

const seed = [
  'C001,科技有限公司,专属拜访(*总监),*总监,2023-11-05,2023-11-05,已完成,对定制化方案满意，希望增加技术培训支持,无,安排技术部*工程师11月15日前完成培训方案',
  '2,,价格优惠推送,客服小张,2023/10/25,2023年10月26日,已完成,咨询优惠券使用门槛，希望降低门槛,优惠券门槛过高,客户经理*经理与财务沟通，调整门槛',
  'C003,远程商务集团,高层合作回顾会,销售总监,2023-12-20,–,待执行,–,–,提前1周发送会议议程，确认参会人员',
];

describe('mainstay import-executions', () => {
  it('imports the lines of the template, in Chinese, and nothing more when it runs again', async () => {
    await using portal = await aPortalWith(chinese, seed);

    const first = await portal.import();
    const again = await portal.import();

    expect(first).toMatchObject({
      exitCode: 0,
      errors: '3 lines added, 0 changed, 0 as before, 0 left out\n',
    });
    expect(again.errors).toBe('0 lines added, 0 changed, 3 as before, 0 left out\n');
    expect(await portal.linesOf('1')).toMatchObject([
      {
        step: '专属拜访(*总监)',
        ownerId: null,
        ownerName: '*总监',
        status: 'done',
        feedback: '对定制化方案满意，希望增加技术培训支持',
        problem: null,
      },
    ]);
    const [review, offer] = await portal.linesOf('2');
    expect(review).toMatchObject({ status: 'not_started', doneOn: null, feedback: null });
    expect(offer && isoDate(offer.plannedOn)).toBe('2023-10-25');
    expect(offer && isoDate(offer.doneOn ?? 0)).toBe('2023-10-26');
  });

  it('names every row that cannot be used with what to do, and imports the others', async () => {
    await using portal = await aPortalWith(english, [
      '1,,Visit,Ben Chen,2026-11-05,2026-11-06,Done,Liked it,,',
      '1,,Visit,Ben Chen,2026-11-05,,In progress,,,',
      '99,,Visit,,2026-11-05,,Not started,,,',
      ',Twins,Visit,,2026-11-05,,Not started,,,',
      '1,,,,2026-11-05,,Not started,,,',
      '1,,Call,,soon,,Not started,,,',
      '1,,Call,,2026-11-05,,Maybe,,,',
      '1,,Call,,2026-11-05,,Done,,,',
      '1,,Call,,2026-11-05,2026-11-05,Deferred,,,',
      ',,Call,,2026-11-05,,Not started,,,',
      `1,,Call,,2026-11-05,,Not started,${'x'.repeat(2_001)},,`,
      '2,,Call,Nobody Known,2026-11-08,,In progress,,,',
    ]);

    const { exitCode, errors } = await portal.import();

    expect(exitCode).toBe(1);
    expect(errors.split('\n')).toEqual([
      'row 3: the same step of the same account and day stands in row 2; leave one of them',
      'row 4: the portal has no company with the number "99"; give its record id in HubSpot, or its exact name',
      'row 5: 2 companies are called "Twins"; give the record id of the one that is meant',
      'row 6: no strategy step; say what was to be done',
      'row 7: planned for: "soon" is not a day; expected one like 2024-12-31',
      'row 8: "Maybe" is no status; write Done, In progress, Not started or Deferred (已完成, 进行中, 未执行, 已延期)',
      'row 9: done, but without the day; add when it was done, or give another status',
      'row 10: a day on which it was done, but "Deferred"; make it Done, or take the day out',
      'row 11: no account number and no account name; give one of them',
      'row 12: the feedback has more than 2000 characters; shorten it',
      '2 lines added, 0 changed, 0 as before, 10 left out',
      '',
    ]);
    expect(await portal.linesOf('1')).toMatchObject([{ ownerId: '77', ownerName: 'Ben Chen' }]);
    expect(await portal.linesOf('2')).toMatchObject([{ ownerId: null, status: 'in_progress' }]);
  });

  it('imports nothing in a dry run, and says what it would', async () => {
    await using portal = await aPortalWith(chinese, [...seed, 'C9,,拜访,,2026-11-05,,未执行,,,']);

    const { exitCode, errors } = await portal.import('--dry-run');

    expect(exitCode).toBe(1);
    expect(errors).toContain(
      '3 lines would be added, 0 would be changed, 0 as before, 1 would be left out\n',
    );
    expect(await portal.linesOf('1')).toEqual([]);
  });

  it.each(['en', 'zh-CN', 'zh-TW'] as const)(
    'takes the columns and statuses as the ledger is exported in %s, and what changed since',
    async (locale) => {
      const words = wordsIn(locale);
      const columns = [
        ...(['number', 'name', 'step', 'owner', 'planned', 'done'] as const),
        ...(['status', 'feedback', 'problem', 'next'] as const),
      ].map((column) => words.say(`ledger.${column}`));
      const open = words.say('ledger.status_in_progress');
      await using portal = await aPortalWith(`\uFEFF${columns.join(',')}`, [
        `1,Acme,Visit,Ben Chen,2026-11-05,,${open},,,`,
      ]);

      const { errors } = await portal.import();

      expect(errors).toBe('1 lines added, 0 changed, 0 as before, 0 left out\n');
    },
  );

  it('says what it looked for where a column is missing, and refuses portals that are not there', async () => {
    await using portal = await aPortalWith('客户编号,客户名称', ['1,']);
    await using other = await aPortalWith(chinese, seed);

    expect((await portal.import()).errors).toContain('no column for the step (looked for');
    expect((await other.import('--portal', '5')).errors).toMatch(
      /^error: portal 5 is not installed/,
    );
  });
});
