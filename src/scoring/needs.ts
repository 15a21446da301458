import type { ProductFacts } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Ticket } from '../model/evidence.ts';

/** Something a customer wants, as its orders and enquiries show; `name` is a family or a ticket category. */
export type NeedSign = { source: 'order' | 'enquiry'; name: string; lastOn: Day; times: number };

const withinDays = 365;

/** Needs of the last year, latest first: what was bought, and what was asked for other than in complaint. */
export function needsOf(
  tickets: readonly Ticket[],
  products: Pick<ProductFacts, 'families'> | null,
  asOf: Day,
): NeedSign[] {
  const isRecent = (day: Day) => day <= asOf && asOf - day < withinDays;
  const bought = (products?.families ?? []).map(
    ({ name, lastOn }): NeedSign => ({ source: 'order', name, lastOn, times: 1 }),
  );
  const enquiries = tickets.filter(
    ({ isComplaint, openedOn }) => !isComplaint && isRecent(openedOn),
  );
  return [...bought.filter(({ lastOn }) => isRecent(lastOn)), ...askedFor(enquiries)].toSorted(
    (one, other) => other.lastOn - one.lastOn || (one.name < other.name ? -1 : 1),
  );
}

function askedFor(enquiries: readonly Ticket[]): NeedSign[] {
  const found = new Map<string, NeedSign>();
  for (const { categories = [], openedOn } of enquiries) {
    for (const name of categories) {
      const before = found.get(name);
      found.set(name, {
        source: 'enquiry',
        name,
        lastOn: Math.max(openedOn, before?.lastOn ?? openedOn),
        times: (before?.times ?? 0) + 1,
      });
    }
  }
  return [...found.values()];
}
