import { HubspotError } from '../errors.ts';
import type { OauthApi } from '../hubspot/oauth-api.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { Tokens } from '../model/portal.ts';
import type { PortalStore } from './portal-store.ts';
import type { TokenSeal } from './token-seal.ts';

export type PortalTokensDeps = {
  portals: PortalStore;
  oauth: OauthApi;
  seal: TokenSeal;
  now: () => Date;
  log: Logger;
};

export type PortalTokens = ReturnType<typeof createPortalTokens>;

/** A token is renewed while it is still good for this long. */
const renewBeforeMs = 5 * 60_000;

/** The access tokens of all portals: kept sealed, renewed by the clock, one renewal at a time. */
export function createPortalTokens({ portals, oauth, seal, now, log }: PortalTokensDeps) {
  const known = new Map<PortalId, Tokens>();
  const renewals = new Map<PortalId, Promise<Tokens>>();

  async function read(portalId: PortalId): Promise<Tokens> {
    const sealed = await portals.findTokens(portalId);
    if (!sealed) {
      throw new HubspotError('reconnect', {
        endpoint: 'accessToken',
        status: 0,
        message: `portal ${portalId} is not connected`,
      });
    }
    return {
      accessToken: seal.open(sealed.accessToken, String(portalId)),
      refreshToken: seal.open(sealed.refreshToken, String(portalId)),
      expiresAt: sealed.expiresAt,
    };
  }

  async function save(portalId: PortalId, tokens: Tokens): Promise<void> {
    await portals.saveTokens(portalId, sealed(portalId, tokens));
    known.set(portalId, tokens);
  }

  function sealed(portalId: PortalId, tokens: Tokens): Tokens {
    const owner = String(portalId);
    return {
      accessToken: seal.seal(tokens.accessToken, owner),
      refreshToken: seal.seal(tokens.refreshToken, owner),
      expiresAt: tokens.expiresAt,
    };
  }

  async function renew(portalId: PortalId, { refreshToken }: Tokens): Promise<Tokens> {
    try {
      const tokens = await oauth.refresh(refreshToken);
      await save(portalId, tokens);
      return tokens;
    } catch (error) {
      if (error instanceof HubspotError && error.reaction === 'reconnect') {
        known.delete(portalId);
        await portals.markGone(portalId, 'revoked');
        log.error({ portalId }, 'HubSpot no longer accepts the installation: connect again');
      }
      throw error;
    }
  }

  function renewOnce(portalId: PortalId, tokens: Tokens): Promise<Tokens> {
    const running = renewals.get(portalId);
    if (running !== undefined) return running;
    const renewal = renew(portalId, tokens).finally(() => renewals.delete(portalId));
    renewals.set(portalId, renewal);
    return renewal;
  }

  return {
    sealed,

    /** Forgets what is in memory, as after a new installation. */
    forget(portalId: PortalId): void {
      known.delete(portalId);
    },

    /** `refused` is a token HubSpot did not take: it is renewed even when the clock says it is good. */
    async accessToken(portalId: PortalId, refused?: string): Promise<string> {
      const tokens = known.get(portalId) ?? (await read(portalId));
      known.set(portalId, tokens);
      const isGood = tokens.expiresAt - now().getTime() > renewBeforeMs;
      if (isGood && tokens.accessToken !== refused) return tokens.accessToken;
      return (await renewOnce(portalId, tokens)).accessToken;
    },
  };
}
