import {
  Accordion,
  Alert,
  Button,
  hubspot,
  Input,
  Link,
  LoadingSpinner,
  Select,
  StatusTag,
  TableCell,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StrategiesTab } from '../../extensions/app/settings/StrategiesTab.tsx';
import type { Outcome, Service } from '../../extensions/app/settings/use-settings.ts';
import { settingsWords } from '../../extensions/app/settings/words.ts';
import type { Strategy, StrategyCode } from '../../src/model/strategy.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import type { Locale } from '../../src/words/words.ts';
import { editorOf, playbookFacts, tabOf } from '../playbook/playbook-facts.ts';

const { core } = strategyLibrary;
/** The visit says what the refused sources say: regularly. */
const vague: Strategy = {
  ...core,
  steps: core.steps.map((step) =>
    step.key === 'core.visit'
      ? { ...step, content: { ...step.content, en: 'Visit regularly' } }
      : step,
  ),
};
const foreseen = {
  state: 'done',
  summary: '12 tasks in the next 30 days.',
  owners: {
    title: 'New tasks',
    columns: ['Owner', 'Tasks', 'Most'],
    rows: [['Kim', '12', '3']],
    empty: '',
  },
};

type Answers = Record<string, unknown>;

/** The tab on a service that answers these paths; what is not named is not answered. */
function openTab(answers: Answers, locale: Locale = 'en') {
  const asked: { method: string; path: string; body?: unknown }[] = [];
  const answer = async (path: string): Promise<Outcome> => {
    const body = answers[path.split('?')[0] ?? ''];
    return { isDone: body !== undefined, body: body ?? null };
  };
  const service: Service = {
    read(path) {
      asked.push({ method: 'GET', path });
      return answer(path);
    },
    async change(method, path, body) {
      asked.push({ method, path, body });
      return { isDone: true, body: {} };
    },
  };
  vi.spyOn(hubspot, 'fetch').mockRejectedValue(new Error('the tab asks its service only'));
  const renderer = createRenderer('settings');
  renderer.render(<StrategiesTab service={service} words={settingsWords(locale)} />);
  return { ...renderer, asked };
}

type Tab = ReturnType<typeof openTab>;

const list = '/settings/strategies';
const untilListed = (tab: Tab) =>
  tab.waitFor(() => expect(tab.findAll(StatusTag)).toHaveLength(14));
const buttons = (tab: Tab, name: string) => tab.findAll(Button).filter(({ text }) => text === name);
const press = (tab: Tab, name: string) => buttons(tab, name)[0]?.trigger('onClick');
const texts = (tab: Tab) => tab.findAll(Text).map(({ text }) => text);

/** The list with one strategy alone. */
const only = (wanted: StrategyCode) => ({
  ...tabOf(),
  strategies: tabOf().strategies.filter(({ code }) => code === wanted),
});

async function openEditor(answers: Answers, locale: Locale = 'en') {
  const tab = openTab({ [list]: tabOf(locale), ...answers }, locale);
  await untilListed(tab);
  press(tab, tabOf(locale).edit);
  await tab.waitFor(() => expect(buttons(tab, tabOf(locale).edit)).toHaveLength(0));
  return tab;
}

afterEach(() => vi.restoreAllMocks());

