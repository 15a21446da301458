import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { ApiError, locked, tooManyRequests } from './errors.ts';
import type { RequestFault } from './faults.ts';

const NAMES: Record<number, string> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  521: 'Web server is down',
  522: 'Connection timed out',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
};

function errorFor(fault: RequestFault & { kind: 'status' }): ApiError {
  if (fault.status === 423) return locked();
  if (fault.status === 429) return tooManyRequests(fault.policyName ?? 'TEN_SECONDLY_ROLLING');
  if (fault.status === 477) {
    return new ApiError(477, { message: 'This account is being migrated. Try again later.' });
  }
  return new ApiError(fault.status, {
    message: fault.status === 500 ? 'internal error' : (NAMES[fault.status] ?? 'refused'),
    correlationId: randomUUID(),
  });
}

/** Answers a request with the trouble asked for. A hanging answer never comes. */
export function answerWithFault(fault: RequestFault, res: Response): void {
  if (fault.kind === 'hang') return;
  if (fault.kind === 'drop') {
    res.socket?.destroy();
    return;
  }
  if (fault.kind !== 'status') return;
  if (fault.retryAfterSeconds !== undefined) {
    res.set('Retry-After', String(fault.retryAfterSeconds));
  }
  const isFromTheEdge = fault.status > 500;
  if (isFromTheEdge) {
    // What sits before HubSpot's servers answers in HTML.
    res
      .status(fault.status)
      .type('html')
      .send(`<html><h1>${NAMES[fault.status] ?? ''}</h1></html>`);
    return;
  }
  const { status, body } = errorFor(fault);
  res.status(status).json(body);
}

/** Sends half an answer, then ends the connection. */
export function breakAnswer(res: Response, text: string): void {
  const bytes = Buffer.from(text);
  res
    .status(200)
    .set({ 'content-type': 'application/json', 'content-length': String(bytes.length) });
  res.write(bytes.subarray(0, Math.max(1, bytes.length >> 1)), () => res.socket?.destroy());
}
