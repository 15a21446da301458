export const channelKinds = ['slack', 'wecom', 'dingtalk'] as const;
/** Where teams talk. */
export type ChannelKind = (typeof channelKinds)[number];

export const topics = ['changes', 'breaches', 'digest'] as const;
/** What a channel wants to hear of. */
export type Topic = (typeof topics)[number];

export type Channel = {
  id: string;
  kind: ChannelKind;
  name: string;
  topics: readonly Topic[];
  /** ms since 1970. */
  addedAt: number;
};

/** Address and secret are sealed for storage. */
export type SealedChannel = Channel & { address: string; secret: string | null };

/** What is said in a channel; the format of its kind is given when it is sent. */
export type Message = { title: string; lines: readonly MessageLine[] };

export type MessageLine = {
  text: string;
  /** Of the record the line is about; null where it is about several. */
  url: string | null;
};

export type AnnouncementState = 'waiting' | 'sent' | 'dead';

/** A message on its way to one channel. */
export type Announcement = {
  id: string;
  channelId: string;
  topic: Topic;
  message: Message;
  createdAt: number;
  attempts: number;
};