describe('the tab of strategies', () => {
  it('says that it is loading', () => {
    const tab = openTab({ [list]: tabOf() });

    expect(tab.find(LoadingSpinner).props.label).toBe('Loading the settings');
  });

  it('offers to try again when it is not answered', async () => {
    const tab = openTab({});
    await tab.waitFor(() => expect(tab.maybeFind(Alert)).not.toBeNull());

    press(tab, 'Try again');

    await vi.waitFor(() => expect(tab.asked).toHaveLength(2));
  });

  it.each([
    ['en', 'Core customers', 'Switch on'],
    ['zh-CN', '核心客户', '启用'],
    ['zh-TW', '核心客戶', '啟用'],
  ] as const)('lists every strategy, off and with its version, in %s', async (locale, name, on) => {
    const tab = openTab({ [list]: tabOf(locale) }, locale);
    await untilListed(tab);

    expect(tab.findAll(TableCell)[0]?.text).toBe(name);
    expect(buttons(tab, on).length).toBeGreaterThanOrEqual(14);
    expect(tab.findAll(Link).map(({ text }) => text)).toHaveLength(3);
  });

  it('counts the tasks before a strategy is switched on', async () => {
    const tab = openTab({ [list]: only('regular'), [`${list}/preview`]: foreseen });
    await tab.waitFor(() => expect(tab.findAll(StatusTag)).toHaveLength(1));

    buttons(tab, 'Switch on')
      .find(({ props }) => props.size === 'xs')
      ?.trigger('onClick');
    await tab.waitFor(() => expect(texts(tab)).toContain('12 tasks in the next 30 days.'));
    const yes = tab
      .findAll(Button)
      .find(({ text, props }) => text === 'Switch on' && props.variant === 'primary');
    yes?.trigger('onClick');

    await vi.waitFor(() =>
      expect(tab.asked).toContainEqual({
        method: 'POST',
        path: `${list}/switch`,
        body: { codes: ['regular'], isOn: true },
      }),
    );
    expect(tab.asked).toContainEqual({ method: 'GET', path: `${list}/preview?codes=regular` });
  });

  it('says what stands against it, and lets an admin answer for the resources', async () => {
    const tab = openTab({ [list]: only('win_back') });
    await tab.waitFor(() => expect(tab.findAll(StatusTag)).toHaveLength(1));

    expect(texts(tab)).toContainEqual(expect.stringContaining('Its resources are not agreed'));
    press(tab, 'Resources are agreed');

    await vi.waitFor(() =>
      expect(tab.asked).toContainEqual({
        method: 'POST',
        path: `${list}/win_back/resources`,
        body: { as: 'confirmed' },
      }),
    );
  });

  it('sends the limits as numbers', async () => {
    const tab = openTab({ [list]: tabOf() });
    await untilListed(tab);

    tab
      .findAll(Input)
      .find(({ props }) => props.name === 'newTasksPerOwnerPerDay')
      ?.props.onChange?.('3');
    const limits = tab.findAll(Accordion).find(({ props }) => props.title === 'Task limits');
    limits?.find(Button).trigger('onClick');

    await vi.waitFor(() => expect(tab.asked.at(-2)?.path).toBe('/settings/execution'));
    expect(tab.asked.at(-2)?.body).toMatchObject({
      limits: { newTasksPerOwnerPerDay: 3, openTasksPerOwner: 20 },
      dueHour: 9,
    });
  });

  it('sends roles as the sources they are looked for in', async () => {
    const tab = openTab({ [list]: tabOf() });
    await untilListed(tab);

    const who = tab.findAll(Accordion).find(({ props }) => props.title === 'Who does what');
    who?.find(Button).trigger('onClick');

    await vi.waitFor(() => expect(tab.asked.at(-2)?.path).toBe('/settings/execution'));
    const { roles } = playbookFacts().inForce.settings;
    expect(tab.asked.at(-2)?.body).toEqual({ roles, escalationOwnerId: null });
  });
});

describe('the editor of a strategy', () => {
  it('sends what was changed as a draft', async () => {
    const tab = await openEditor({ [`${list}/core`]: editorOf(core) });
    await tab.waitFor(() => expect(tab.findAll(TextArea).length).toBeGreaterThan(10));

    tab
      .findAll(TextArea)
      .find(({ props }) => props.name === 'core.visit.content.en')
      ?.props.onChange?.('Call every month');
    press(tab, 'Save draft');

    await vi.waitFor(() => expect(tab.asked.some(({ method }) => method === 'PUT')).toBe(true));
    const sent = tab.asked.find(({ method }) => method === 'PUT');
    expect(sent).toMatchObject({ path: `${list}/core/draft`, body: { note: '' } });
    expect(JSON.stringify(sent?.body)).toContain('Call every month');
  });

  it.each([
    ['en', '“regularly” (English) is vague: name a date or a post.'],
    ['zh-CN', '“regularly”（English）过于笼统：请写明时间或岗位。'],
    ['zh-TW', '「regularly」（English）過於籠統：請寫明時間或職務。'],
  ] as const)(
    'names what is vague at its step and publishes nothing, in %s',
    async (locale, text) => {
      const editor = editorOf(core, vague, locale);
      const tab = await openEditor({ [`${list}/core`]: editor }, locale);
      await tab.waitFor(() => expect(tab.findAll(Alert).length).toBeGreaterThan(1));

      expect(tab.findAll(Alert).map(({ props }) => props.title)).toContain(text);
      const [publish] = buttons(tab, editor.publish.label);
      expect(publish?.props.disabled).toBe(true);
    },
  );

  it('begins a step without a date and an owner, and gives a date the parts of its kind', async () => {
    const tab = await openEditor({ [`${list}/core`]: editorOf(core) });
    await tab.waitFor(() => expect(buttons(tab, 'Add a step')).toHaveLength(1));

    press(tab, 'Add a step');
    const named = (name: string) => tab.findAll(Select).find(({ props }) => props.name === name);
    await tab.waitFor(() => expect(named('core.step_9.when')).toBeDefined());
    named('core.step_9.when')?.props.onChange?.('monthly');
    await tab.waitFor(() =>
      expect(tab.findAll(Input).map(({ props }) => props.name)).toContain('core.step_9.day'),
    );

    expect(named('core.step_9.role')?.props.value).toBe('');
  });
});
