import { setTimeout as sleep } from 'node:timers/promises';
import { type Request, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';
import { networkPause } from './endpoint.ts';
import { ApiError, oauthError } from './errors.ts';
import { answerWithFault } from './fault-answers.ts';
import type { Hub } from './hub.ts';
import { consentPage, problemPage } from './oauth-pages.ts';
import type { Portal } from './portal.ts';
import { KNOWN_SCOPES } from './scopes.ts';

const Authorize = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string(),
  optional_scope: z.string().default(''),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
  /** Which portal to install into; the sandbox has no log-in. */
  portalId: z.coerce.number().int().optional(),
});

export type AuthorizeQuery = z.output<typeof Authorize>;

const words = (text: string) => text.split(' ').filter(Boolean);

function isAllowedRedirect(hub: Hub, redirectUri: string): boolean {
  const isSafe =
    redirectUri.startsWith('https://') || /^http:\/\/localhost(:\d+)?(\/|$)/.test(redirectUri);
  return isSafe && hub.app.get().redirectUrls.includes(redirectUri);
}

/** What keeps HubSpot from showing the consent screen; undefined when nothing does. */
function problemWith(hub: Hub, query: AuthorizeQuery): string | undefined {
  if (query.client_id !== hub.app.get().clientId) {
    return 'Authorization failed because the client ID is not known.';
  }
  if (!isAllowedRedirect(hub, query.redirect_uri)) {
    return 'Authorization failed because the redirect URL in the URL does not match the ones in the app settings.';
  }
  const scopes = words(query.scope);
  const optional = words(query.optional_scope);
  const unknown = [...scopes, ...optional].filter((scope) => !KNOWN_SCOPES.has(scope));
  if (unknown.length > 0) {
    return `Authorization failed because these scopes are not valid: ${unknown.join(', ')}`;
  }
  const { requiredScopes, optionalScopes } = hub.app.manifest();
  if (requiredScopes.length === 0) return undefined;
  const missing = requiredScopes.filter((scope) => !scopes.includes(scope));
  const surplus = [
    ...scopes.filter((scope) => !requiredScopes.includes(scope)),
    ...optional.filter((scope) => ![...requiredScopes, ...optionalScopes].includes(scope)),
  ];
  if (missing.length + surplus.length === 0) return undefined;
  return `Authorization failed because there is a mismatch between the scopes in the install URL and the app's configured scopes: ${[...missing, ...surplus].join(', ')}`;
}

/** Optional scopes are granted as far as the portal's tier has what they are about and nobody withholds them. */
function grantedScopes(query: AuthorizeQuery, portal: Portal): string[] {
  const paidOnly = new Set(['crm.objects.feedback_submissions.read', 'automation']);
  const optional = words(query.optional_scope).filter(
    (scope) =>
      (portal.tier !== 'free' || !paidOnly.has(scope)) && !portal.withheldScopes.includes(scope),
  );
  return [...new Set([...words(query.scope), ...optional])];
}

function redirectWithCode(hub: Hub, query: AuthorizeQuery, portal: Portal): string {
  const code = hub.oauth.issueCode({
    portalId: portal.id,
    redirectUri: query.redirect_uri,
    scopes: grantedScopes(query, portal),
    user: portal.user,
    challenge: query.code_challenge,
  });
  const target = new URL(query.redirect_uri);
  target.searchParams.set('code', code);
  if (query.state !== undefined) target.searchParams.set('state', query.state);
  return target.href;
}

/** The portal named, else the first without the app, else the first. */
function chosenPortal(hub: Hub, portalId: number | undefined): Portal | undefined {
  if (portalId !== undefined) return hub.portals.get(portalId);
  const portals = [...hub.portals.values()];
  return portals.find(({ id }) => !hub.oauth.findInstall(id)) ?? portals[0];
}

function authorize(hub: Hub, req: Request, res: Response): void {
  const inPath = typeof req.params['portalId'] === 'string' ? req.params['portalId'] : undefined;
  const query = Authorize.safeParse({ ...req.query, ...(inPath ? { portalId: inPath } : {}) });
  if (!query.success) {
    res.status(400).type('html').send(problemPage('The install link is not complete.'));
    return;
  }
  const problem = problemWith(hub, query.data);
  if (problem) {
    res.status(400).type('html').send(problemPage(problem));
    return;
  }
  const portal = chosenPortal(hub, query.data.portalId);
  if (!portal) {
    res.status(404).type('html').send(problemPage('This account does not exist.'));
    return;
  }
  if (hub.autoConsent) res.redirect(302, redirectWithCode(hub, query.data, portal));
  else res.type('html').send(consentPage([...hub.portals.values()], query.data));
}

