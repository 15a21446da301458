import { Alert, Button, Input, LoadingSpinner, Select } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NotificationsTab } from '../../extensions/app/settings/NotificationsTab.tsx';
import type { Outcome, Service } from '../../extensions/app/settings/use-settings.ts';
import { settingsWords } from '../../extensions/app/settings/words.ts';
import { channelForm } from '../../src/announce/channel-view-rules.ts';
import type { Channel } from '../../src/model/channel.ts';
import { wordsIn } from '../../src/words/words.ts';

type Counts = Parameters<typeof channelForm>[1];

const channel: Channel = {
  id: '0b6ad0f4-8a4e-4c0e-9d6e-0d7a4d6c7a11',
  kind: 'dingtalk',
  name: 'Key accounts',
  topics: ['changes'],
  addedAt: 0,
};

function form(
  channels: readonly Channel[],
  counts: Counts,
  locale: 'en' | 'zh-CN' | 'zh-TW' = 'en',
) {
  return { isDone: true, body: channelForm(channels, counts, wordsIn(locale)) };
}

/** Opens the tab on a service that gives this answer, and keeps what it is asked to change. */
function openTab(answer: Outcome | Promise<Outcome>) {
  const changed: unknown[] = [];
  const service: Service = {
    read: async () => answer,
    async change(...asked) {
      changed.push(asked);
      return { isDone: true, body: {} };
    },
  };
  const renderer = createRenderer('settings');
  renderer.render(<NotificationsTab service={service} words={settingsWords('en')} />);
  return { ...renderer, changed };
}

const buttons = (tab: ReturnType<typeof openTab>) => tab.findAll(Button).map(({ text }) => text);

afterEach(() => vi.restoreAllMocks());

describe('the notifications tab', () => {
  it('says that it is loading, and when it could not', async () => {
    const waiting = openTab(new Promise<never>(() => undefined));
    expect(waiting.maybeFind(LoadingSpinner)).not.toBeNull();

    const failed = openTab({ isDone: false, body: null });
    await failed.waitFor(() => expect(failed.maybeFind(Alert)).not.toBeNull());
    expect(buttons(failed)).toEqual(['Try again']);
  });

  it.each([
    ['en', 'Add'],
    ['zh-CN', '添加'],
    ['zh-TW', '新增'],
  ] as const)('offers in %s to add a chat', async (locale, add) => {
    const tab = openTab(form([], [], locale));
    await tab.waitFor(() => expect(tab.maybeFind(Select)).not.toBeNull());

    expect(buttons(tab)).toEqual([add]);
    expect(tab.findAll(Button)[0]?.props.disabled).toBe(true);
  });

  it('asks for a secret where the chat signs, and sends what was entered', async () => {
    const tab = openTab(form([], []));
    await tab.waitFor(() => expect(tab.maybeFind(Select)).not.toBeNull());
    expect(tab.findAll(Input)).toHaveLength(2);

    tab.find(Select).props.onChange?.('dingtalk');
    await tab.waitFor(() => expect(tab.findAll(Input)).toHaveLength(3));
    for (const [position, text] of ['Team', 'https://oapi…', 'SEC1'].entries()) {
      tab.findAll(Input)[position]?.props.onInput?.(text);
    }
    await tab.waitFor(() => expect(tab.findAll(Button)[0]?.props.disabled).toBe(false));
    tab.findAll(Button)[0]?.trigger('onClick');

    await vi.waitFor(() => expect(tab.changed).toHaveLength(1));
    expect(tab.changed[0]).toEqual([
      'POST',
      '/settings/channels',
      {
        kind: 'dingtalk',
        name: 'Team',
        address: 'https://oapi…',
        secret: 'SEC1',
        topics: ['changes', 'breaches', 'digest'],
      },
      'The chat is added',
    ]);
  });

  it('shows why messages were given up, and offers to send them again', async () => {
    const reason = '410 channel_is_archived';
    const counts = [{ channelId: channel.id, state: 'dead', messages: 2, reason }];
    const tab = openTab(form([channel], counts));
    await tab.waitFor(() => expect(buttons(tab)).toContain('Send again'));

    expect(JSON.stringify(form([channel], counts))).toContain('2 messages given up');
    tab
      .findAll(Button)
      .find(({ text }) => text === 'Send again')
      ?.trigger('onClick');
    await vi.waitFor(() => expect(tab.changed).toHaveLength(1));
    expect(tab.changed[0]).toEqual([
      'POST',
      '/settings/channels/retry',
      { id: channel.id },
      undefined,
    ]);
  });
});
