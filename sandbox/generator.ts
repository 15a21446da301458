import { PRIMARY, UNLABELLED } from './association-types.ts';
import { addBirthdays } from './birthdays.ts';
import { createDerivedColumn } from './columns.ts';
import { addCompanyList } from './company-list.ts';
import { dayNumberOf, dayText, startOfDayMs } from './days.ts';
import { addEngagements } from './engagements.ts';
import { addLineItems } from './line-items.ts';
import {
  createNamer,
  domainOf,
  FIRST_NAMES,
  JOB_TITLES,
  LAST_NAMES,
  pickCountry,
} from './names.ts';
import { COMPANY, CONTACT, DEAL, FEEDBACK, type ObjectTypeId, TICKET } from './object-types.ts';
import type { Owner, Portal } from './portal.ts';
import { defineProperty } from './property-definition.ts';
import { drawPurchases, type Purchase } from './purchase-process.ts';
import { createRandom, type Random } from './random.ts';
import { addRootCauses } from './root-causes.ts';
import { INDUSTRIES } from './standard-properties.ts';

const HISTORY_DAYS = 4 * 365;
const PRODUCTS = [
  'Filter cartridges',
  'Maintenance contract',
  'Spare parts',
  'Sensor modules',
  'Consumables',
  'Training days',
  'Pump units',
  'Control cabinets',
  'Software licences',
  'Consulting',
]; // prettier-ignore
const TICKET_SUBJECTS: Record<string, readonly string[]> = {
  PRODUCT_ISSUE: ['Unit does not start', 'Unexpected noise', 'Reading drifts'],
  BILLING_ISSUE: ['Invoice address wrong', 'Invoice received twice'],
  FEATURE_REQUEST: ['Export to spreadsheet', 'Longer warranty option'],
  GENERAL_INQUIRY: ['Delivery date?', 'Data sheet wanted', 'Opening hours'],
  COMPLAINT: ['Third late delivery', 'Not satisfied with the support', 'Wrong goods again'],
};
const CATEGORIES = ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'FEATURE_REQUEST', 'GENERAL_INQUIRY'];
const OPEN_STAGES = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
]; // prettier-ignore

/** What every company's generation needs. */
type Making = { portal: Portal; random: Random; today: number; activeOwners: Owner[] };

const SALES_TEAM = { id: '17801', name: 'Key accounts' };
const SERVICE_TEAM = { id: '17802', name: 'Customer service' };

/** People who own records: six active ones and one who left. */
function addOwners(portal: Portal, random: Random): void {
  for (let index = 0; index < 7; index++) {
    const firstName = FIRST_NAMES[(index * 5 + 1) % FIRST_NAMES.length] as string;
    const lastName = LAST_NAMES[(index * 7 + 2) % LAST_NAMES.length] as string;
    portal.owners.push({
      id: String(64_492_917 + index * 1_337 + random.below(100)),
      userId: index === 0 ? portal.user.userId : 75_514_800 + index,
      email: index === 0 ? portal.user.email : `${firstName}.${lastName}@example.com`.toLowerCase(),
      firstName,
      lastName,
      archived: index === 6,
      teams: [index < 4 ? SALES_TEAM : SERVICE_TEAM],
    });
  }
}

/** The portal's own property: when the contract runs out. Portals on free tools have no room for it. */
function addRenewalProperty(portal: Portal): void {
  if (portal.tier === 'free') return;
  const at = portal.clock.now().toISOString();
  portal.catalogue.add(
    COMPANY,
    defineProperty('contract_renewal_date', 'date', {
      label: 'Contract renewal date',
      groupName: 'companyinformation',
      hubspotDefined: false,
      createdAt: at,
      updatedAt: at,
    }),
  );
}

