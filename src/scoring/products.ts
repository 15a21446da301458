import type { ProductFacts } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Deal, Evidence } from '../model/evidence.ts';
import type { Frame, IndustryFamilies } from '../model/frame.ts';

const newWithinDays = 365;
/** What fewer customers of an industry buy is no habit of it. */
const commonShare = 0.3;
const fewestCustomers = 5;
const mostShown = 20;

type Bought = { name: string; firstOn: Day; lastOn: Day };

/**
 * What an account buys, by product family: facts beside the scores, never points. null while line items
 * are unknown; `frame` says what its industry buys.
 */
export function productsOf(
  { deals, profile }: Evidence,
  asOf: Day,
  frame: Pick<Frame, 'industryFamilies'>,
): ProductFacts | null {
  const bought = familiesOf(deals, asOf);
  if (bought === null) return null;
  const families = [...bought.values()].sort(
    (one, other) => other.lastOn - one.lastOn || compare(one.name, other.name),
  );
  const isNew = ({ firstOn }: Bought) => asOf - firstOn < newWithinDays;
  const hadOthers = families.some((family) => !isNew(family));
  const common = (profile.industry && frame.industryFamilies?.[profile.industry]) || [];
  return {
    count: families.length,
    families: families.slice(0, mostShown),
    lastOn: families[0]?.lastOn ?? null,
    newFamilies: hadOthers ? families.filter(isNew).map(({ name }) => name) : [],
    whitespace: common.filter(({ name }) => !bought.has(keyOf(name))),
  };
}

/** Families by their key with the days they were bought on, of won deals that are no refunds. */
function familiesOf(deals: readonly Deal[], asOf: Day): Map<string, Bought> | null {
  if (deals.every(({ families }) => families === undefined)) return null;
  const bought = new Map<string, Bought>();
  for (const { status, amount, closedOn, families = [] } of deals) {
    const isPurchase = status === 'won' && (amount === null || amount >= 0);
    if (!isPurchase || closedOn === null || closedOn > asOf) continue;
    for (const name of families) {
      const key = keyOf(name);
      bought.set(key, withSale(bought.get(key), name, closedOn));
    }
  }
  return bought;
}

function withSale(before: Bought | undefined, name: string, on: Day): Bought {
  if (before === undefined) return { name, firstOn: on, lastOn: on };
  return {
    name: compare(name, before.name) < 0 ? name : before.name,
    firstOn: Math.min(before.firstOn, on),
    lastOn: Math.max(before.lastOn, on),
  };
}

type Customer = { industry: string; lastOn: Day; names: readonly string[] };

/** Collects what the customers of each industry buy. */
export function industryFamilies(day: Day, mostLookbackDays: number) {
  const customers: Customer[] = [];
  return {
    add({ deals, profile }: Evidence, lastOn: Day | undefined): void {
      if (profile.industry === null || lastOn === undefined) return;
      if (day - lastOn > mostLookbackDays) return;
      const bought = familiesOf(deals, day);
      if (bought === null) return;
      const names = [...bought.values()].map(({ name }) => name);
      customers.push({ industry: profile.industry, lastOn, names });
    },

    /** What at least 30 % of an industry's current customers have bought; null while line items are unknown. */
    finish(lookbackDays: number): IndustryFamilies | null {
      if (customers.length === 0) return null;
      const current = customers.filter(({ lastOn }) => day - lastOn <= lookbackDays);
      const common: Record<string, { name: string; share: number }[]> = {};
      for (const [industry, members] of Map.groupBy(current, (each) => each.industry)) {
        if (members.length >= fewestCustomers) common[industry] = commonOf(members);
      }
      return common;
    },
  };
}

function commonOf(members: readonly Customer[]): { name: string; share: number }[] {
  const buyers = new Map<string, { name: string; count: number }>();
  for (const name of members.flatMap(({ names }) => names)) {
    const before = buyers.get(keyOf(name));
    const first = before === undefined || compare(name, before.name) < 0 ? name : before.name;
    buyers.set(keyOf(name), { name: first, count: (before?.count ?? 0) + 1 });
  }
  return [...buyers.values()]
    .map(({ name, count }) => ({ name, share: count / members.length }))
    .filter(({ share }) => share >= commonShare)
    .sort((one, other) => other.share - one.share || compare(one.name, other.name))
    .slice(0, mostShown);
}

/** People write a name now in one way, now in another. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
