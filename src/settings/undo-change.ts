import { RequestError } from '../errors.ts';
import type { PortalId } from '../model/ids.ts';
import type { PortalSettings } from '../model/settings.ts';
import { localeOf, type Words } from '../words/words.ts';
import { type ChangeBudgetDeps, changeBudget } from './change-budget.ts';
import { type ChangePeopleDeps, changeLanguage, changeRole } from './change-people.ts';
import { type ChangeSettingsDeps, changeSettings } from './change-settings.ts';
import {
  isBudgetPart,
  isRole,
  isUndoable,
  languageSetting,
  userOfRole,
} from './setting-change-rules.ts';
import type { SettingChangeStore } from './setting-change-store.ts';

export type UndoDeps = Omit<ChangeSettingsDeps, 'portals'> &
  ChangePeopleDeps &
  ChangeBudgetDeps & {
    portals: ChangeSettingsDeps['portals'] &
      ChangePeopleDeps['portals'] &
      ChangeBudgetDeps['portals'];
    changes: SettingChangeStore;
  };

/** Puts a setting back to what it was before a change; that is a change as well. */
export async function undoChange(
  deps: UndoDeps,
  portalId: PortalId,
  { id, userId, words }: { id: string; userId: number; words: Words },
): Promise<void> {
  const change = await deps.changes.find(portalId, id);
  if (!change) throw new RequestError(404, words.say('refusal.no_change'));
  const { setting, before } = change;
  const now = {
    settings: await deps.settings.read(portalId),
    budget: await deps.budgets.find(portalId),
    locale: (await deps.portals.find(portalId))?.locale ?? '',
    roles: new Map((await deps.roles.list(portalId)).map((each) => [each.userId, each.role])),
  };
  if (!isUndoable(change, now)) throw new RequestError(409, words.say('settings.changed.stale'));

  const author = String(userId);
  const subject = userOfRole(setting);
  if (subject !== undefined) {
    const role = isRole(before) ? before : null;
    await changeRole(deps, portalId, { userId: subject, role, by: userId, words });
  } else if (setting === languageSetting) {
    await changeLanguage(deps, portalId, { locale: localeOf(String(before)), author });
  } else if (isBudgetPart(setting)) {
    const asked = { [setting]: before as number | null };
    await changeBudget(deps, portalId, { asked, author });
  } else {
    const difference = { [setting]: before } as Partial<PortalSettings>;
    await changeSettings(deps, portalId, difference, author);
  }
}
