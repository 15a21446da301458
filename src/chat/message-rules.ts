import type { ChannelKind, Message, MessageLine } from '../model/channel.ts';

/** Most that one message of a kind may hold, in bytes of its text; Slack says 4,000 characters are read well. */
const longest: Readonly<Record<ChannelKind, number>> = {
  slack: 4_000,
  wecom: 4_096,
  dingtalk: 18_000,
};

const cut = '…';

/** What a kind of chat takes as a message. What is too long ends with the last line that fits. */
export function wireMessage(kind: ChannelKind, message: Message): unknown {
  switch (kind) {
    case 'slack':
      return { text: textOf(message, slackLine, longest.slack), unfurl_links: false };
    case 'wecom':
      return {
        msgtype: 'markdown',
        markdown: { content: textOf(message, markdownLine, longest.wecom) },
      };
    case 'dingtalk':
      return {
        msgtype: 'markdown',
        markdown: {
          title: plain(message.title),
          text: textOf(message, markdownLine, longest.dingtalk, '\n\n'),
        },
      };
  }
}

type LineWriter = (line: MessageLine) => string;

function textOf(
  { title, lines }: Message,
  write: LineWriter,
  limit: number,
  separator = '\n',
): string {
  const written = [write({ text: title, url: null }), ...lines.map((line) => `- ${write(line)}`)];
  const whole = written.join(separator);
  if (byteLength(whole) <= limit) return whole;
  const kept: string[] = [];
  let size = byteLength(`${separator}${cut}`);
  for (const line of written) {
    size += byteLength(line + separator);
    if (size > limit) break;
    kept.push(line);
  }
  return [...kept, cut].join(separator);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A name from a record must not become a mention, a link or a format. */
function slackLine({ text, url }: MessageLine): string {
  const said = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return url === null ? said : `<${url}|${said.replaceAll('|', '｜')}>`;
}

function markdownLine({ text, url }: MessageLine): string {
  return url === null ? plain(text) : `[${plain(text)}](${url})`;
}

const formats: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '*': '＊',
  _: '＿',
  '`': '｀',
  '#': '＃',
  '@': '＠',
  '\n': ' ',
};

/** Neither chat has a way to write these as they are. */
function plain(text: string): string {
  return text.replace(/[[\]<>*_`#@\n]/g, (character) => formats[character] ?? character);
}
