import { COMPANY, DEAL, TICKET } from '../../sandbox/object-types.ts';
import type { Portal } from '../../sandbox/portal.ts';
import type { Random } from '../../sandbox/random.ts';
import type { UserActions } from '../../sandbox/user-actions.ts';

/** A customer's buying as it goes on: how often, how much, and whether at all. */
type Customer = { companyId: number; gapDays: number; usual: number; nextOn: number };

const dayMs = 86_400_000;
const never = Number.POSITIVE_INFINITY;
const yearDays = 365;
/** So many of those who have not bought for a year will not come back by themselves. */
const quietAreGone = 0.85;
const leavesAfterPurchase = 0.05;
const changesOfHabitADay = 0.004;
const comesBack = 0.35;
const ticketsADay = 0.6;
const complaints = 0.3;
const closedADay = 0.25;

/**
 * What customers do, day by day: they buy at a pace of their own that changes now and then, leave, come
 * back when somebody calls, and open tickets. The same seed makes the same life.
 */
export function createCustomers(portal: Portal, user: UserActions, random: Random, today: number) {
  const customers = customersOf(portal, random, today);
  const byCompany = new Map(customers.map((customer) => [customer.companyId, customer]));

  function buy(customer: Customer, day: number): void {
    const amount = Math.round(customer.usual * Math.exp(0.45 * random.normal()) * 100) / 100;
    const stage = { dealstage: 'closedwon', pipeline: 'default' };
    user.create(DEAL, { dealname: 'Order', amount, ...stage }, customer.companyId);
    customer.nextOn = random.chance(leavesAfterPurchase) ? never : nextDay(customer, day);
  }

  function nextDay({ gapDays }: Customer, day: number): number {
    return day + Math.max(1, Math.round((gapDays * random.gamma(4)) / 4));
  }

  function openTicket(): void {
    const { companyId } = random.pick(customers);
    const category = random.chance(complaints) ? 'COMPLAINT' : 'GENERAL_INQUIRY';
    const stage = { hs_pipeline: '0', hs_pipeline_stage: '1' };
    user.create(
      TICKET,
      { subject: 'Please call', hs_ticket_category: category, ...stage },
      companyId,
    );
  }

  function closeTickets(): void {
    const tickets = portal.table(TICKET);
    for (let row = 0; row < tickets.rows(); row++) {
      if (!tickets.isLive(row) || tickets.get(row, 'hs_pipeline_stage') === '4') continue;
      if (!random.chance(closedADay)) continue;
      user.update(TICKET, tickets.idOf(row), { hs_pipeline_stage: '4' });
    }
  }

  return {
    /** Everything that customers do on a working day. */
    live(day: number): void {
      for (const customer of customers) {
        if (random.chance(changesOfHabitADay)) changeHabit(customer, random);
        if (customer.nextOn <= day) buy(customer, day);
      }
      if (random.chance(ticketsADay)) openTicket();
      closeTickets();
    },

    /** Somebody called whom we had lost: some of them order again. */
    isCalled(companyId: number, day: number): void {
      const customer = byCompany.get(companyId);
      if (!customer || !random.chance(comesBack)) return;
      customer.nextOn = Math.min(customer.nextOn, day + 1 + random.below(20));
    },
  };
}

/** More or less often, for more or less money; some stop, some grow a great deal. */
function changeHabit(customer: Customer, random: Random): void {
  customer.gapDays = Math.max(5, customer.gapDays * (0.6 + 1.1 * random.next()));
  customer.usual *= Math.exp(0.5 * random.normal());
}

function customersOf(portal: Portal, random: Random, today: number): Customer[] {
  const companies = portal.table(COMPANY);
  return Array.from({ length: companies.rows() }, (_, row) => row)
    .filter((row) => companies.isLive(row))
    .map((row) => customerAt(portal, row, random, today));
}

function customerAt(portal: Portal, row: number, random: Random, today: number): Customer {
  const deals = portal.table(DEAL);
  const won = [...portal.links.between(COMPANY, DEAL).of(row)].filter(
    (link) => deals.isLive(link.row) && deals.get(link.row, 'dealstage') === 'closedwon',
  );
  const amounts = won.map((link) => deals.numberAt(link.row, 'amount')).filter((one) => one > 0);
  const usual = amounts.reduce((sum, one) => sum + one, 0) / Math.max(1, amounts.length);
  const lately = won.filter((link) => {
    const closed = deals.numberAt(link.row, 'closedate') / dayMs;
    return closed > today - yearDays;
  }).length;
  const gapDays = lately === 0 ? yearDays : yearDays / lately;
  const isGone = lately === 0 && random.chance(quietAreGone);
  const customer = { companyId: portal.table(COMPANY).idOf(row), gapDays, usual: usual || 2_000 };
  const nextOn = isGone ? never : today + 1 + Math.floor(gapDays * random.next());
  return { ...customer, nextOn };
}
