import type { ChannelKind } from '../model/channel.ts';

/** `refused`: the same again would be refused again, so somebody has to look at the channel. */
export type SendOutcome =
  | { outcome: 'sent' }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'later'; reason: string; afterMs: number | null };

/** WeCom's and DingTalk's codes for too many messages within a minute; DingTalk then waits ten minutes. */
const tooMany: Readonly<Record<string, number>> = {
  45009: 60_000,
  130101: 600_000,
  410100: 600_000,
};
/** System busy. */
const busy = -1;
const longestReason = 200;

/** What a chat's answer means for us. Slack says it with the status, the others within a 200. */
export function outcomeOf(
  kind: ChannelKind,
  answer: { status: number; body: string; retryAfterMs: number | null },
): SendOutcome {
  const { status, body, retryAfterMs } = answer;
  const reason = `${status} ${body}`.slice(0, longestReason);
  if (status === 429 || status >= 500) return { outcome: 'later', reason, afterMs: retryAfterMs };
  if (status !== 200) return { outcome: 'refused', reason };
  if (kind === 'slack') {
    return body.trim() === 'ok' ? { outcome: 'sent' } : { outcome: 'refused', reason };
  }
  const code = errorCodeOf(body);
  if (code === 0) return { outcome: 'sent' };
  const waitMs = code === null ? undefined : tooMany[code];
  if (waitMs !== undefined || code === busy) {
    return { outcome: 'later', reason, afterMs: waitMs ?? null };
  }
  return { outcome: 'refused', reason };
}

function errorCodeOf(body: string): number | null {
  try {
    const { errcode } = JSON.parse(body) as { errcode?: unknown };
    return typeof errcode === 'number' ? errcode : null;
  } catch {
    return null;
  }
}
