import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  StrategiesTab,
  StrategyContent,
  StrategyEditor,
} from '../../extensions/app/settings/strategy-contract.ts';
import { runningPortal } from '../support/running-portal.ts';

type App = Awaited<ReturnType<typeof runningPortal>>;
let app: App;

beforeAll(async () => {
  app = await runningPortal();
  await app.install();
  await app.quiet();
});
afterAll(() => app[Symbol.asyncDispose]());

const tab = async () => (await app.signed('GET', '/settings/strategies')).body as StrategiesTab;
const editor = async (code: string) =>
  (await app.signed('GET', `/settings/strategies/${code}`)).body as StrategyEditor;
const rowOf = async (code: string) => (await tab()).strategies.find((row) => row.code === code);

function withVisit(content: StrategyContent, en: string): StrategyContent {
  return {
    ...content,
    steps: content.steps.map((step) =>
      step.key === 'core.visit' ? { ...step, content: { ...step.content, en } } : step,
    ),
  };
}

const save = (code: string, strategy: StrategyContent, note = '') =>
  app.signed('PUT', `/settings/strategies/${code}/draft`, { strategy, note });
const publish = async (code: string) => {
  const { draft } = await editor(code);
  const fingerprint = draft?.fingerprint ?? 'none';
  return app.signed('POST', `/settings/strategies/${code}/publish`, { fingerprint, note: '' });
};

describe('a strategy an admin edits', () => {
  it('is refused with the reason at its step while it is vague, and published as a new version', async () => {
    const { content } = await editor('core');
    await save('core', withVisit(content, 'Visit regularly'));

    const vague = await editor('core');
    const refused = await publish('core');
    await save('core', withVisit(content, 'Visit or call every month'), 'shorter');
    const clear = await editor('core');
    const published = await publish('core');

    expect(vague.problems).toMatchObject([
      {
        step: 'core.visit',
        named: expect.stringContaining('Visit regularly: “regularly” (English) is vague'),
      },
    ]);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Visit regularly: “regularly”');
    expect(clear.problems).toEqual([]);
    expect(clear.draft?.changes.rows).toEqual([
      [
        'Visit or call every month',
        'What is done (English)',
        'Monthly proactive visit or call',
        'Visit or call every month',
      ],
    ]);
    expect(published).toMatchObject({ status: 200, body: { version: 2 } });
    const after = await editor('core');
    expect(after.draft).toBeNull();
    expect(after.history.versions[0]).toMatchObject({ version: 2, text: 'shorter' });
    expect(after.history.versions[0]?.changes).toHaveLength(1);
    expect(after.history.versions[0]?.title).toMatch(/^Version 2 · /);
  });

  it('comes back by a roll-back, as a version of its own', async () => {
    const first = await editor('maintain');
    await save('maintain', { ...first.content, steps: first.content.steps.slice(1) });
    await publish('maintain');

    const rolledBack = await app.signed('POST', '/settings/strategies/maintain/rollback', {
      version: 1,
    });
    const again = await app.signed('POST', '/settings/strategies/maintain/rollback', {
      version: 1,
    });

    expect(rolledBack.body).toEqual({ version: 3 });
    expect(again.body).toEqual({ version: 3 });
    expect((await editor('maintain')).content).toEqual(first.content);
  });

  it('is not published as somebody else changed it meanwhile', async () => {
    const { content } = await editor('growth');
    await save('growth', withVisit(content, 'x'));
    const { draft } = await editor('growth');
    await save('growth', { ...content, name: { ...content.name, en: 'Growing customers' } });

    const stale = await app.signed('POST', '/settings/strategies/growth/publish', {
      fingerprint: draft?.fingerprint,
    });
    await app.signed('DELETE', '/settings/strategies/growth/draft');

    expect(stale.status).toBe(409);
    expect((await editor('growth')).draft).toBeNull();
  });

  it('goes out as a file and comes in as the same strategy', async () => {
    const before = await editor('regular');
    const file = await app.signed('GET', '/settings/strategies/regular/export');

    const saved = await app.signed('PUT', '/settings/strategies/regular/draft', {
      file: file.text,
    });
    const other = await app.signed('PUT', '/settings/strategies/observe/draft', {
      file: file.text,
    });
    const broken = await app.signed('PUT', '/settings/strategies/regular/draft', {
      file: file.text.replace('"days"', '"weeks"').replace('"day"', '"weekday"'),
    });

    expect(saved.status).toBe(200);
    expect((await editor('regular')).draft?.changes.rows).toEqual([]);
    expect((await editor('regular')).content).toEqual(before.content);
    expect(other.status).toBe(422);
    expect(broken.status).toBe(422);
    expect(broken.text).toContain('strategy.steps.0.timing');
  });

  it('takes no step key that another strategy has', async () => {
    const { content } = await editor('opportunity');
    const [step] = content.steps;
    if (!step) throw new Error('no step');
    await save('opportunity', {
      ...content,
      steps: [...content.steps, { ...step, key: 'core.visit' }],
    });

    expect((await publish('opportunity')).text).toContain('core.visit belongs to another step');
  });
});

