import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { RegisteredApp } from './app-registration.ts';
import type { Clock } from './clock.ts';
import { expiredAuthentication, invalidAuthentication, oauthError } from './errors.ts';

const ACCESS_TOKEN_SECONDS = 1_800;
const CODE_MS = 60_000;

export type Install = {
  portalId: number;
  userId: number;
  userEmail: string;
  scopes: string[];
  refreshToken: string;
  installedAt: number;
};

type AccessToken = { install: Install; expiresAt: number };
type Code = {
  portalId: number;
  redirectUri: string;
  scopes: string[];
  user: { userId: number; email: string };
  expiresAt: number;
  challenge: string | undefined;
};

export type CodeRequest = Omit<Code, 'expiresAt'>;

export type Oauth = ReturnType<typeof createOauth>;

/** Installs of the app, and the codes and tokens handed out for them. */
export function createOauth(app: RegisteredApp, clock: Clock) {
  const codes = new Map<string, Code>();
  const installs = new Map<number, Install>();
  const tokens = new Map<string, AccessToken>();
  const appTokens = new Map<string, { scopes: readonly string[]; expiresAt: number }>();
  const revoked = new Set<string>();
  /** Every portal that ever had the app, to know its former refresh tokens. */
  const onUninstall: ((portalId: number) => void)[] = [];

  function checkClient(clientId: string, clientSecret: string): void {
    const registered = app.get();
    if (clientId !== registered.clientId) {
      throw oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or invalid client id');
    }
    if (clientSecret !== registered.clientSecret) {
      throw oauthError('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
    }
  }

  function newAccessToken(install: Install) {
    // Real tokens are long; whoever stores them in a short column should notice here.
    const accessToken = `C${randomBytes(180).toString('base64url')}`;
    const expiresAt = clock.nowMs() + ACCESS_TOKEN_SECONDS * 1_000;
    tokens.set(accessToken, { install, expiresAt });
    return {
      token_type: 'bearer',
      access_token: accessToken,
      refresh_token: install.refreshToken,
      expires_in: ACCESS_TOKEN_SECONDS,
      hub_id: install.portalId,
      scopes: install.scopes,
      user_id: install.userId,
      token_use: 'access_token',
    };
  }

  function install(portalId: number, user: { userId: number; email: string }, scopes: string[]) {
    const created: Install = {
      portalId,
      userId: user.userId,
      userEmail: user.email,
      scopes,
      refreshToken: `eu1-${randomUUID()}`,
      installedAt: clock.nowMs(),
    };
    installs.set(portalId, created);
    return created;
  }

  function findByRefreshToken(refreshToken: string): Install | undefined {
    if (revoked.has(refreshToken)) return undefined;
    return [...installs.values()].find((known) => known.refreshToken === refreshToken);
  }

  return {
    checkClient,
    issueCode(request: CodeRequest): string {
      const code = randomUUID();
      codes.set(code, { ...request, expiresAt: clock.nowMs() + CODE_MS });
      return code;
    },
    exchangeCode(code: string, redirectUri: string, verifier: string | undefined) {
      const known = codes.get(code);
      codes.delete(code);
      if (!known || known.expiresAt < clock.nowMs()) {
        throw oauthError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
      }
      if (known.redirectUri !== redirectUri) {
        throw oauthError(
          'invalid_grant',
          'BAD_REDIRECT_URI',
          'The redirect_uri does not match the one of the authorization request.',
        );
      }
      if (known.challenge) {
        const hash = createHash('sha256')
          .update(verifier ?? '')
          .digest('base64url');
        if (hash !== known.challenge) {
          throw oauthError('invalid_grant', 'BAD_CODE_VERIFIER', 'code verifier does not match');
        }
      }
      return newAccessToken(install(known.portalId, known.user, known.scopes));
    },
    refresh(refreshToken: string) {
      const known = findByRefreshToken(refreshToken);
      if (!known) {
        throw oauthError(
          'invalid_grant',
          'BAD_REFRESH_TOKEN',
          'refresh token is invalid, expired or revoked',
        );
      }
      return newAccessToken(known);
    },
    /** The install behind a bearer token. */
    authenticate(authorization: string | undefined): Install {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      const known = token === undefined ? undefined : tokens.get(token);
      if (!token || !known) throw invalidAuthentication();
      if (known.expiresAt <= clock.nowMs()) {
        throw expiredAuthentication(token, new Date(known.expiresAt));
      }
      return known.install;
    },
    /** A token of the app's own, for what HubSpot granted the app; it opens nothing of a portal. */
    appToken(scopes: readonly string[]) {
      const refused = scopes.filter((scope) => !app.get().appScopes.includes(scope));
      if (scopes.length === 0 || refused.length > 0) {
        throw oauthError(
          'invalid_scope',
          'BAD_SCOPES',
          `one or more scopes are invalid, or not granted to this app: ${refused.join(' ')}`,
        );
      }
      const accessToken = `A${randomBytes(180).toString('base64url')}`;
      const expiresAt = clock.nowMs() + ACCESS_TOKEN_SECONDS * 1_000;
      appTokens.set(accessToken, { scopes, expiresAt });
      return {
        token_type: 'bearer',
        access_token: accessToken,
        expires_in: ACCESS_TOKEN_SECONDS,
        token_use: 'client_credentials',
      };
    },
    /** The scopes of a token of the app's own; a portal's token has none of them. */
    authenticateApp(authorization: string | undefined): readonly string[] {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw invalidAuthentication();
      const known = appTokens.get(token);
      if (!known && tokens.has(token)) return [];
      if (!known) throw invalidAuthentication();
      if (known.expiresAt <= clock.nowMs()) {
        throw expiredAuthentication(token, new Date(known.expiresAt));
      }
      return known.scopes;
    },
    findAccessToken(token: string): AccessToken | undefined {
      const known = tokens.get(token);
      return known && known.expiresAt > clock.nowMs() ? known : undefined;
    },
    findByRefreshToken,
    /** Ends a refresh token. Access tokens already out live on until they expire. */
    revoke(refreshToken: string): void {
      revoked.add(refreshToken);
    },
    /** What an admin's removal of the app does: every token of the portal is dead at once. */
    uninstall(portalId: number): void {
      const known = installs.get(portalId);
      if (!known) return;
      revoked.add(known.refreshToken);
      installs.delete(portalId);
      for (const [token, { install: owner }] of tokens) {
        if (owner === known) tokens.delete(token);
      }
      for (const listener of onUninstall) listener(portalId);
    },
    onUninstall: (listener: (portalId: number) => void) => onUninstall.push(listener),
    findInstall: (portalId: number) => installs.get(portalId),
    installs: () => [...installs.values()],
    install,
    newAccessToken,
  };
}
