import { Refusal } from '../errors.ts';
import type { CallBudgetStore } from '../install/call-budget-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { budgetParts, type CallBudget, type SetBudget } from '../model/call-budget.ts';
import type { PortalId } from '../model/ids.ts';
import { amountOf, budgetBounds } from './budget-rules.ts';
import { differencesBetween } from './setting-change-rules.ts';
import type { SettingChangeStore } from './setting-change-store.ts';

export type ChangeBudgetDeps = {
  budgets: Pick<CallBudgetStore, 'find' | 'save'>;
  /** The installation's. */
  defaultBudget: CallBudget;
  portals: Pick<PortalStore, 'unblock'>;
  changes: Pick<SettingChangeStore, 'add'>;
  now: () => Date;
  onPublished: (portalId: PortalId) => void;
};

/** As typed; null leaves it to the installation's default. */
export type AskedBudget = { [Part in keyof CallBudget]?: string | number | null };

/** Changes how many calls may leave for a portal: from the next one on. Safe to repeat. */
export async function changeBudget(
  deps: ChangeBudgetDeps,
  portalId: PortalId,
  { asked, author }: { asked: AskedBudget; author: string },
): Promise<void> {
  const { budgets, portals, changes, now, onPublished } = deps;
  const before = await budgets.find(portalId);
  const after = { ...before, ...readBudget(asked, deps.defaultBudget) };
  const differences = differencesBetween(before, after);
  if (differences.length === 0) return;
  await budgets.save(portalId, after);
  await changes.add(portalId, differences, { author, at: now() });
  // It may have waited for the next day's calls; if it has to go on waiting, the next call says so.
  await portals.unblock(portalId);
  onPublished(portalId);
}

function readBudget(asked: AskedBudget, defaults: CallBudget): Partial<SetBudget> {
  const bounds = budgetBounds(defaults);
  const read: Partial<SetBudget> = {};
  for (const part of budgetParts) {
    const typed = asked[part];
    if (typed === undefined) continue;
    const amount = amountOf(typed ?? '', bounds[part]);
    if (amount === undefined) throw outOfBounds(part, bounds[part]);
    read[part] = amount;
  }
  return read;
}

function outOfBounds(part: keyof CallBudget, { least, most }: { least: number; most: number }) {
  return new Refusal(422, (words) =>
    words.say('refusal.budget', {
      label: words.say(`settings.budget.${part}`),
      least: words.number(least),
      most: words.number(most),
    }),
  );
}
