import type { Request, RequestHandler } from 'express';
import { RequestError } from '../errors.ts';
import { hasControl, isTooDeep, withoutControl } from './json-rules.ts';
import { rawBodyOf } from './raw-body.ts';

/** The JSON a card, a page or HubSpot sent; an empty body is an empty object. */
export function jsonBodyOf(request: Request): unknown {
  const text = rawBodyOf(request).toString('utf8');
  if (text === '') return {};
  if (isTooDeep(text)) throw new RequestError(400, 'The body is nested too deep.');
  try {
    return withoutControl(JSON.parse(text));
  } catch (cause) {
    throw new RequestError(400, 'The body is not JSON.', { cause });
  }
}

/** Lets nothing on but JSON, at addresses without control characters. Mount behind the signature check. */
export function requireJson(): RequestHandler {
  return (request, _response, next) => {
    if (hasControl(request.originalUrl)) {
      throw new RequestError(400, 'The address has control characters in it.');
    }
    if (rawBodyOf(request).length > 0 && !request.is('application/json')) {
      throw new RequestError(415, 'The body has to be application/json.');
    }
    next();
  };
}
