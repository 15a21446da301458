import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { InstallDeps } from './install-portal.ts';
import { installPortal } from './install-portal.ts';

export type InstallRoutesDeps = InstallDeps & {
  /** HubSpot's consent page with our app, scopes and return address; `state` is added. */
  authorizeUrl: URL;
  redirectPath: string;
  stateSecret: string;
  isSecure: boolean;
};

const Callback = z.object({ code: z.string().min(1).max(2_000), state: z.string().max(200) });
const stateCookie = 'mainstay_oauth_state';
const stateMaxAgeMs = 10 * 60_000;

/** Sends an admin to HubSpot's consent page and takes the answer back. */
export function installRoutes(deps: InstallRoutesDeps): Router {
  const routes = Router();

  routes.get('/oauth/install', (_request, response) => {
    const state = newState(deps.stateSecret, deps.now());
    const url = new URL(deps.authorizeUrl);
    url.searchParams.set('state', state);
    response.cookie(stateCookie, state, {
      httpOnly: true,
      sameSite: 'lax',
      secure: deps.isSecure,
      maxAge: stateMaxAgeMs,
      path: deps.redirectPath,
    });
    // HubSpot wants %20 between scopes, not the + of forms.
    response.redirect(url.href.replaceAll('+', '%20'));
  });

  routes.get(deps.redirectPath, async (request, response) => {
    if (typeof request.query['error'] === 'string') {
      throw new Refusal(400, (words) => words.say('refusal.not_granted'));
    }
    const { code, state } = Callback.parse(request.query);
    const cookie = cookieOf(request.get('cookie') ?? '', stateCookie);
    if (cookie !== state || !isFreshState(state, deps.stateSecret, deps.now())) {
      throw new Refusal(403, (words) => words.say('refusal.other_installation'));
    }
    const portal = await installPortal(deps, code);
    response.clearCookie(stateCookie, { path: deps.redirectPath });
    response.redirect(`https://${portal.uiDomain}/contacts/${portal.id}/objects/0-2`);
  });

  return routes;
}

/** `time.random.mac`: proves that we made it, and when. */
function newState(secret: string, now: Date): string {
  const text = `${now.getTime().toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${text}.${macOf(text, secret)}`;
}

function isFreshState(state: string, secret: string, now: Date): boolean {
  const [time = '', random = '', mac = ''] = state.split('.');
  const given = Buffer.from(mac);
  const expected = Buffer.from(macOf(`${time}.${random}`, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return now.getTime() - Number.parseInt(time, 36) <= stateMaxAgeMs;
}

function macOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Our state needs no encoding, so there is nothing to decode. */
function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined) return value;
  }
  return undefined;
}
