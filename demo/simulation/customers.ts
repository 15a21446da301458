import { COMPANY, DEAL, TICKET } from '../../sandbox/object-types.ts';
import type { Portal } from '../../sandbox/portal.ts';
import type { Random } from '../../sandbox/random.ts';
import type { UserActions } from '../../sandbox/user-actions.ts';

/** A customer's buying as it goes on: how often, how much, and whether at all. */
type Customer = {
  companyId: number;
  gapDays: number;
  usual: number;
  nextOn: number;
  /** Orders every other week, has agreed on years to come, and stays. */
  isSteady: boolean;
};

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
const steadyGapDays = 14;
/** In the year before, of who may become steady. */
const fewestOrders = 4;
/** Of those who bought lately, by what they bring in a year: some near the top, some above the middle. */
const steadyRanks = [0.92, 0.9, 0.88, 0.86, 0.64, 0.6, 0.56, 0.52];
const yearsAgreed = 2;

/**
 * What customers do, day by day: they buy at a pace of their own that changes now and then, leave, come
 * back when somebody calls, and open tickets; a few are steady. The same seed makes the same life.
 */
export function createCustomers(portal: Portal, user: UserActions, random: Random, today: number) {
  const customers = customersOf(portal, random, today);
  const byCompany = new Map(customers.map((customer) => [customer.companyId, customer]));
  for (const customer of steadyOnes(customers)) settleDown(customer);

  function settleDown(customer: Customer): void {
    const yearly = yearlyOf(customer);
    const stage = { dealstage: 'contractsent', pipeline: 'default' };
    const amount = Math.round(yearsAgreed * yearly);
    const agreed = { dealname: 'Frame agreement', amount, ...stage };
    user.create(DEAL, agreed, customer.companyId);
    customer.isSteady = true;
    customer.usual = (yearly * steadyGapDays) / yearDays;
    customer.gapDays = steadyGapDays;
    customer.nextOn = Math.min(customer.nextOn, today + 1 + random.below(steadyGapDays));
  }

  function buy(customer: Customer, day: number): void {
    const spread = customer.isSteady ? 0.05 : 0.45;
    const amount = Math.round(customer.usual * Math.exp(spread * random.normal()) * 100) / 100;
    const stage = { dealstage: 'closedwon', pipeline: 'default' };
    user.create(DEAL, { dealname: 'Order', amount, ...stage }, customer.companyId);
    const leaves = !customer.isSteady && random.chance(leavesAfterPurchase);
    customer.nextOn = leaves ? never : nextDay(customer, day);
  }

  function nextDay({ gapDays, isSteady }: Customer, day: number): number {
    if (isSteady) return day + gapDays;
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
        if (!customer.isSteady && random.chance(changesOfHabitADay)) changeHabit(customer, random);
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

function yearlyOf({ usual, gapDays }: Customer): number {
  return (usual * yearDays) / gapDays;
}

function steadyOnes(customers: readonly Customer[]): Customer[] {
  const buying = customers
    .filter(({ gapDays }) => gapDays < yearDays)
    .sort((one, other) => yearlyOf(one) - yearlyOf(other));
  const found = new Set<Customer>();
  for (const rank of steadyRanks) {
    const candidates = buying.slice(Math.floor(rank * buying.length));
    const next = candidates.find(
      (one) => !found.has(one) && one.gapDays <= yearDays / fewestOrders,
    );
    if (next) found.add(next);
  }
  return [...found];
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
  const companyId = portal.table(COMPANY).idOf(row);
  const customer = { companyId, gapDays, usual: usual || 2_000, isSteady: false };
  const nextOn = isGone ? never : today + 1 + Math.floor(gapDays * random.next());
  return { ...customer, nextOn };
}