describe('switching on', () => {
  it('waits for a fallback owner and for the resources to be settled', async () => {
    const switchOn = () =>
      app.signed('POST', '/settings/strategies/switch', { codes: ['win_back'], isOn: true });
    const fresh = await rowOf('win_back');

    const alone = await switchOn();
    const { execution } = await tab();
    const owner = execution.roles.fallback.options[1]?.value;
    await app.signed('PUT', '/settings/execution', {
      roles: { chains: {}, fallbackOwnerId: owner },
    });
    const unsettled = await switchOn();
    await app.signed('POST', '/settings/strategies/win_back/resources', { as: 'confirmed' });
    const settled = await switchOn();

    expect(fresh).toMatchObject({ isOn: false, maySettle: true });
    expect(alone.status).toBe(409);
    expect(alone.text).toContain('Name a fallback owner first');
    expect(unsettled.status).toBe(409);
    expect(unsettled.text).toContain('Its resources are not agreed');
    expect(settled.status).toBe(200);
    expect(await rowOf('win_back')).toMatchObject({ isOn: true, version: '2', obstacles: [] });
  });

  it('says how many tasks each owner would get', async () => {
    const { body } = await app.signed('GET', '/settings/strategies/preview?codes=core,regular');

    expect(body).toMatchObject({ state: 'done', summary: expect.stringMatching(/^\d+ tasks? in/) });
  });

  it('keeps the fallback owner while something is on', async () => {
    const answer = await app.signed('PUT', '/settings/execution', {
      roles: { chains: {}, fallbackOwnerId: '' },
    });

    expect(answer.status).toBe(409);
  });
});

describe('how strategies become tasks', () => {
  it('keeps what is set, and leaves the rest as it was', async () => {
    const calendar = { name: 'CN', edits: { off: ['2027-02-04'], worked: ['2027-02-06'] } };
    const events = [{ id: 'event-1', kind: 'customer_salon', on: '2027-03-10' }];

    const saved = await app.signed('PUT', '/settings/execution', { calendar, events, dueHour: 8 });

    expect(saved.status).toBe(200);
    const { execution } = await tab();
    expect(execution.calendar).toMatchObject({
      value: 'CN',
      off: { value: '2027-02-04' },
      worked: { value: '2027-02-06' },
    });
    expect(execution.events.list).toMatchObject([{ id: 'event-1', on: '2027-03-10' }]);
    expect(execution.tasks.dueHour.value).toBe(8);
    expect(execution.limits.fields[0]?.value).toBe(5);
  });

  it('keeps the hours in which complaints are answered', async () => {
    const workingHours = { from: 9, to: 18 };

    const saved = await app.signed('PUT', '/settings/execution', { workingHours });

    expect(saved.status).toBe(200);
    const { execution } = await tab();
    expect(execution.hours).toMatchObject({ from: { value: 9 }, to: { value: 18 } });
  });

  it.each([
    ['hours that end before they begin', { workingHours: { from: 18, to: 9 } }, 400],
    ['an owner who is not there', { escalationOwnerId: '999' }, 422],
    [
      'a property that holds no owner',
      {
        roles: {
          chains: { kam: [{ kind: 'property', property: 'industry' }] },
          fallbackOwnerId: '',
        },
      },
      422,
    ],
    ['a limit beyond reason', { limits: { newTasksPerOwnerPerDay: 0 } }, 400],
    ['a word it does not know', { colour: 'red' }, 400],
  ])('refuses %s', async (_, body, status) => {
    expect((await app.signed('PUT', '/settings/execution', body)).status).toBe(status);
  });

  it('is for admins', async () => {
    for (const [method, path] of [
      ['GET', '/settings/strategies'],
      ['GET', '/settings/strategies/core'],
      ['GET', '/settings/strategies/preview'],
      ['PUT', '/settings/execution'],
    ] as const) {
      expect((await app.signed(method, path, undefined, 4_711)).status, path).toBe(403);
    }
  });
});

describe('an industry', () => {
  it('drafts what it does otherwise, and publishes nothing', async () => {
    const { body } = await app.signed('POST', '/settings/strategies/preset', {
      preset: 'services',
    });

    expect(body).toMatchObject({ drafts: 1 });
    expect(await rowOf('mature_stable')).toMatchObject({ version: '1, draft' });
  });
});

describe('the strategy table', () => {
  it('is a file of six columns in each language, behind a link that cannot be made elsewhere', async () => {
    const { files } = await tab();
    const texts = await Promise.all(files.links.map(async ({ url }) => (await fetch(url)).text()));
    const [link] = files.links;
    const forged = await fetch(String(link?.url).replace('locale=en', 'locale=zh-CN'));

    expect(texts.map((text) => text.split('\r\n')[0]?.replace('\uFEFF', ''))).toEqual([
      'Customer type,Strategy,How,Responsible,Resources,When',
      '客户类型,服务策略内容,执行方式,责任主体,资源支持,时间节点',
      '客戶類型,服務策略內容,執行方式,責任主體,資源支援,時間節點',
    ]);
    expect(texts[0]).toContain(
      'Core customers,Visit or call every month,Task,Key-account manager,',
    );
    expect(texts[1]).toContain('每月5日');
    expect(forged.status).toBe(403);
  });
});
