import type { PortalId } from '../model/ids.ts';
import type { PortalStore, SealedTokens } from './portal-store.ts';
import type { TokenSeal } from './token-seal.ts';

export type ResealDeps = {
  portals: Pick<PortalStore, 'listTokens' | 'replaceTokens'>;
  seal: TokenSeal;
};

export type Resealing = {
  /** Sealed by today's key already. */
  current: number;
  resealed: number;
  /** No key opens them: these portals have to connect again. */
  unreadable: PortalId[];
};

/**
 * Seals all tokens with today's key, so that earlier keys can be thrown away. Tokens that the service
 * renews meanwhile are left alone: it seals them with today's key itself. Safe to run twice.
 */
export async function resealTokens({ portals, seal }: ResealDeps): Promise<Resealing> {
  const done: Resealing = { current: 0, resealed: 0, unreadable: [] };
  for (const { id, tokens } of await portals.listTokens()) {
    const state = sealOf(seal, id, tokens);
    if (state === 'current') done.current += 1;
    if (state === 'unreadable') done.unreadable.push(id);
    if (state !== 'earlier') continue;
    const again = (token: string) => seal.seal(seal.open(token, String(id)), String(id));
    const resealed = {
      accessToken: again(tokens.accessToken),
      refreshToken: again(tokens.refreshToken),
      expiresAt: tokens.expiresAt,
    };
    if (await portals.replaceTokens(id, tokens, resealed)) done.resealed += 1;
  }
  return done;
}

/** Which key sealed the tokens of a portal: today's, an earlier one, or none that we have. */
export function sealOf(
  seal: TokenSeal,
  id: PortalId,
  { accessToken, refreshToken }: SealedTokens,
): 'current' | 'earlier' | 'unreadable' {
  const owner = String(id);
  const sealed = [accessToken, refreshToken];
  if (sealed.every((token) => seal.isCurrent(token, owner))) return 'current';
  try {
    for (const token of sealed) seal.open(token, owner);
    return 'earlier';
  } catch {
    return 'unreadable';
  }
}
