import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request } from 'express';
import { ZodError } from 'zod';
import { HubspotError, Refusal, RequestError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Words } from '../words/words.ts';
import { wordsFor } from './asked-words.ts';

/** The one place where an error becomes an HTTP answer. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const errorId = randomUUID();
    const status = statusOf(error);
    const facts = { errorId, ...shownIdOf(request), path: request.path };
    if (status >= 500)
      log.error({ ...facts, err: error, method: request.method }, 'request failed');
    else log.info({ ...facts, status }, 'request turned away');
    response.status(status).json({ error: messageOf(error, wordsFor(request)), errorId });
  };
}

/** The number that a card shows a person when it gets no answer: by it an admin finds the line here. */
function shownIdOf({ query }: Request): { shownId?: string } {
  const { request } = query;
  return typeof request === 'string' && /^\w{1,20}$/.test(request) ? { shownId: request } : {};
}

function statusOf(error: unknown): number {
  if (error instanceof RequestError) return error.status;
  if (error instanceof ZodError) return 400;
  if (error instanceof HubspotError) return 502;
  return isRefusedByExpress(error) ? error.status : 500;
}

function messageOf(error: unknown, words: Words): string {
  if (error instanceof Refusal) return error.say(words);
  if (error instanceof RequestError) return error.message;
  if (error instanceof HubspotError) return words.say('refusal.hubspot');
  const isMalformed = error instanceof ZodError || isRefusedByExpress(error);
  return words.say(isMalformed ? 'refusal.malformed' : 'refusal.internal');
}

/** Too large, a bad encoding and the like: Express says so by a status of its own. */
function isRefusedByExpress(error: unknown): error is { status: number } {
  if (typeof error !== 'object' || error === null || !('status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}
