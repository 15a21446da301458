import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/chat/answer-rules.ts';
import { wireMessage } from '../../src/chat/message-rules.ts';

const url = 'https://app.hubspot.com/contacts/1/record/0-2/7';
const message = {
  title: 'Two accounts changed',
  lines: [
    { text: 'A <!channel> & *B* [x](http://evil)', url },
    { text: 'plain', url: null },
  ],
};

describe('a message', () => {
  it('is mrkdwn for Slack, in which a name can mention nobody', () => {
    expect(wireMessage('slack', message)).toEqual({
      text: `Two accounts changed\n- <${url}|A &lt;!channel&gt; &amp; *B* [x](http://evil)>\n- plain`,
      unfurl_links: false,
    });
  });

  it('is markdown for WeCom and DingTalk, in which a name can neither link nor format', () => {
    const line = `- [A ＜!channel＞ & ＊B＊ ［x］(http://evil)](${url})`;

    expect(wireMessage('wecom', message)).toEqual({
      msgtype: 'markdown',
      markdown: { content: `Two accounts changed\n${line}\n- plain` },
    });
    expect(wireMessage('dingtalk', message)).toEqual({
      msgtype: 'markdown',
      markdown: {
        title: 'Two accounts changed',
        text: `Two accounts changed\n\n${line}\n\n- plain`,
      },
    });
  });

  it('ends with a whole line where a chat takes no more', () => {
    const lines = Array.from({ length: 200 }, (_, n) => ({ text: `客户账户第${n}号`, url: null }));
    const wire = wireMessage('wecom', { title: '变更', lines }) as {
      markdown: { content: string };
    };

    expect(Buffer.byteLength(wire.markdown.content)).toBeLessThanOrEqual(4_096);
    expect(wire.markdown.content).toMatch(/号\n…$/);
  });
});

it.each([
  ['slack', 200, 'ok', 'sent'],
  ['slack', 200, '<html>', 'refused'],
  ['slack', 302, '', 'refused'],
  ['slack', 404, 'no_service', 'refused'],
  ['slack', 410, 'channel_is_archived', 'refused'],
  ['slack', 429, 'rate_limited', 'later'],
  ['slack', 503, 'rollup_error', 'later'],
  ['wecom', 200, '{"errcode":0,"errmsg":"ok"}', 'sent'],
  ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', 'refused'],
  ['wecom', 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', 'later'],
  ['wecom', 200, '{"errcode":-1,"errmsg":"system busy"}', 'later'],
  ['dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}', 'refused'],
  ['dingtalk', 200, '{"errcode":130101,"errmsg":"send too fast"}', 'later'],
  ['dingtalk', 200, 'odd', 'refused'],
] as const)('an answer of %s: %i %s means %s', (kind, status, body, expected) => {
  expect(outcomeOf(kind, { status, body, retryAfterMs: null }).outcome).toBe(expected);
});
