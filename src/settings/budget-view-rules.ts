import type { BudgetForm } from '../../extensions/app/settings/contract.ts';
import { budgetParts, type CallBudget, keptForChanges } from '../model/call-budget.ts';
import { budgetBounds } from './budget-rules.ts';
import type { SettingsFacts } from './settings-facts.ts';

const dayMs = 86_400_000;

/** What was used of HubSpot's limits, and how much of them may be. */
export function budgetForm(facts: SettingsFacts): BudgetForm {
  const { words, budget } = facts;
  const perDay = perDayOf(facts);
  return {
    title: words.say('settings.budget.title'),
    text: words.say(isNearlyUsedUp(facts) ? 'settings.budget.used_up' : 'settings.budget.text', {
      share: words.percent(1 - keptForChanges),
    }),
    columns: [words.say('settings.health.measure'), words.say('settings.health.value')],
    rows: [
      [words.say('settings.health.calls_today'), todayText(facts)],
      [words.say('settings.health.calls_most'), words.number(mostADay(facts))],
      [words.say('settings.budget.callsPerTenSeconds'), words.number(perTenSecondsOf(facts))],
      [
        words.say('settings.budget.callsPerDay'),
        perDay === null ? words.say('settings.budget.endless') : words.number(perDay),
      ],
    ],
    empty: '',
    fields: budgetParts.map((name) => ({
      name,
      label: words.say(`settings.budget.${name}`),
      hint: hintOf(name, facts),
      value: budget.set[name] === null ? '' : String(budget.set[name]),
    })),
    save: words.say('settings.save'),
    saved: words.say('settings.budget.saved'),
  };
}

function hintOf(name: keyof CallBudget, { words, budget }: SettingsFacts): string {
  const { least, most } = budgetBounds(budget.defaults)[name];
  const byDefault = budget.defaults[name];
  return words.say('settings.budget.hint', {
    least: words.number(least),
    most: words.number(most),
    default: byDefault === null ? words.say('settings.budget.endless') : words.number(byDefault),
  });
}

function perTenSecondsOf({ budget: { set, defaults } }: SettingsFacts): number {
  return Math.min(defaults.callsPerTenSeconds, set.callsPerTenSeconds ?? Number.POSITIVE_INFINITY);
}

function perDayOf({ budget: { set, defaults } }: SettingsFacts): number | null {
  return set.callsPerDay ?? defaults.callsPerDay;
}

/** Reading everything waits from here on; the rest goes on, beyond the budget if need be. */
function isNearlyUsedUp(facts: SettingsFacts): boolean {
  const perDay = perDayOf(facts);
  return perDay !== null && callsToday(facts) >= perDay * (1 - keptForChanges);
}

function todayText(facts: SettingsFacts): string {
  const { words } = facts;
  const [calls, perDay] = [callsToday(facts), perDayOf(facts)];
  if (perDay === null) return words.number(calls);
  return words.say('settings.budget.used', {
    n: words.number(calls),
    of: words.number(perDay),
    share: words.percent(calls / perDay),
  });
}

function callsToday({ calls, nowMs }: SettingsFacts): number {
  return callsByDay(calls).get(Math.floor(nowMs / dayMs)) ?? 0;
}

function mostADay({ calls }: SettingsFacts): number {
  return Math.max(0, ...callsByDay(calls).values());
}

function callsByDay(calls: SettingsFacts['calls']): Map<number, number> {
  const byDay = new Map<number, number>();
  for (const { day, calls: made } of calls) byDay.set(day, (byDay.get(day) ?? 0) + made);
  return byDay;
}
