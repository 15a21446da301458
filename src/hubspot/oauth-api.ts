import { z } from 'zod';
import { HubspotError } from '../errors.ts';
import { type PortalId, portalId } from '../model/ids.ts';
import type { Tokens } from '../model/portal.ts';
import { endpoints } from './endpoints.ts';
import type { Transport } from './transport.ts';

export type AppCredentials = { clientId: string; clientSecret: string; redirectUrl: string };

const Grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number(),
  hub_id: z.number(),
  user_id: z.number().optional(),
  scopes: z.array(z.string()).optional(),
});

export type OauthApi = ReturnType<typeof createOauthApi>;

/** The token endpoints of HubSpot's OAuth; they count against no portal's limit. */
export function createOauthApi(send: Transport, app: AppCredentials, now: () => Date) {
  const { clientId, clientSecret, redirectUrl } = app;

  async function post(
    name: 'exchangeToken' | 'refreshToken' | 'revokeToken',
    form: Record<string, string>,
  ) {
    const { method, path } = endpoints[name];
    const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { outcome } = await send({ name, method, path, headers, body });
    if (outcome instanceof HubspotError) throw outcome;
    return outcome.body;
  }

  function tokensOf(grant: z.infer<typeof Grant>): Tokens {
    return {
      accessToken: grant.access_token,
      refreshToken: grant.refresh_token,
      expiresAt: now().getTime() + grant.expires_in * 1_000,
    };
  }

  return {
    /** `userId` is who consented; null when HubSpot does not say. */
    async exchangeCode(code: string): Promise<{
      portalId: PortalId;
      tokens: Tokens;
      scopes: string[];
      userId: number | null;
    }> {
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUrl };
      const grant = Grant.parse(await post('exchangeToken', form));
      return {
        portalId: portalId(grant.hub_id),
        tokens: tokensOf(grant),
        scopes: grant.scopes ?? [],
        userId: grant.user_id ?? null,
      };
    },

    /** Throws a HubspotError with reaction `reconnect` when the installation is gone. */
    async refresh(refreshToken: string): Promise<Tokens> {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      return tokensOf(Grant.parse(await post('refreshToken', form)));
    },

    async revoke(refreshToken: string): Promise<void> {
      await post('revokeToken', { token: refreshToken, token_type_hint: 'refresh_token' });
    },
  };
}