/** Texts that follow from others are not stored: domains and e-mail addresses. */
function deriveTexts(portal: Portal): void {
  const [companies, contacts] = [portal.table(COMPANY), portal.table(CONTACT)];
  const domain = createDerivedColumn((row) => {
    const name = companies.get(row, 'name');
    return name === null ? null : domainOf(name);
  });
  companies.setColumn('domain', domain);
  const email = createDerivedColumn((row) => {
    const [first, last] = [contacts.get(row, 'firstname'), contacts.get(row, 'lastname')];
    if (!first || !last) return null;
    const local = `${domainOf(first)}.${domainOf(last)}`.replaceAll('.example', '');
    return `${local}.${row}@customers.example`;
  });
  contacts.setColumn('email', email);
}

/** An instant in working hours of a day in the portal. */
function workingTime({ portal, random }: Making, day: number): number {
  const minutes = 8 * 60 + random.below(9 * 60);
  return startOfDayMs(portal.timeZone, day) + minutes * 60_000;
}

function noLaterThanNow(portal: Portal, ms: number): number {
  return Math.min(ms, portal.clock.nowMs() - 60_000);
}

function linkBoth(portal: Portal, from: ObjectTypeId, rows: [number, number], bits: number): void {
  const [row, companyRow] = rows;
  portal.links.between(from, COMPANY).append(row, companyRow, bits);
  portal.links.between(COMPANY, from).append(companyRow, row, bits);
}

/** One deal in ten is in another currency where the portal has several. */
function currencyOf({ portal, random }: Making): string {
  const { additionalCurrencies, currency } = portal;
  if (additionalCurrencies.length === 0 || !random.chance(0.1)) return currency;
  return random.pick(additionalCurrencies).code;
}

type NewDeal = {
  companyRow: number;
  name: string;
  stage: string;
  amount: number;
  closeDay: number;
  createdDay: number;
  owner: string | null;
  isFirst: boolean;
};

function addDeal(making: Making, deal: NewDeal): void {
  const { portal } = making;
  const deals = portal.table(DEAL);
  const createdAt = noLaterThanNow(portal, workingTime(making, deal.createdDay));
  const row = deals.add(createdAt);
  const closedAt = workingTime(making, deal.closeDay);
  const isClosed = !OPEN_STAGES.includes(deal.stage);
  const closed = isClosed ? Math.max(createdAt, noLaterThanNow(portal, closedAt)) : closedAt;
  deals.column('dealname').set(row, deal.name);
  deals.column('dealstage').set(row, deal.stage);
  deals.column('pipeline').set(row, 'default');
  // One deal in fifty has no amount yet, as in real portals.
  if (!making.random.chance(0.02)) deals.column('amount').setNumber(row, deal.amount);
  deals.column('deal_currency_code').set(row, currencyOf(making));
  deals.column('closedate').setNumber(row, closed);
  deals.column('dealtype').set(row, deal.isFirst ? 'newbusiness' : 'existingbusiness');
  if (deal.owner) deals.column('hubspot_owner_id').set(row, deal.owner);
  deals.touch(row, isClosed ? Math.max(createdAt, closed) : createdAt);
  linkBoth(portal, DEAL, [row, deal.companyRow], PRIMARY | UNLABELLED);
}

type Company = { row: number; owner: string | null; level: number; purchases: Purchase[] };

function addCompany(making: Making, name: (industry: string, country: string) => string): Company {
  const { portal, random, today } = making;
  const companies = portal.table(COMPANY);
  const drawn = drawPurchases(random, { today, historyDays: HISTORY_DAYS });
  const firstDay = drawn.purchases[0]?.day ?? today - random.below(HISTORY_DAYS);
  const createdDay = Math.max(today - HISTORY_DAYS - 400, firstDay - 10 - random.below(120));
  const row = companies.add(workingTime(making, createdDay));
  const industry = random.pick(INDUSTRIES);
  const country = pickCountry(random);
  const revenue = Math.exp(15.5 + 1.5 * random.normal());
  companies.column('name').set(row, name(industry, country.code));
  companies.column('industry').set(row, industry);
  companies.column('country').set(row, country.name);
  companies.column('hs_country_code').set(row, country.code);
  companies.column('annualrevenue').setNumber(row, Math.round(revenue / 1_000) * 1_000);
  const staff = Math.max(2, Math.round(revenue / 160_000));
  companies.column('numberofemployees').setNumber(row, staff);
  const isCustomer = drawn.purchases.length > 0;
  companies.column('lifecyclestage').set(row, isCustomer ? 'customer' : 'opportunity');
  const owner = random.chance(0.94) ? ownerOf(making) : null;
  if (owner) companies.column('hubspot_owner_id').set(row, owner);
  addContactDates(making, row, drawn.purchases.at(-1)?.day);
  if (portal.tier !== 'free' && isCustomer && random.chance(0.2)) {
    const renewal = today - 60 + random.below(420);
    companies.column('contract_renewal_date').set(row, dayText(renewal));
  }
  return { row, owner, level: drawn.level, purchases: drawn.purchases };
}

