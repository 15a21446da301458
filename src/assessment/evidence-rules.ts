import { type Day, dayIn, dayOfProperty } from '../model/day.ts';
import { isEnquiry } from '../model/enquiry.ts';
import type {
  AccountProfile,
  Deal,
  Evidence,
  KeyContact,
  Signals,
  Ticket,
} from '../model/evidence.ts';
import type {
  ContactRole,
  Engagement,
  SourceName,
  SurveyRecord,
} from '../model/evidence-record.ts';
import type { CompanyRecord, DealRecord, TicketRecord } from '../model/record.ts';
import type { PortalSettings } from '../model/settings.ts';
import { contactDaysOf, recentEngagements, responseRateOf } from './response-rules.ts';

/** How a portal's records are to be understood. */
export type Reading = {
  timeZone: string;
  currency: string;
  settings: PortalSettings;
  /** Contacts planned for later do not count as contact. */
  asOf: Day;
  /** Sources that were read whole; what the others would tell is unknown. */
  known: ReadonlySet<SourceName>;
  /** What one unit of a currency is worth in the portal's, and since when. */
  rates: ReadonlyMap<string, { rate: number; effectiveAt: number }>;
};

export type AccountRecords = {
  company: CompanyRecord;
  /** Companies that are counted into this one. */
  members?: readonly CompanyRecord[];
  deals: readonly DealRecord[];
  tickets: readonly TicketRecord[];
  contacts: readonly ContactRole[];
  surveys: readonly SurveyRecord[];
  engagements: readonly Engagement[];
  /** Product families by deal. */
  families: ReadonlyMap<string, readonly string[]>;
};

/** Turns an account's records into what scoring sees: days instead of times, one currency. */
export function evidenceReader(reading: Reading) {
  const { timeZone, settings, known } = reading;
  const dayOf = dayIn(timeZone);
  const dayOrNull = (at: number | null) => (at === null ? null : dayOf(at));
  const complaints = new Set(settings.complaintCategories);

  const dealOf = (record: DealRecord, families: AccountRecords['families']): Deal => ({
    id: record.id,
    status: statusOf(record, settings.wonStages),
    ...amountOf(record, reading),
    closedOn: dayOrNull(record.closedAt),
    createdOn: dayOf(record.createdAt),
    stageProbability: record.stageProbability,
    ...(known.has('line_item') && { families: families.get(record.id) ?? [] }),
  });

  const ticketOf = (record: TicketRecord): Ticket => ({
    id: record.id,
    openedOn: dayOf(record.createdAt),
    closedOn: dayOrNull(record.closedAt),
    times: { openedAt: record.createdAt, closedAt: record.closedAt },
    isComplaint: record.categories.some((category) => complaints.has(category.toLowerCase())),
    firstReplyMs: record.firstReplyMs,
    resolutionMs: record.resolutionMs,
    categories: record.categories,
  });

  return (records: AccountRecords): Evidence => {
    const tickets = records.tickets.map(ticketOf);
    return {
      accountId: records.company.id,
      profile: profileOf(records, reading, dayOf),
      deals: records.deals.map((deal) => dealOf(deal, records.families)),
      tickets,
      signals: {
        ...signalsOf(records, reading, dayOf),
        // Never unknown: without the scope of tickets nothing is installed.
        newNeedEnquiries: tickets.filter(isEnquiry).map(({ openedOn }) => openedOn),
      },
    };
  };
}

type DayOf = (instantMs: number) => Day;

function profileOf(
  { company, contacts }: AccountRecords,
  { settings, known }: Reading,
  dayOf: DayOf,
): AccountProfile {
  return {
    name: company.name,
    industry: mappedOr(company, settings.industryProperty, company.industry),
    ownerId: mappedOr(company, settings.kamOwnerProperty, company.ownerId),
    lifecycleStage: company.lifecycleStage,
    annualRevenue: company.annualRevenue,
    createdOn: dayOf(company.createdAt),
    ...(known.has('decision_role') && { keyContact: keyContactOf(contacts) }),
  };
}

