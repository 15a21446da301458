import type { AccountApi } from '../hubspot/account-api.ts';
import type { OauthApi } from '../hubspot/oauth-api.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { PortalStore } from './portal-store.ts';
import type { PortalTokens } from './portal-tokens.ts';
import type { RoleStore } from './role-store.ts';

export type InstallDeps = {
  oauth: OauthApi;
  tokens: PortalTokens;
  portals: PortalStore;
  account: AccountApi;
  roles: Pick<RoleStore, 'give'>;
  now: () => Date;
  log: Logger;
  /** Writes down who connected the portal; null where HubSpot does not say. */
  noteConnected(portalId: PortalId, userId: number | null): Promise<void>;
  /** Called once the portal is known, so that its first read begins. */
  onInstalled: (portalId: PortalId) => void;
};

/** Stands only until the portal has told its own. */
const unread = {
  name: null,
  timeZone: 'UTC',
  currency: 'USD',
  locale: 'en',
  uiDomain: 'app.hubspot.com',
};

/** Turns the code of a consent into an installed portal. Installing again only renews what we know. */
export async function installPortal(deps: InstallDeps, code: string) {
  const { oauth, tokens, portals, account, roles, now, log } = deps;

  const grant = await oauth.exchangeCode(code);
  const { portalId, scopes, userId } = grant;
  const sealed = tokens.sealed(portalId, grant.tokens);
  const before = (await portals.find(portalId)) ?? unread;
  await portals.install({ ...before, id: portalId, scopes }, sealed, now());
  tokens.forget(portalId);
  // HubSpot lets only those consent who may install apps.
  if (userId !== null) {
    const by = { author: String(userId), at: now() };
    await roles.give(portalId, { userId, role: 'admin' }, by);
  }

  const facts = await account.readAccount(portalId);
  await portals.install({ ...before, ...facts, id: portalId, scopes }, sealed, now());
  log.info({ portalId, timeZone: facts.timeZone, currency: facts.currency }, 'portal installed');

  await deps.noteConnected(portalId, userId);
  deps.onInstalled(portalId);
  return { id: portalId, uiDomain: facts.uiDomain };
}
