import type { RequestHandler } from 'express';
import { Refusal } from '../errors.ts';

export type RequestLimit = { requests: number; perMs: number; now: () => Date };

/** More addresses than this at once are an attack that counting does not stop, and must not fill the memory. */
const mostAddresses = 10_000;

/** Lets each address ask so often and no more: for what anybody may ask, without a signature. */
export function limitRequests({ requests, perMs, now }: RequestLimit): RequestHandler {
  const counts = new Map<string, number>();
  let windowEndsAt = 0;

  return (request, response, next) => {
    const nowMs = now().getTime();
    if (Math.abs(windowEndsAt - nowMs) > perMs || nowMs >= windowEndsAt) {
      counts.clear();
      windowEndsAt = nowMs + perMs;
    }
    const address = request.ip ?? '';
    const count = (counts.get(address) ?? 0) + 1;
    if (count > requests || (counts.size >= mostAddresses && !counts.has(address))) {
      response.set('retry-after', String(Math.ceil((windowEndsAt - nowMs) / 1_000)));
      throw new Refusal(429, (words) => words.say('refusal.too_many_requests'));
    }
    counts.set(address, count);
    next();
  };
}
