import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request } from 'express';
import { ZodError } from 'zod';
import { HubspotError, RequestError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** The one place where an error becomes an HTTP answer. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const errorId = randomUUID();
    const status = statusOf(error);
    const facts = { errorId, ...shownIdOf(request), path: request.path };
    if (status >= 500)
      log.error({ ...facts, err: error, method: request.method }, 'request failed');
    else log.info({ ...facts, status }, 'request turned away');
    response.status(status).json({ error: messageOf(error), errorId });
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

function messageOf(error: unknown): string {
  if (error instanceof RequestError) return error.message;
  if (error instanceof ZodError) return 'The request is malformed.';
  if (error instanceof HubspotError) return 'HubSpot did not answer as expected. Try again.';
  return isRefusedByExpress(error) ? 'The request is malformed.' : 'Internal error.';
}

/** Too large, a bad encoding and the like: Express says so by a status of its own. */
function isRefusedByExpress(error: unknown): error is { status: number } {
  if (typeof error !== 'object' || error === null || !('status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}
