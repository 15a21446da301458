import type { CallBudget } from '../model/call-budget.ts';

export type Bounds = { least: number; most: number };

/** Less would not even do for the looks at what no event told of. */
const fewestADay = 1_000;
/** HubSpot's largest daily limit, with everything that can be bought. */
const mostADay = 3_000_000;
const fewestInTenSeconds = 10;

/** What an admin may set, within what the installation may use. */
export function budgetBounds(defaults: CallBudget): Readonly<Record<keyof CallBudget, Bounds>> {
  const most = defaults.callsPerTenSeconds;
  return {
    callsPerTenSeconds: { least: Math.min(fewestInTenSeconds, most), most },
    callsPerDay: { least: fewestADay, most: mostADay },
  };
}

/** What somebody typed, grouped as they like; null where it is left to the default, undefined where it cannot be. */
export function amountOf(
  typed: string | number,
  { least, most }: Bounds,
): number | null | undefined {
  const digits = String(typed).replaceAll(/[\s,'’]/g, '');
  if (digits === '') return null;
  const amount = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
  return amount >= least && amount <= most ? amount : undefined;
}
