import { RequestError } from '../errors.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { RoleStore } from '../install/role-store.ts';
import type { PortalId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import type { Locale, Words } from '../words/words.ts';
import { languageSetting, roleSetting } from './setting-change-rules.ts';
import type { SettingChangeStore } from './setting-change-store.ts';

export type ChangePeopleDeps = {
  portals: Pick<PortalStore, 'find' | 'saveLocale'>;
  roles: RoleStore;
  changes: Pick<SettingChangeStore, 'add'>;
  now: () => Date;
  onPublished: (portalId: PortalId) => void;
};

/** Gives somebody a role; null leaves it to what HubSpot says of them. Safe to repeat. */
export async function changeRole(
  { roles, changes, now }: ChangePeopleDeps,
  portalId: PortalId,
  asked: { userId: number; role: Role | null; by: number; words: Words },
): Promise<void> {
  const { userId, role, by, words } = asked;
  // Nobody can lock everybody out: the last admin is always somebody else than the one who goes.
  if (userId === by && role !== 'admin') {
    throw new RequestError(409, words.say('settings.people.not_oneself'));
  }
  const given = (await roles.list(portalId)).find((each) => each.userId === userId);
  const before = given?.role ?? null;
  if (before === role) return;
  const change = { author: String(by), at: now() };
  if (role === null) await roles.takeBack(portalId, userId);
  else await roles.give(portalId, { userId, role }, change);
  await changes.add(portalId, [{ setting: roleSetting(userId), before, after: role }], change);
}

/** The language of what is written into the portal. Safe to repeat. */
export async function changeLanguage(
  { portals, changes, now, onPublished }: ChangePeopleDeps,
  portalId: PortalId,
  { locale, author }: { locale: Locale; author: string },
): Promise<void> {
  const before = (await portals.find(portalId))?.locale;
  if (before === locale) return;
  await portals.saveLocale(portalId, locale);
  const difference = { setting: languageSetting, before: before ?? null, after: locale };
  await changes.add(portalId, [difference], { author, at: now() });
  onPublished(portalId);
}