function ownerOf({ portal, random, activeOwners }: Making): string {
  const left = portal.owners.find(({ archived }) => archived);
  return left && random.chance(0.04) ? left.id : random.pick(activeOwners).id;
}

function addContactDates(making: Making, row: number, lastPurchase: number | undefined): void {
  const { portal, random, today } = making;
  if (random.chance(0.15)) return;
  const recent = Math.floor(random.exponential() * 40);
  const day = Math.max(lastPurchase ?? 0, today - recent - random.below(120));
  const contacted = noLaterThanNow(portal, workingTime(making, Math.min(day, today)));
  const companies = portal.table(COMPANY);
  companies.column('notes_last_contacted').setNumber(row, contacted);
  companies.column('hs_last_sales_activity_timestamp').setNumber(row, contacted);
}

function addDealsOf(making: Making, company: Company): void {
  const { random, today } = making;
  const { row: companyRow, owner, level, purchases } = company;
  for (const [index, { day, amount }] of purchases.entries()) {
    const createdDay = day - 3 - random.below(50);
    const [name, isFirst] = [random.pick(PRODUCTS), index === 0];
    const deal = { companyRow, name, amount, createdDay, owner, isFirst };
    addDeal(making, { ...deal, closeDay: day, stage: 'closedwon' });
    if (random.chance(0.18)) {
      const lost = { ...deal, amount: Math.round(amount * 1.2), isFirst: false };
      addDeal(making, { ...lost, closeDay: Math.min(today, day + 20), stage: 'closedlost' });
    }
  }
  const last = purchases.at(-1)?.day ?? 0;
  if (random.chance(today - last < 250 ? 0.3 : 0.08)) {
    addDeal(making, {
      companyRow,
      name: random.pick(PRODUCTS),
      amount: Math.round(level * Math.exp(0.4 * random.normal())),
      createdDay: today - random.below(60),
      closeDay: today + 5 + random.below(90),
      owner,
      isFirst: purchases.length === 0,
      stage: random.pick(OPEN_STAGES),
    });
  }
}

function addTicket(making: Making, companyRow: number, category: string): void {
  const { portal, random, today } = making;
  const tickets = portal.table(TICKET);
  const openedDay = today - Math.floor(random.next() ** 1.5 * HISTORY_DAYS);
  const openedAt = noLaterThanNow(portal, workingTime(making, openedDay));
  const row = tickets.add(openedAt);
  const resolveMs = Math.round(Math.exp(11.6 + 1.1 * random.normal())) * 1_000;
  const isClosed = openedAt + resolveMs < portal.clock.nowMs() - 60_000;
  const repliedAt = openedAt + Math.round(resolveMs * (0.05 + 0.4 * random.next()));
  tickets.column('subject').set(row, random.pick(TICKET_SUBJECTS[category] ?? ['Question']));
  tickets.column('hs_pipeline').set(row, '0');
  tickets.column('hs_pipeline_stage').set(row, isClosed ? '4' : random.pick(['1', '2', '3']));
  tickets.column('hs_ticket_category').set(row, category);
  const priority = category === 'COMPLAINT' ? 'HIGH' : random.pick(['LOW', 'MEDIUM', 'HIGH']);
  tickets.column('hs_ticket_priority').set(row, priority);
  if (repliedAt < portal.clock.nowMs()) {
    tickets.column('first_agent_reply_date').setNumber(row, repliedAt);
  }
  if (isClosed) tickets.column('closed_date').setNumber(row, openedAt + resolveMs);
  tickets.touch(row, isClosed ? openedAt + resolveMs : openedAt);
  linkBoth(portal, TICKET, [row, companyRow], PRIMARY | UNLABELLED);
}