/** Where an admin named the stages that mean a sale, another stage is none, even one HubSpot calls won. */
function statusOf({ status, stage }: DealRecord, wonStages: readonly string[] | null) {
  if (wonStages === null || stage === null) return status;
  if (wonStages.includes(stage)) return 'won';
  return status === 'won' ? 'lost' : status;
}

/** The mapped property where it has a value, HubSpot's own where not. */
function mappedOr({ mapped }: CompanyRecord, name: string | null, standard: string | null) {
  return (name === null ? null : mapped[name]) ?? standard;
}

const mostDecisive = ['kdm', 'sponsor', 'champion', 'influencer', 'executor', 'blocker'] as const;

/** The contact with the most say; of equals the one HubSpot knew first. */
function keyContactOf(contacts: readonly ContactRole[]): KeyContact | null {
  const weight = ({ roles }: ContactRole) => mostDecisive.findIndex((role) => roles.includes(role));
  const [first] = contacts.toSorted(
    (one, other) => weight(one) - weight(other) || Number(one.contactId) - Number(other.contactId),
  );
  if (!first) return null;
  const { maskedName, jobTitle, roles } = first;
  return { maskedName, jobTitle, roles };
}

function signalsOf(records: AccountRecords, reading: Reading, dayOf: DayOf): Signals {
  const { company, contacts, surveys } = records;
  const { settings, known, asOf } = reading;
  const knowsEngagements = known.has('call') || known.has('email');
  const engagements = recentEngagements(records.engagements, asOf, dayOf);
  const contactDays = contactDaysOf(engagements, dayOf);
  const renewal =
    settings.renewalProperty === null ? undefined : company.mapped[settings.renewalProperty];
  return {
    lastContactOn: lastContactOf([company, ...(records.members ?? [])], contactDays, asOf, dayOf),
    ...(knowsEngagements && { contactDays, responseRate: responseRateOf(engagements) }),
    ...(renewal !== undefined && { renewalOn: dayOfProperty(renewal, dayOf) }),
    ...(known.has('decision_role') && {
      hasKeyDecisionMaker: contacts.some(({ roles }) => roles.includes('kdm')),
    }),
    ...(known.has('survey') && {
      surveys: surveys.map(({ kind, value, answeredAt }) => ({
        kind,
        value,
        answeredOn: dayOf(answeredAt),
      })),
    }),
  };
}

/**
 * The latest of what HubSpot keeps on the company anyway: last contacted, last call, last booked
 * meeting, last engagement of a contact. Meetings still to come are no contact yet.
 */
function lastContactOf(
  companies: readonly CompanyRecord[],
  contactDays: readonly Day[],
  asOf: Day,
  dayOf: DayOf,
): Day | null {
  const times = companies.flatMap((company) => [
    company.lastContactAt,
    company.lastCallAt,
    company.lastMeetingAt,
    company.lastActivityAt,
  ]);
  const days = times.flatMap((at) => (at === null ? [] : [dayOf(at)]));
  const past = [...days, ...contactDays].filter((day) => day <= asOf);
  return past.length === 0 ? null : Math.max(...past);
}

/** HubSpot's own conversion first, then the amount in the portal's currency, then the rate of the day. */
function amountOf(
  { amount, amountInPortalCurrency, currency }: DealRecord,
  reading: Pick<Reading, 'currency' | 'rates' | 'timeZone'>,
): Pick<Deal, 'amount' | 'amountProblem' | 'rateOn'> {
  if (amountInPortalCurrency !== null) return { amount: amountInPortalCurrency };
  if (amount === null) return { amount: null };
  if (currency === null || currency === reading.currency) return { amount };
  const rate = reading.rates.get(currency);
  if (rate === undefined) return { amount: null, amountProblem: 'no_exchange_rate' };
  return { amount: amount * rate.rate, rateOn: dayIn(reading.timeZone)(rate.effectiveAt) };
}
