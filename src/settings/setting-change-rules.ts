import { budgetParts, type CallBudget, type SetBudget } from '../model/call-budget.ts';
import type { Publishing } from '../model/publishing.ts';
import { type Role, roles } from '../model/role.ts';
import type { PortalSettings } from '../model/settings.ts';
import type { SettingChange, SettingDifference } from './setting-change-store.ts';

export const languageSetting = 'language';
const rolePrefix = 'role:';

export function roleSetting(userId: number): string {
  return `${rolePrefix}${userId}`;
}

/** Whose role a change gave; undefined of other changes. */
export function userOfRole(setting: string): number | undefined {
  return setting.startsWith(rolePrefix) ? Number(setting.slice(rolePrefix.length)) : undefined;
}

/** Each setting that differs. */
export function differencesBetween<Settings extends PortalSettings | Publishing | SetBudget>(
  before: Settings,
  after: Settings,
): SettingDifference[] {
  return Object.keys(after)
    .map((setting) => ({
      setting,
      before: before[setting as keyof Settings],
      after: after[setting as keyof Settings],
    }))
    .filter((each) => !isSame(each.before, each.after));
}

/** What the settings are now that can be put back, by the name a change has of them. */
export type CurrentSettings = {
  settings: PortalSettings;
  locale: string;
  budget: SetBudget;
  /** Roles given by hand. */
  roles: ReadonlyMap<number, Role>;
};

/** Only what still stands as it was changed; what is written to HubSpot is switched where its count is shown. */
export function isUndoable({ setting, after }: SettingChange, now: CurrentSettings): boolean {
  return isSame(after, currentOf(setting, now));
}

function currentOf(
  setting: string,
  { settings, locale, budget, roles: given }: CurrentSettings,
): unknown {
  if (setting === languageSetting) return locale;
  if (isBudgetPart(setting)) return budget[setting];
  const userId = userOfRole(setting);
  if (userId !== undefined) return given.get(userId) ?? null;
  return settings[setting as keyof PortalSettings];
}

export function isBudgetPart(setting: string): setting is keyof CallBudget {
  return budgetParts.some((part) => part === setting);
}

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
