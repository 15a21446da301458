import type { RequestHandler } from 'express';

const headers = {
  // What we answer is data, or a way elsewhere: nothing of it is ever a page with anything in it.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const oneYearSeconds = 31_536_000;

/** Tells browsers to do nothing with our answers that they need not do. */
export function securityHeaders({ isSecure }: { isSecure: boolean }): RequestHandler {
  return (_request, response, next) => {
    response.set(headers);
    if (isSecure) response.set('strict-transport-security', `max-age=${oneYearSeconds}`);
    next();
  };
}
