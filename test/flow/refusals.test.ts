import { afterAll, beforeAll, expect, it } from 'vitest';
import { portal, runningPortal } from '../support/running-portal.ts';

let app: Awaited<ReturnType<typeof runningPortal>>;
beforeAll(async () => {
  app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  await app.install();
  await app.quiet();
});
afterAll(() => app[Symbol.asyncDispose]());

const nobody = 7;
const aMood = { id: 'input-00001', kind: 'sentiment', value: 'satisfied' };
const aStep = { id: 'decision-01', kind: 'accept', strategy: 'core', step: 'core.nowhere' };

type Case = [
  what: string,
  path: () => string,
  asked: { method?: 'PUT'; body: object; userId?: number },
  said: Record<'en' | 'zh-CN' | 'zh-TW', string>,
];

const cases: Case[] = [
  [
    'somebody who may only read',
    () => `/cards/companies/${app.companyIds()[0]}/inputs`,
    { body: aMood, userId: nobody },
    {
      en: 'This takes the role Key-account manager. An admin gives it under Settings → People and language.',
      'zh-CN': '此操作需要“客户经理”角色，管理员可在“设置 → 人员与语言”中授予。',
      'zh-TW': '此操作需要「客戶經理」角色，管理員可在「設定 → 人員與語言」中授予。',
    },
  ],
  [
    'a company that was never read',
    () => '/cards/companies/99/inputs',
    { body: aMood },
    {
      en: 'This company is not known to Mainstay yet. Try again in a minute.',
      'zh-CN': 'Mainstay 尚未读取该公司，请稍后再试。',
      'zh-TW': 'Mainstay 尚未讀取此公司，請稍後再試。',
    },
  ],
  [
    'a day too far away',
    () => `/cards/companies/${app.companyIds()[0]}/inputs`,
    { body: { ...aMood, expiresOn: '2099-01-01' } },
    {
      en: 'The date has to lie within 365 days from today.',
      'zh-CN': '日期须在从今天起的 365 天之内。',
      'zh-TW': '日期須在從今天起的 365 天之內。',
    },
  ],
  [
    'a step that is none',
    () => `/cards/companies/${app.companyIds()[0]}/decisions`,
    { body: aStep },
    {
      en: 'This step no longer belongs to the account.',
      'zh-CN': '该步骤已不适用于此客户。',
      'zh-TW': '此步驟已不適用於這個客戶。',
    },
  ],
  [
    'a strategy that is none',
    () => '/settings/strategies/nowhere/draft',
    { method: 'PUT', body: {} },
    { en: 'There is no such strategy.', 'zh-CN': '找不到该策略。', 'zh-TW': '找不到此策略。' },
  ],
];

it.each(cases)('says no to %s in the language of who asks', async (_, path, asked, said) => {
  const { method = 'POST', body, userId } = asked;

  for (const [locale, sentence] of Object.entries(said)) {
    const answer = await app.signed(method, `${path()}?locale=${locale}`, body, userId);
    expect((answer.body as { error: string }).error, locale).toBe(sentence);
  }
});

it.each([
  ['en', 'This strategy is not valid.', /^strategy: is missing$/],
  ['zh-CN', '策略内容无效。', /^strategy：缺少此项$/],
])('names what is wrong with a strategy’s file: %s', async (locale, error, problem) => {
  const file = JSON.stringify({ format: 'mainstay-strategy', code: 'core' });

  const path = `/settings/strategies/core/draft?locale=${locale}`;
  const answer = await app.signed('PUT', path, { file });

  expect(answer).toMatchObject({ status: 422, body: { error } });
  expect((answer.body as { problems: string[] }).problems).toEqual([
    expect.stringMatching(problem),
  ]);
});

it.each([
  ['en', 'This link is not complete or was changed. Open the file from the page again.'],
  ['zh-TW', '連結不完整或已遭變更，請回到頁面重新下載。'],
])('explains a link to a file that is no use: %s', async (locale, error) => {
  const answer = await fetch(`${app.url}/portfolio/file?portalId=${portal}&locale=${locale}`);

  expect(await answer.json()).toMatchObject({ error });
});