function addTicketsOf(making: Making, { row, purchases }: Company): void {
  const { random } = making;
  const count = Math.floor(random.exponential() * Math.min(2.5, 0.2 + purchases.length * 0.15));
  for (let index = 0; index < count; index++) addTicket(making, row, random.pick(CATEGORIES));
  if (random.chance(0.06)) {
    const complaints = 1 + random.below(2);
    for (let index = 0; index < complaints; index++) addTicket(making, row, 'COMPLAINT');
  }
}

function addContactsOf(making: Making, { row: companyRow }: Company): void {
  const { portal, random } = making;
  const contacts = portal.table(CONTACT);
  const createdAt = portal.table(COMPANY).createdAt(companyRow) + 3_600_000;
  const count = 1 + random.below(2);
  for (let index = 0; index < count; index++) {
    const row = contacts.add(createdAt);
    contacts.column('firstname').set(row, random.pick(FIRST_NAMES));
    contacts.column('lastname').set(row, random.pick(LAST_NAMES));
    contacts.column('jobtitle').set(row, random.pick(JOB_TITLES));
    if (random.chance(0.3)) contacts.column('hs_buying_role').set(row, 'DECISION_MAKER');
    linkBoth(portal, CONTACT, [row, companyRow], PRIMARY | UNLABELLED);
  }
}

function responseGroup(survey: string, value: number): string {
  const [low, high] = survey === 'NPS' ? [6, 9] : [2, 4];
  if (value <= low) return 'DETRACTOR';
  return value >= high ? 'PROMOTER' : 'PASSIVE';
}

function addSurveysOf(making: Making, { row: companyRow, purchases }: Company): void {
  const { portal, random, today } = making;
  if (purchases.length === 0 || !random.chance(0.15)) return;
  const answers = portal.table(FEEDBACK);
  const answeredAt = noLaterThanNow(portal, workingTime(making, today - random.below(400)));
  const row = answers.add(answeredAt);
  const survey = random.chance(0.6) ? 'NPS' : 'CSAT';
  const value = survey === 'NPS' ? 3 + random.below(8) : 1 + random.below(5);
  const group = responseGroup(survey, value);
  answers.column('hs_survey_type').set(row, survey);
  answers.column('hs_survey_name').set(row, `${survey} of the year`);
  answers.column('hs_survey_channel').set(row, 'EMAIL');
  answers.column('hs_value').set(row, String(value));
  answers.column('hs_response_group').set(row, group);
  answers.column('hs_sentiment').set(row, group.charAt(0) + group.slice(1).toLowerCase());
  answers.column('hs_submission_timestamp').setNumber(row, answeredAt);
  linkBoth(portal, FEEDBACK, [row, companyRow], UNLABELLED);
}

export function preparePortal(portal: Portal, seed: number): Making {
  const random = createRandom(seed ^ portal.id);
  addOwners(portal, random);
  deriveTexts(portal);
  return {
    portal,
    random,
    today: dayNumberOf(portal.timeZone, portal.clock.nowMs()),
    activeOwners: portal.owners.filter(({ archived }) => !archived),
  };
}

/** Fills a portal with companies that buy, slow down and leave. Same seed and day, same portal. */
export function generatePortal(portal: Portal, companies: number, seed: number): void {
  const making = preparePortal(portal, seed);
  addRenewalProperty(portal);
  const name = createNamer(making.random);
  for (let index = 0; index < companies; index++) {
    const company = addCompany(making, name);
    portal.table(COMPANY).touch(company.row, portal.table(COMPANY).createdAt(company.row));
    addDealsOf(making, company);
    addTicketsOf(making, company);
    addContactsOf(making, company);
    addSurveysOf(making, company);
  }
  addBirthdays(portal, seed);
  addEngagements(portal, making.today, seed);
  addLineItems(portal, seed);
  addCompanyList(portal);
  addRootCauses(portal, seed);
}
