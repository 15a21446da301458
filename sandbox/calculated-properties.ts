import { CHILD_OF } from './association-types.ts';
import { isoText } from './days.ts';
import { COMPANY, CONTACT, DEAL, FEEDBACK, type ObjectTypeId, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';

type Calculation = (portal: Portal, row: number) => string | null;

function yesNo(value: boolean): string {
  return value ? 'true' : 'false';
}

function numberText(value: number): string | null {
  return Number.isNaN(value) ? null : String(value);
}

/** Money without the dust of adding binary fractions. */
function inCents(amount: number): string {
  return String(Math.round(amount * 100) / 100);
}

function isoOf(ms: number): string | null {
  return Number.isNaN(ms) || ms === 0 ? null : isoText(ms);
}

function stageOf(portal: Portal, typeId: ObjectTypeId, row: number) {
  const property = typeId === DEAL ? 'dealstage' : 'hs_pipeline_stage';
  return portal.findStage(typeId, portal.table(typeId).get(row, property) ?? '')?.stage;
}

function dealIs(portal: Portal, row: number, kind: 'won' | 'lost' | 'open'): boolean {
  return (stageOf(portal, DEAL, row)?.kind ?? 'open') === kind;
}

function homeAmount(portal: Portal, row: number): number {
  const deals = portal.table(DEAL);
  const amount = deals.numberAt(row, 'amount');
  const currency = deals.get(row, 'deal_currency_code');
  if (!currency || currency === portal.currency) return amount;
  const own = deals.numberAt(row, 'hs_exchange_rate');
  if (!Number.isNaN(own)) return amount * own;
  const rate = portal.additionalCurrencies.find(({ code }) => code === currency)?.rate;
  return rate === undefined ? Number.NaN : amount * rate;
}

function probabilityOf(portal: Portal, row: number): number {
  return Number(stageOf(portal, DEAL, row)?.metadata['probability'] ?? Number.NaN);
}

const DEAL_CALCULATIONS: Record<string, Calculation> = {
  hs_is_closed: (portal, row) => yesNo(!dealIs(portal, row, 'open')),
  hs_is_closed_won: (portal, row) => yesNo(dealIs(portal, row, 'won')),
  hs_is_closed_lost: (portal, row) => yesNo(dealIs(portal, row, 'lost')),
  hs_deal_stage_probability: (portal, row) => numberText(probabilityOf(portal, row)),
  amount_in_home_currency: (portal, row) => numberText(homeAmount(portal, row)),
  hs_projected_amount: (portal, row) =>
    numberText(portal.table(DEAL).numberAt(row, 'amount') * probabilityOf(portal, row)),
  hs_closed_amount: (portal, row) =>
    dealIs(portal, row, 'won') ? portal.table(DEAL).get(row, 'amount') : '0',
  days_to_close(portal, row) {
    const deals = portal.table(DEAL);
    const days = (deals.numberAt(row, 'closedate') - deals.createdAt(row)) / 86_400_000;
    return Number.isNaN(days) ? null : String(Math.max(0, Math.floor(days)));
  },
  num_associated_contacts: (portal, row) => String(countLinked(portal, DEAL, row, CONTACT)),
};

const TICKET_CALCULATIONS: Record<string, Calculation> = {
  hs_is_closed: (portal, row) => yesNo(stageOf(portal, TICKET, row)?.kind === 'closed'),
  time_to_close: (portal, row) => sinceCreation(portal, row, 'closed_date'),
  time_to_first_agent_reply: (portal, row) => sinceCreation(portal, row, 'first_agent_reply_date'),
};

function sinceCreation(portal: Portal, row: number, property: string): string | null {
  const tickets = portal.table(TICKET);
  return numberText(tickets.numberAt(row, property) - tickets.createdAt(row));
}

function* liveLinked(portal: Portal, typeId: ObjectTypeId, row: number, toType: ObjectTypeId) {
  const other = portal.table(toType);
  for (const link of portal.links.between(typeId, toType).of(row)) {
    if (other.isLive(link.row)) yield link.row;
  }
}

function countLinked(portal: Portal, typeId: ObjectTypeId, row: number, toType: ObjectTypeId) {
  let count = 0;
  for (const _ of liveLinked(portal, typeId, row, toType)) count++;
  return count;
}

function wonDeals(portal: Portal, companyRow: number): number[] {
  return [...liveLinked(portal, COMPANY, companyRow, DEAL)].filter((row) =>
    dealIs(portal, row, 'won'),
  );
}

function latestWon(portal: Portal, companyRow: number): number | undefined {
  const deals = portal.table(DEAL);
  return wonDeals(portal, companyRow).sort(
    (a, b) => deals.numberAt(b, 'closedate') - deals.numberAt(a, 'closedate'),
  )[0];
}

const COMPANY_CALCULATIONS: Record<string, Calculation> = {
  hs_parent_company_id(portal, row) {
    const companies = portal.table(COMPANY);
    for (const link of portal.links.between(COMPANY, COMPANY).of(row)) {
      if (link.bits & CHILD_OF && companies.isLive(link.row))
        return String(companies.idOf(link.row));
    }
    return null;
  },
  num_associated_deals: (portal, row) => String(countLinked(portal, COMPANY, row, DEAL)),
  num_associated_contacts: (portal, row) => String(countLinked(portal, COMPANY, row, CONTACT)),
  hs_num_open_deals(portal, row) {
    const deals = [...liveLinked(portal, COMPANY, row, DEAL)];
    return String(deals.filter((deal) => dealIs(portal, deal, 'open')).length);
  },
  total_revenue(portal, row) {
    const amounts = wonDeals(portal, row).map((deal) => homeAmount(portal, deal));
    const known = amounts.filter((amount) => !Number.isNaN(amount));
    return known.length === 0 ? null : inCents(known.reduce((sum, amount) => sum + amount, 0));
  },
  recent_deal_amount(portal, row) {
    const deal = latestWon(portal, row);
    return deal === undefined ? null : portal.table(DEAL).get(deal, 'amount');
  },
  recent_deal_close_date(portal, row) {
    const deal = latestWon(portal, row);
    return deal === undefined ? null : portal.table(DEAL).get(deal, 'closedate');
  },
};

const CALCULATIONS: Partial<Record<ObjectTypeId, Record<string, Calculation>>> = {
  [COMPANY]: COMPANY_CALCULATIONS,
  [DEAL]: DEAL_CALCULATIONS,
  [TICKET]: TICKET_CALCULATIONS,
};

const CREATION_DATES = new Set(['createdate', 'hs_createdate']);
const CHANGE_DATES = new Set(['hs_lastmodifieddate', 'lastmodifieddate']);

/** How a property's value is found, row by row; texts as HubSpot gives them, null when empty or unknown. */
export function textReader(
  portal: Portal,
  typeId: ObjectTypeId,
  name: string,
): (row: number) => string | null {
  const table = portal.table(typeId);
  if (name === 'hs_object_id') return (row) => String(table.idOf(row));
  if (CREATION_DATES.has(name)) return (row) => isoOf(table.createdAt(row));
  if (CHANGE_DATES.has(name)) return (row) => isoOf(table.updatedAt(row));
  const calculation = CALCULATIONS[typeId]?.[name];
  if (calculation) return (row) => calculation(portal, row);
  if (typeId === FEEDBACK && name === 'hs_submission_name') {
    return (row) => table.get(row, 'hs_survey_name');
  }
  return table.reader(name);
}

/** The same as numbers, for comparing and sorting; dates in milliseconds, NaN when empty. */
export function numberReader(
  portal: Portal,
  typeId: ObjectTypeId,
  name: string,
): (row: number) => number {
  const table = portal.table(typeId);
  if (name === 'hs_object_id') return table.idOf;
  if (CREATION_DATES.has(name)) return table.createdAt;
  if (CHANGE_DATES.has(name)) return table.updatedAt;
  const calculation = CALCULATIONS[typeId]?.[name];
  if (!calculation) return (row) => table.numberAt(row, name);
  return (row) => {
    const text = calculation(portal, row);
    if (text === null) return Number.NaN;
    return /^\d{4}-/.test(text) ? Date.parse(text) : Number(text);
  };
}

/** The value of any property of a record as HubSpot would give it; null when empty or unknown. */
export function propertyValue(
  portal: Portal,
  typeId: ObjectTypeId,
  row: number,
  name: string,
): string | null {
  return textReader(portal, typeId, name)(row);
}
