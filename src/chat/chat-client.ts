import { createHmac } from 'node:crypto';
import type { ChannelKind, Message } from '../model/channel.ts';
import { outcomeOf, type SendOutcome } from './answer-rules.ts';
import { addressProblem } from './channel-address-rules.ts';
import { wireMessage } from './message-rules.ts';
import type { PostJson } from './post-json.ts';

export type ChatClient = ReturnType<typeof createChatClient>;

export type ChatDoor = { kind: ChannelKind; address: string; secret: string | null };

type ChatClientDeps = { post: PostJson; standInOrigin: string | null; now: () => Date };

/** Says something in a chat. Never throws: whatever happens is an outcome. */
export function createChatClient({ post, standInOrigin, now }: ChatClientDeps) {
  return async function say(door: ChatDoor, message: Message): Promise<SendOutcome> {
    const { kind, address, secret } = door;
    const problem = addressProblem(kind, address, standInOrigin);
    if (problem !== null) return { outcome: 'refused', reason: problem };
    const url = new URL(address);
    if (kind === 'dingtalk' && secret !== null) sign(url, secret, now().getTime());
    try {
      return outcomeOf(kind, await post(url, wireMessage(kind, message)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { outcome: 'later', reason, afterMs: null };
    }
  };
}

/** DingTalk signs the time with the robot's secret, and takes it for an hour. */
function sign(url: URL, secret: string, timestamp: number): void {
  const signature = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  url.searchParams.set('timestamp', String(timestamp));
  url.searchParams.set('sign', signature);
}
