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
  /** How often a portal was installed since the start: what was asked before says nothing after. */
  const installations = new Map<PortalId, number>();

  async function save(portalId: PortalId, tokens: Tokens): Promise<void> {
    await portals.saveTokens(portalId, sealedTokens(seal, portalId, tokens));
    known.set(portalId, tokens);
  }

  async function tokensOf(portalId: PortalId): Promise<Tokens> {
    const kept = known.get(portalId);
    if (kept) return kept;
    const installation = installations.get(portalId);
    const stored = await readTokens({ portals, seal }, portalId);
    if (installations.get(portalId) !== installation) return tokensOf(portalId);
    const tokens = known.get(portalId) ?? stored;
    known.set(portalId, tokens);
    return tokens;
  }

  const isGood = ({ expiresAt }: Tokens) => expiresAt - now().getTime() > renewBeforeMs;

  /** Another process may have renewed them, or installed the portal anew. */
  async function renew(portalId: PortalId, before: Tokens): Promise<Tokens> {
    const stored = await readTokens({ portals, seal }, portalId);
    if (stored.accessToken === before.accessToken || !isGood(stored)) {
      return renewStored(portalId, stored);
    }
    known.set(portalId, stored);
    return stored;
  }

  async function renewStored(portalId: PortalId, { refreshToken }: Tokens): Promise<Tokens> {
    const installation = installations.get(portalId);
    try {
      const tokens = await oauth.refresh(refreshToken);
      if (installations.get(portalId) !== installation) return tokensOf(portalId);
      await save(portalId, tokens);
      return tokens;
    } catch (error) {
      if (installations.get(portalId) !== installation) return tokensOf(portalId);
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
    sealed: (portalId: PortalId, tokens: Tokens) => sealedTokens(seal, portalId, tokens),

    /** Forgets what is in memory, as after a new installation. */
    forget(portalId: PortalId): void {
      known.delete(portalId);
      installations.set(portalId, (installations.get(portalId) ?? 0) + 1);
    },

    /** `refused` is a token HubSpot did not take: it is renewed even when the clock says it is good. */
    async accessToken(portalId: PortalId, refused?: string): Promise<string> {
      const tokens = await tokensOf(portalId);
      if (isGood(tokens) && tokens.accessToken !== refused) return tokens.accessToken;
      return (await renewOnce(portalId, tokens)).accessToken;
    },
  };
}

async function readTokens(
  { portals, seal }: Pick<PortalTokensDeps, 'portals' | 'seal'>,
  portalId: PortalId,
): Promise<Tokens> {
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

function sealedTokens(seal: TokenSeal, portalId: PortalId, tokens: Tokens): Tokens {
  const owner = String(portalId);
  return {
    accessToken: seal.seal(tokens.accessToken, owner),
    refreshToken: seal.seal(tokens.refreshToken, owner),
    expiresAt: tokens.expiresAt,
  };
}
