import type { ChannelForm } from '../../extensions/app/settings/contract.ts';
import { exampleAddress } from '../chat/channel-address-rules.ts';
import { type Channel, channelKinds, topics } from '../model/channel.ts';
import type { Words } from '../words/words.ts';
import type { AnnouncementStore } from './announcement-store.ts';

type Counts = Awaited<ReturnType<AnnouncementStore['countByChannel']>>;

/** The chats of a portal and how their messages fare. */
export function channelForm(
  channels: readonly Channel[],
  counts: Counts,
  words: Words,
): ChannelForm {
  return {
    title: words.say('channel.title'),
    text: words.say('channel.text'),
    empty: words.say('channel.empty'),
    channels: channels.map((channel) => ({
      id: channel.id,
      name: channel.name,
      kind: words.say(`channel.kind.${channel.kind}`),
      topics: [...channel.topics],
      standing: standingOf(
        counts.filter(({ channelId }) => channelId === channel.id),
        words,
      ),
    })),
    topics: {
      label: words.say('channel.topics'),
      options: topics.map((value) => ({ value, label: words.say(`channel.topic.${value}`) })),
    },
    add: {
      title: words.say('channel.add_title'),
      kind: {
        label: words.say('channel.kind'),
        options: channelKinds.map((value) => ({
          value,
          label: words.say(`channel.kind.${value}`),
          hint: exampleAddress[value],
        })),
      },
      name: words.say('channel.name'),
      address: { label: words.say('channel.address'), hint: words.say('channel.address_hint') },
      secret: { label: words.say('channel.secret'), hint: words.say('channel.secret_hint') },
      button: words.say('channel.add'),
      done: words.say('channel.added'),
    },
    test: { button: words.say('channel.test'), done: words.say('channel.tested') },
    retry: words.say('channel.retry'),
    remove: {
      button: words.say('channel.remove'),
      text: words.say('channel.remove_text'),
      confirm: {
        title: words.say('channel.remove_title'),
        counting: '',
        yes: words.say('channel.remove'),
        no: words.say('settings.cancel'),
      },
    },
  };
}

function standingOf(counts: Counts, words: Words): ChannelForm['channels'][number]['standing'] {
  const messages = (state: string) => counts.find((each) => each.state === state)?.messages ?? 0;
  const reason = counts[0]?.reason ?? '';
  const dead = messages('dead');
  const waiting = messages('waiting');
  if (dead > 0) {
    const text = words.count('channel.dead', dead);
    return { label: { text, tone: 'bad' }, reason, hasDead: true };
  }
  if (waiting > 0 && reason !== '') {
    const text = words.count('channel.waiting', waiting);
    return { label: { text, tone: 'watch' }, reason, hasDead: false };
  }
  const text = words.count('channel.sent', messages('sent'));
  return { label: { text, tone: 'good' }, reason: '', hasDead: false };
}