/** The "Connect app" button of the consent screen. */
function consent(hub: Hub, req: Request, res: Response): void {
  const query = Authorize.safeParse(req.body);
  const problem = query.success ? problemWith(hub, query.data) : 'The form is not complete.';
  const portal = query.success ? chosenPortal(hub, query.data.portalId) : undefined;
  if (!query.success || problem || !portal) {
    res
      .status(400)
      .type('html')
      .send(problemPage(problem ?? 'No such account.'));
    return;
  }
  res.redirect(302, redirectWithCode(hub, query.data, portal));
}

const Grant = z.object({
  grant_type: z.string(),
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().default(''),
  code_verifier: z.string().optional(),
  refresh_token: z.string().default(''),
  scope: z.string().default(''),
});

function token(hub: Hub, body: unknown) {
  const grant = Grant.safeParse(body);
  if (!grant.success) {
    throw oauthError('invalid_request', 'BAD_GRANT_TYPE', 'missing grant_type');
  }
  const { grant_type, client_id, client_secret, code, redirect_uri, code_verifier } = grant.data;
  hub.oauth.checkClient(client_id, client_secret);
  if (grant_type === 'authorization_code') {
    return hub.oauth.exchangeCode(code, redirect_uri, code_verifier);
  }
  if (grant_type === 'refresh_token') return hub.oauth.refresh(grant.data.refresh_token);
  if (grant_type === 'client_credentials') return hub.oauth.appToken(words(grant.data.scope));
  throw oauthError('unsupported_grant_type', 'BAD_GRANT_TYPE', 'grant_type is not supported');
}

const TokenForm = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  token: z.string().default(''),
});

function introspect(hub: Hub, body: unknown) {
  const form = TokenForm.parse(body ?? {});
  hub.oauth.checkClient(form.client_id, form.client_secret);
  const access = hub.oauth.findAccessToken(form.token);
  const install = access?.install ?? hub.oauth.findByRefreshToken(form.token);
  if (!install) return { active: false };
  const { appId, clientId } = hub.app.get();
  return {
    active: true,
    token: form.token,
    hub_id: install.portalId,
    user_id: install.userId,
    user: install.userEmail,
    client_id: clientId,
    app_id: appId,
    hub_domain: 'customer-website.example',
    scopes: install.scopes,
    ...(access ? { expires_in: Math.floor((access.expiresAt - hub.clock.nowMs()) / 1_000) } : {}),
    is_private_distribution: false,
    token_use: access ? 'access_token' : 'refresh_token',
    token_type: 'bearer',
  };
}

function revoke(hub: Hub, body: unknown) {
  const form = TokenForm.parse(body ?? {});
  hub.oauth.checkClient(form.client_id, form.client_secret);
  hub.oauth.revoke(form.token);
  return {};
}

type Work = (hub: Hub, body: unknown) => unknown;

function formRoute(hub: Hub, path: string, work: Work) {
  return async (req: Request, res: Response) => {
    hub.stats.called(`POST ${path}`);
    const fault = hub.faults.onRequest(req.method, req.path, undefined);
    if (fault?.kind === 'slow') await sleep(fault.delayMs);
    else if (fault) {
      answerWithFault(fault, res);
      return;
    }
    if (!req.is('application/x-www-form-urlencoded')) {
      throw new ApiError(415, { message: 'Unsupported Media Type' });
    }
    await networkPause(hub);
    res.json(work(hub, req.body));
  };
}

/** Consent screen and token endpoints of version 2026-09. */
export function createOauthRoutes(hub: Hub): Router {
  const router = Router();
  const form = urlencoded({ extended: false });
  router.get(['/oauth/authorize', '/oauth/:portalId/authorize'], (req, res) =>
    authorize(hub, req, res),
  );
  router.post('/oauth/authorize', form, (req, res) => consent(hub, req, res));
  const base = '/oauth/2026-09/token';
  router.post(base, form, formRoute(hub, base, token));
  router.post(`${base}/introspect`, form, formRoute(hub, `${base}/introspect`, introspect));
  router.post(`${base}/revoke`, form, formRoute(hub, `${base}/revoke`, revoke));
  return router;
}
