import type { Request } from 'express';
import { RequestError } from '../errors.ts';
import { rawBodyOf } from './raw-body.ts';

/** The JSON a card or page sent; an empty body is an empty object. */
export function jsonBodyOf(request: Request): unknown {
  const text = rawBodyOf(request).toString('utf8');
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError(400, 'The body is not JSON.', { cause });
  }
}
