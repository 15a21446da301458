import type { Breach } from '../model/breach.ts';
import type { Message, MessageLine } from '../model/channel.ts';
import { dayIn } from '../model/day.ts';
import type { AccountId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import { localeOf, type Words, wordsIn } from '../words/words.ts';
import type { AccountNews } from './news-rules.ts';
import type { Accounts, NamedAccount } from './news-store.ts';

const shownLines = 15;

/** How a portal's messages are written. */
export type MessageContext = { words: Words; portal: Portal };

export function messageContext(portal: Portal): MessageContext {
  return { words: wordsIn(localeOf(portal.locale)), portal };
}

export function changesMessage(news: readonly AccountNews[], context: MessageContext): Message {
  const { words } = context;
  const lines = news.map(({ account, changes }) => ({
    text: words.say('announce.line', {
      name: nameOf(account, words),
      facts: words.list(changes.map((change) => changeText(change, words))),
    }),
    url: recordUrl(context, account.accountId),
  }));
  return { title: words.count('announce.changes', news.length), lines: shortened(lines, words) };
}

function changeText({ kind, from, to }: AccountNews['changes'][number], words: Words): string {
  switch (kind) {
    case 'type':
      return words.say('announce.type', { from: typeText(from, words), to: typeText(to, words) });
    case 'risk':
      return words.say('announce.risk');
    case 'value':
      return words.say('announce.value', {
        from: words.say(`level.${from as 'high' | 'mid' | 'low'}`).toLowerCase(),
        to: words.say(`level.${to as 'high' | 'mid' | 'low'}`).toLowerCase(),
      });
  }
}

export function breachesMessage(
  breaches: readonly Breach[],
  accounts: Accounts,
  context: MessageContext,
): Message {
  const { words } = context;
  const lines = breaches.flatMap(({ accountId, ticketId, dueAt }): MessageLine[] => {
    const account = accounts.get(accountId);
    if (!account) return [];
    const values = { name: nameOf(account, words), due: instantText(dueAt, context) };
    const type = account.type && typeText(account.type, words);
    const text = type
      ? words.say('announce.breach_of_type', { ...values, type })
      : words.say('announce.breach', values);
    return [{ text, url: recordUrl(context, ticketId, ticketType) }];
  });
  return { title: words.count('announce.breaches', lines.length), lines: shortened(lines, words) };
}

export function testMessage({ words, portal }: MessageContext): Message {
  return {
    title: words.say('announce.test_title'),
    lines: [{ text: words.say('announce.test_text', { portal: portal.name ?? '' }), url: null }],
  };
}

function instantText(at: number, { words, portal }: MessageContext): string {
  const day = words.date(dayIn(portal.timeZone)(at));
  return words.say('announce.instant', { day, time: words.time(at, portal.timeZone) });
}

/** The first lines, and how many more there are. */
function shortened(lines: readonly MessageLine[], words: Words): MessageLine[] {
  const rest = lines.length - shownLines;
  if (rest <= 0) return [...lines];
  return [...lines.slice(0, shownLines), { text: words.count('announce.more', rest), url: null }];
}

export function nameOf(
  { name, accountId }: Pick<NamedAccount, 'name' | 'accountId'>,
  words: Words,
) {
  return name ?? words.say('announce.nameless', { id: accountId });
}

const companyType = '0-2';
const ticketType = '0-5';

export function recordUrl(
  { portal }: MessageContext,
  id: AccountId | string,
  objectType = companyType,
): string {
  return `https://${portal.uiDomain}/contacts/${portal.id}/record/${objectType}/${id}`;
}

function typeText(type: string, words: Words): string {
  return words.say(`type.${type as NonNullable<NamedAccount['type']>}`);
}
