import {
  Accordion,
  Alert,
  Button,
  EmptyState,
  ErrorState,
  hubspot,
  Input,
  LoadingSpinner,
  Modal,
  MultiSelect,
  Select,
  StatusTag,
  Tab,
  Tabs,
  Text,
  Toggle,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReadySettings, Settings } from '../../extensions/app/settings/contract.ts';
import { SettingsPage } from '../../extensions/app/settings/SettingsPage.tsx';
import { channelForm } from '../../src/announce/channel-view-rules.ts';
import { settingsPage } from '../../src/settings/answer-settings.ts';
import { wordsIn } from '../../src/words/words.ts';
import { tabOf } from '../playbook/playbook-facts.ts';
import { settingsFacts } from '../settings/settings-facts.ts';

type Answer = Settings | number | Promise<never>;
type Asked = { method: string; path: string; body: unknown };

/** What tabs ask for by themselves. */
const ofTabs: Record<string, unknown> = {
  '/settings/channels': channelForm([], [], wordsIn('en')),
  '/settings/strategies': tabOf(),
};

/** Opens the page on a service that gives this answer; what else it asks is answered with `more`. */
function openPage(answer: Answer, more: Record<string, unknown> = {}, locale = 'en') {
  const asked: Asked[] = [];
  vi.spyOn(hubspot, 'fetch').mockImplementation(async (url, options) => {
    const { pathname, search } = new URL(String(url));
    const method = options?.method ?? 'GET';
    asked.push({ method, path: pathname + search, body: options?.body });
    if (pathname !== '/settings') {
      return new Response(JSON.stringify(more[pathname] ?? ofTabs[pathname] ?? {}));
    }
    const given = await answer;
    return typeof given === 'number'
      ? new Response('{}', { status: given })
      : new Response(JSON.stringify(given));
  });
  const renderer = createRenderer('settings');
  renderer.mocks.context.variables = { BACKEND_ORIGIN: 'https://mainstay.example.com' };
  renderer.mocks.context.user.locale = locale;
  renderer.render(<SettingsPage />);
  return { ...renderer, asked };
}

type Page = ReturnType<typeof openPage>;

const untilReady = (page: Page) => page.waitFor(() => expect(page.maybeFind(Tabs)).not.toBeNull());
const ready = (difference = {}, locale: 'en' | 'zh-CN' | 'zh-TW' = 'en') =>
  settingsPage(settingsFacts({ words: wordsIn(locale), ...difference })) as ReadySettings;

function buttonNamed(page: Page, name: string) {
  const found = page.findAll(Button).find((button) => button.text === name);
  if (!found) throw new Error(`no button ${name}`);
  return found;
}

const primaries = (page: Page) =>
  page
    .findAll(Button)
    .filter((button) => button.props.variant === 'primary')
    .map((button) => button.text);

afterEach(() => vi.restoreAllMocks());

