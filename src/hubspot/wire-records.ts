import { z } from 'zod';
import { accountId } from '../model/ids.ts';
import type {
  CompanyRecord,
  DealRecord,
  ObjectType,
  RecordOf,
  TicketRecord,
} from '../model/record.ts';
import type { Mapped } from '../model/settings.ts';
import { flag, instant, number, text } from './wire-values.ts';

/** HubSpot's records on the wire: every value a string or null, times in ISO or epoch ms. */

const Envelope = {
  id: z.coerce.string(),
  createdAt: instant,
  updatedAt: instant,
};

const Company = z.object({
  ...Envelope,
  properties: z.object({
    name: text,
    domain: text,
    industry: text,
    hubspot_owner_id: text,
    lifecyclestage: text,
    country: text,
    annualrevenue: number,
    numberofemployees: number,
    hs_parent_company_id: text,
    notes_last_contacted: instant,
    hs_last_logged_call_date: instant,
    hs_last_booked_meeting_date: instant,
    hs_last_sales_activity_timestamp: instant,
    hs_merged_object_ids: text,
    createdate: instant,
    hs_lastmodifieddate: instant,
  }),
});

const Deal = z.object({
  ...Envelope,
  properties: z.object({
    amount: number,
    deal_currency_code: text,
    amount_in_home_currency: number,
    closedate: instant,
    createdate: instant,
    dealtype: text,
    dealstage: text,
    hs_is_closed: flag,
    hs_is_closed_won: flag,
    hs_deal_stage_probability: number,
    hs_lastmodifieddate: instant,
  }),
});

const Ticket = z.object({
  ...Envelope,
  properties: z.object({
    hs_ticket_category: text,
    createdate: instant,
    closed_date: instant,
    time_to_first_agent_reply: number,
    time_to_close: number,
    hs_lastmodifieddate: instant,
  }),
});

const wires = { company: Company, deal: Deal, ticket: Ticket };

/** The properties to ask for: exactly those that are read here. */
export const wireProperties: Readonly<Record<ObjectType, readonly string[]>> = {
  company: Object.keys(Company.shape.properties.shape),
  deal: Object.keys(Deal.shape.properties.shape),
  ticket: Object.keys(Ticket.shape.properties.shape),
};

type Wire<Type extends ObjectType> = z.infer<(typeof wires)[Type]>;

function timesOf(wire: Wire<ObjectType>) {
  const createdAt = wire.properties.createdate ?? wire.createdAt ?? 0;
  return {
    createdAt,
    updatedAt: wire.properties.hs_lastmodifieddate ?? wire.updatedAt ?? createdAt,
  };
}

type MappedValues = CompanyRecord['mapped'];

const AnyProperties = z.object({ properties: z.record(z.string(), text) });

/** What an admin mapped; a property that the portal lacks is not in the answer. */
function mappedOf(wire: unknown, { names }: Mapped): MappedValues {
  if (names.length === 0) return {};
  const { properties } = AnyProperties.parse(wire);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function companyOf(wire: Wire<'company'>, mapped: MappedValues): CompanyRecord {
  const { properties } = wire;
  const parent = properties.hs_parent_company_id;
  const merged = (properties.hs_merged_object_ids ?? '').split(';').filter(Boolean);
  return {
    id: accountId(wire.id),
    ...timesOf(wire),
    name: properties.name,
    domain: properties.domain,
    industry: properties.industry,
    ownerId: properties.hubspot_owner_id,
    lifecycleStage: properties.lifecyclestage,
    country: properties.country,
    annualRevenue: properties.annualrevenue,
    employees: properties.numberofemployees,
    parentId: parent === null ? null : accountId(parent),
    lastContactAt: properties.notes_last_contacted,
    lastCallAt: properties.hs_last_logged_call_date,
    lastMeetingAt: properties.hs_last_booked_meeting_date,
    lastActivityAt: properties.hs_last_sales_activity_timestamp,
    mapped,
    ...(merged.length > 0 && { mergedIds: merged.map(accountId) }),
  };
}

/** What HubSpot converts is its own amount by its own currency: where another is mapped, that says nothing. */
function dealValueOf(
  { properties }: Wire<'deal'>,
  { amount, currency }: Mapped,
  values: MappedValues,
) {
  if (!amount && !currency) {
    return {
      amount: properties.amount,
      currency: properties.deal_currency_code,
      amountInPortalCurrency: properties.amount_in_home_currency,
    };
  }
  const code = currency ? (values[currency] ?? null) : properties.deal_currency_code;
  return {
    amount: amount ? number.parse(values[amount]) : properties.amount,
    currency: code?.trim().toUpperCase() ?? null,
    amountInPortalCurrency: null,
  };
}

function dealOf(
  wire: Wire<'deal'>,
  value: Pick<DealRecord, 'amount' | 'currency' | 'amountInPortalCurrency'>,
): DealRecord {
  const { properties } = wire;
  return {
    id: wire.id,
    accountId: null,
    ...timesOf(wire),
    ...value,
    status: dealStatus(properties.hs_is_closed_won, properties.hs_is_closed),
    stage: properties.dealstage,
    closedAt: properties.closedate,
    stageProbability: properties.hs_deal_stage_probability,
    isNewBusiness: isNewBusiness(properties.dealtype),
  };
}

export function isNewBusiness(dealType: string | null): boolean | null {
  return dealType === null ? null : dealType === 'newbusiness';
}

function dealStatus(isWon: boolean, isClosed: boolean): DealRecord['status'] {
  if (isWon) return 'won';
  return isClosed ? 'lost' : 'open';
}

function ticketOf(wire: Wire<'ticket'>, mapped: MappedValues): TicketRecord {
  const { properties } = wire;
  return {
    id: wire.id,
    accountId: null,
    ...timesOf(wire),
    categories: categoriesOf(properties.hs_ticket_category),
    closedAt: properties.closed_date,
    firstReplyMs: properties.time_to_first_agent_reply,
    resolutionMs: properties.time_to_close,
    hasRootCause: hasValue(mapped),
  };
}

/** Of a mapped property only whether it is filled is kept; null where there is none. */
function hasValue(mapped: MappedValues): boolean | null {
  const values = Object.values(mapped);
  return values.length === 0 ? null : values.some((value) => value !== null);
}

export function categoriesOf(category: string | null): string[] {
  return category?.split(';') ?? [];
}

const readers: {
  [Type in ObjectType]: (wire: unknown, mapped: Mapped) => RecordOf[Type];
} = {
  company: (wire, mapped) => companyOf(Company.parse(wire), mappedOf(wire, mapped)),
  deal: (wire, mapped) => {
    const deal = Deal.parse(wire);
    return dealOf(deal, dealValueOf(deal, mapped, mappedOf(wire, mapped)));
  },
  ticket: (wire, mapped) => ticketOf(Ticket.parse(wire), mappedOf(wire, mapped)),
};

/** A record from its wire form; deals and tickets get their company from the associations. */
export function recordOf<Type extends ObjectType>(
  type: Type,
  wire: unknown,
  mapped: Mapped = { names: [] },
): RecordOf[Type] {
  return readers[type](wire, mapped);
}