describe('the settings page', () => {
  it('says that it is loading', async () => {
    const page = openPage(new Promise<never>(() => undefined), {}, 'zh-cn');
    await vi.waitFor(() => expect(page.asked).toHaveLength(1));

    expect(page.find(LoadingSpinner).props.label).toBe('正在加载设置');
  });

  it('says to people without the role that it is for admins', async () => {
    const page = openPage(403);
    await page.waitFor(() => expect(page.maybeFind(ErrorState)).not.toBeNull());

    expect(page.find(ErrorState).props).toMatchObject({
      title: 'Settings are for admins',
      type: 'lock',
    });
    expect(page.findAll(Button)).toHaveLength(0);
  });

  it('gives an outage a number and a way to try again', async () => {
    const page = openPage(503);
    await page.waitFor(() => expect(page.maybeFind(ErrorState)).not.toBeNull());

    expect(page.findAll(Text).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Error number: [A-Z0-9]+$/),
    );
    buttonNamed(page, 'Try again').trigger('onClick');
    await vi.waitFor(() => expect(page.asked).toHaveLength(2));
  });

  it.each([
    ['not-installed', EmptyState, 'The app is not connected to this HubSpot account'],
    ['reconnect', Alert, 'The app needs to be reconnected'],
  ] as const)('says what to do when it is %s', async (why, component, title) => {
    const page = openPage({ state: 'unavailable', why, title, text: 'Text' });
    await page.waitFor(() => expect(page.maybeFind(component as typeof Alert)).not.toBeNull());

    expect(page.find(component as typeof Alert).props.title).toBe(title);
  });

  it('opens the first step that is not done, with one primary button', async () => {
    const page = openPage(ready({ doneSteps: ['connection', 'mapping'] }));
    await untilReady(page);

    const open = page.findAll(Accordion).filter(({ props }) => props.defaultOpen === true);
    expect(open.map(({ props }) => props.title)).toEqual(['3. Population · To do']);
    buttonNamed(page, 'Looks right, go on').trigger('onClick');
    await vi.waitFor(() => expect(page.asked.length).toBeGreaterThan(2));
    expect(page.asked[1]).toMatchObject({ path: '/settings/steps?locale=en', method: 'POST' });
    expect(page.asked[1]?.body).toEqual({ step: 'population' });
  });

  it('has one primary button in each tab', async () => {
    const page = openPage(ready());
    await untilReady(page);

    expect(primaries(page).filter((text) => text === 'Looks right, go on')).toHaveLength(1);
    expect(primaries(page).filter((text) => text === 'Save draft')).toHaveLength(1);
  });

  it('speaks the viewer’s language in every tab', async () => {
    const page = openPage(ready({}, 'zh-TW'), {}, 'zh-tw');
    await untilReady(page);

    expect(page.findAll(Tab).map(({ props }) => props.title)).toEqual([
      '啟用精靈',
      '評分規則',
      '服務策略',
      '人員與語言',
      '通知',
      '變更記錄',
      '同步與資料',
    ]);
  });

  it('checks a property as soon as it is chosen', async () => {
    const page = openPage(ready(), {
      '/settings/mapping/check': {
        verdict: { text: 'Type fits: date', tone: 'good' },
        fill: '83% filled',
        samples: 'For example 2027-01-01',
      },
    });
    await untilReady(page);

    const field = page.findAll(Select).find(({ props }) => props.name === 'renewalProperty');
    field?.props.onChange?.('contract_end');
    await page.waitFor(() =>
      expect(page.findAll(StatusTag).map(({ text }) => text)).toContain('Type fits: date'),
    );

    expect(page.asked.map(({ path }) => path)).toContainEqual(
      expect.stringContaining('field=renewalProperty&name=contract_end'),
    );
    expect(page.findAll(Text).map(({ text }) => text)).toContain(
      '83% filled For example 2027-01-01',
    );
  });

  it('counts what will be written before it is confirmed', async () => {
    const page = openPage(ready(), {
      '/settings/writes': { text: '25 companies get 500 values.' },
    });
    await untilReady(page);

    const publish = buttonNamed(page, 'Publish to all');
    publish.trigger('onClick');
    await vi.waitFor(() => expect(page.asked).toHaveLength(2));
    await page.waitFor(() =>
      expect(page.findAll(Text).map(({ text }) => text)).toContain('25 companies get 500 values.'),
    );

    expect(page.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('stops writing with one switch', async () => {
    const page = openPage(ready());
    await untilReady(page);

    page
      .findAll(Toggle)
      .find(({ props }) => props.label === 'Pause writing')
      ?.props.onChange?.(true);
    await vi.waitFor(() => expect(page.asked.length).toBeGreaterThan(1));

    expect(page.asked[1]).toMatchObject({ method: 'POST', body: { isPaused: true } });
  });

  it('offers to publish rules only when the very draft was previewed', async () => {
    const page = openPage(ready({ draft: 'previewed' }));
    await untilReady(page);
    expect(primaries(page)).toContain('Publish rules');

    const stale = openPage(ready({ draft: 'changed since' }));
    await untilReady(stale);
    expect(primaries(stale)).not.toContain('Publish rules');
    expect(primaries(stale)).toContain('Preview');
  });

  it('says what removing the properties does, in red', async () => {
    const page = openPage(ready({ ownProperties: 27 }));
    await untilReady(page);

    const remove = page.findAll(Button).filter(({ props }) => props.variant === 'destructive');
    expect(remove[0]?.text).toBe('Remove properties');
    expect(page.findAll(MultiSelect).length).toBeGreaterThan(2);
    expect(page.findAll(Modal).length).toBeGreaterThanOrEqual(0);
  });

  it('sends the budget of calls as it was typed', async () => {
    const page = openPage(ready());
    await untilReady(page);

    const typeInto = (name: string, value: string) =>
      page
        .findAll(Input)
        .find(({ props }) => props.name === name)
        ?.props.onChange?.(value);
    typeInto('callsPerTenSeconds', '60');
    await page.waitFor(() =>
      expect(page.findAll(Input).map(({ props }) => props.value)).toContain('60'),
    );
    typeInto('callsPerDay', '250,000');
    await page.waitFor(() =>
      expect(page.findAll(Input).map(({ props }) => props.value)).toContain('250,000'),
    );
    page
      .findAll(Button)
      .filter(({ text }) => text === 'Save')
      .at(-1)
      ?.trigger('onClick');
    await vi.waitFor(() =>
      expect(page.asked).toContainEqual({
        method: 'PUT',
        path: '/settings/budget?locale=en',
        body: { callsPerTenSeconds: '60', callsPerDay: '250,000' },
      }),
    );
  });

  it.each([
    ['en', 'Show who changed or exported what'],
    ['zh-CN', '查看操作记录'],
    ['zh-TW', '檢視操作記錄'],
  ] as const)('shows in %s who did what, when asked', async (locale, label) => {
    const grid = { title: 'Log', columns: ['Who'], rows: [['Kim Berger']], empty: '' };
    const page = openPage(ready({}, locale), { '/settings/audit': grid }, locale);
    await untilReady(page);
    expect(page.asked.some(({ path }) => path.startsWith('/settings/audit'))).toBe(false);

    buttonNamed(page, label).trigger('onClick');
    await page.waitFor(() => expect(page.findAll(Text).map(({ text }) => text)).toContain('Log'));
  });
});
