import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { overrideOf, withManualFacts } from '../src/assessment/manual-fact-rules.ts';
import { createManualInputStore } from '../src/assessment/manual-input-store.ts';
import { openDatabase } from '../src/database/open-database.ts';
import type { Database } from '../src/database/schema.ts';
import { createStrategyStore } from '../src/execution/strategy-store.ts';
import type { Standing } from '../src/model/assessment.ts';
import { dayIn, isoDate } from '../src/model/day.ts';
import type { Deal, Evidence, Ticket } from '../src/model/evidence.ts';
import type { Frame } from '../src/model/frame.ts';
import { type AccountId, accountId, portalId } from '../src/model/ids.ts';
import { type Policy, policyOver } from '../src/model/policy.ts';
import { assess } from '../src/scoring/assess.ts';
import { withOverride } from '../src/scoring/override.ts';
import { defaultPolicy } from '../src/scoring/policy.ts';
import { withAttainment } from '../src/strategy/attainment.ts';
import { executionDefaults } from '../src/strategy/execution-defaults.ts';
import { officeOf } from '../src/strategy/service-clock.ts';
import { propertiesOf } from '../src/writeback/property-rules.ts';
import { renewalProperty } from './demo-app.ts';
import { readNextActions } from './verify-next-actions.ts';
import { readFamilies } from './verify-products.ts';
import { readSignals } from './verify-signals.ts';

/**
 * Recomputes every score from the stand-in's own records, in a process of its own, within the same
 * frame, and compares it with what the portal's properties say. Reads no record of the service:
 * only its frame, its policy and what stood when the frame was renewed.
 *
 *   node demo/verify.ts SANDBOX_URL PORTAL_ID DATABASE_URL COMPLAINT_CATEGORY
 */

const Row = z.object({
  id: z.coerce.string(),
  properties: z.record(z.string(), z.string().nullable()),
  associations: z.object({
    companies: z.array(z.object({ id: z.string(), typeIds: z.array(z.number()) })).optional(),
    deals: z.array(z.object({ id: z.string() })).optional(),
  }),
});
type Row = z.infer<typeof Row>;

type Mismatch = { company: string; property: string; portal: string; recomputed: string };

const [sandboxUrl = '', portal = '', databaseUrl = '', complaint = ''] = process.argv.slice(2);

const contactProperties = [
  'notes_last_contacted',
  'hs_last_logged_call_date',
  'hs_last_booked_meeting_date',
  'hs_last_sales_activity_timestamp',
];

const service = await readService();
const mismatches = await compare();
process.stdout.write(`${JSON.stringify({ scored: service.standings.size, mismatches })}\n`);

async function readService() {
  const db = await openDatabase(databaseUrl);
  const facts = await db
    .selectFrom('portal')
    .innerJoin('frame', (join) =>
      join
        .onRef('frame.portal_id', '=', 'portal.portal_id')
        .onRef('frame.frame_id', '=', 'portal.frame_id'),
    )
    .select(['portal.time_zone', 'portal.currency', 'portal.properties', 'frame.body'])
    .where('portal.portal_id', '=', Number(portal))
    .executeTakeFirstOrThrow();
  const policy = await db
    .selectFrom('policy')
    .select('body')
    .where('portal_id', '=', Number(portal))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const standings = await db
    .selectFrom('assessment')
    .select(['account_id', 'standing'])
    .where('portal_id', '=', Number(portal))
    .execute();
  const told = await createManualInputStore(db).listCurrent(
    portalId(Number(portal)),
    await toldOf(db),
  );
  const strategies = createStrategyStore(db, { library: [], settingsFor: executionDefaults });
  const execution = await strategies.readSettings(portalId(Number(portal)));
  await db.destroy();
  return {
    told,
    office: officeOf(facts.time_zone, execution),
    timeZone: facts.time_zone,
    currency: facts.currency,
    provisioned: new Set(JSON.parse(facts.properties ?? '[]') as string[]),
    frame: JSON.parse(facts.body) as Frame,
    policy: policyOver(defaultPolicy, policy && (JSON.parse(policy.body) as Policy)),
    standings: new Map(
      standings.map((row) => [
        row.account_id,
        row.standing === null ? null : (JSON.parse(row.standing) as Standing),
      ]),
    ),
  };
}

/** Accounts of which people told something: the one thing that no record of the portal says. */
async function toldOf(db: Database): Promise<AccountId[]> {
  const rows = await db
    .selectFrom('manual_input')
    .select('account_id')
    .distinct()
    .where('portal_id', '=', Number(portal))
    .execute();
  return rows.map((row) => accountId(row.account_id));
}

async function compare(): Promise<Mismatch[]> {
  const dayOf = dayIn(service.timeZone);
  const deals = Map.groupBy(await dump('deals'), companyOf);
  const tickets = Map.groupBy(await dump('tickets'), companyOf);
  const companies = await dump('companies');
  const hasRenewals = companies.some(({ properties }) => properties[renewalProperty]);
  const families = await readFamilies(dump);
  const signals = await readSignals({ dump, dayOf, asOf: service.frame.day });
  const nextActions = await readNextActions(dump, dayOf);
  const found: Mismatch[] = [];
  for (const company of companies) {
    const evidence: Evidence = {
      accountId: accountId(company.id),
      profile: {
        name: company.properties['name'] ?? null,
        industry: company.properties['industry'] ?? null,
        ownerId: company.properties['hubspot_owner_id'] ?? null,
        lifecycleStage: company.properties['lifecyclestage'] ?? null,
        annualRevenue: numberOf(company, 'annualrevenue'),
        createdOn: dayOf(timeOf(company, 'createdate') ?? 0),
      },
      deals: (deals.get(company.id) ?? []).map((deal) => ({
        ...dealOf(deal, dayOf),
        ...(families && { families: families.get(deal.id) ?? [] }),
      })),
      tickets: (tickets.get(company.id) ?? []).map((ticket) => ticketOf(ticket, dayOf)),
      signals: {
        ...signals.of(company.id),
        lastContactOn: lastContactOf(company, signals.of(company.id).contactDays, dayOf),
        newNeedEnquiries: (tickets.get(company.id) ?? [])
          .filter(isEnquiry)
          .map((ticket) => dayOf(timeOf(ticket, 'createdate') ?? 0)),
        ...(hasRenewals && { renewalOn: dateOf(company, renewalProperty) }),
      },
    };
    found.push(...differencesOf(company, evidence));
    found.push(...actionDifferences(company, nextActions.get(company.id)));
  }
  return found;
}

function differencesOf(company: Row, evidence: Evidence): Mismatch[] {
  const { frame, policy, provisioned, standings, office } = service;
  const standing = standings.get(company.id) ?? null;
  const inputs = service.told.get(evidence.accountId) ?? [];
  const known = withManualFacts(evidence, inputs, frame.day);
  const computed = assess(known, { frame, policy, standing });
  const overridden = withOverride(computed, overrideOf(inputs, frame.day));
  const assessment = withAttainment(overridden, evidence.tickets, { inputs, office });
  const wanted = propertiesOf(assessment, frame);
  return Object.entries(wanted)
    .filter(([property]) => provisioned.has(property))
    .map(([property, recomputed]) => ({
      company: company.id,
      property,
      portal: company.properties[property] ?? '',
      recomputed,
    }))
    .filter((pair) => pair.portal !== pair.recomputed);
}

/** What is not a task yet is at least not over. */
function actionDifferences(company: Row, recomputed: string | undefined): Mismatch[] {
  const property = 'mainstay_next_action_date';
  const shown = company.properties[property] ?? '';
  const isRight =
    recomputed === undefined
      ? shown === '' || shown >= isoDate(service.frame.day)
      : shown === recomputed;
  if (isRight || !service.provisioned.has(property)) return [];
  return [{ company: company.id, property, portal: shown, recomputed: recomputed ?? '' }];
}

function dealOf(row: Row, dayOf: (ms: number) => number): Deal {
  const isWon = row.properties['hs_is_closed_won'] === 'true';
  const isClosed = row.properties['hs_is_closed'] === 'true';
  const converted = numberOf(row, 'amount_in_home_currency');
  const amount = numberOf(row, 'amount');
  const currency = row.properties['deal_currency_code'] ?? service.currency;
  const isForeign = converted === null && amount !== null && currency !== service.currency;
  return {
    id: row.id,
    status: isWon ? 'won' : isClosed ? 'lost' : 'open',
    amount: converted ?? (isForeign ? null : amount),
    ...(isForeign && { amountProblem: 'no_exchange_rate' }),
    closedOn: dayOrNull(timeOf(row, 'closedate'), dayOf),
    createdOn: dayOf(timeOf(row, 'createdate') ?? 0),
    stageProbability: numberOf(row, 'hs_deal_stage_probability'),
  };
}

function categoriesOf({ properties }: Row): string[] {
  return properties['hs_ticket_category']?.toLowerCase().split(';') ?? [];
}

function isEnquiry(row: Row): boolean {
  const categories = categoriesOf(row);
  if (categories.includes(complaint.toLowerCase())) return false;
  return categories.includes('general_inquiry') || categories.includes('feature_request');
}

function ticketOf(row: Row, dayOf: (ms: number) => number): Ticket {
  const categories = categoriesOf(row);
  const openedAt = timeOf(row, 'createdate') ?? 0;
  const closedAt = timeOf(row, 'closed_date');
  return {
    id: row.id,
    openedOn: dayOf(openedAt),
    closedOn: dayOrNull(closedAt, dayOf),
    times: { openedAt, closedAt },
    isComplaint: categories.includes(complaint.toLowerCase()),
    firstReplyMs: numberOf(row, 'time_to_first_agent_reply'),
    resolutionMs: numberOf(row, 'time_to_close'),
  };
}

/** The primary company, or the only one. */
function companyOf({ associations }: Row): string | undefined {
  const companies = associations.companies ?? [];
  const primary = companies.find(({ typeIds }) => typeIds.some((id) => id === 5 || id === 26));
  return (primary ?? companies[0])?.id;
}

function lastContactOf(
  company: Row,
  contactDays: readonly number[] | undefined,
  dayOf: (ms: number) => number,
): number | null {
  const days = contactProperties
    .map((name) => dayOrNull(timeOf(company, name), dayOf) ?? -1)
    .concat(contactDays ?? [])
    .filter((day) => day >= 0 && day <= service.frame.day);
  return days.length === 0 ? null : Math.max(...days);
}

function dateOf({ properties }: Row, name: string): number | null {
  const value = properties[name];
  return value ? Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / 86_400_000 : null;
}

function numberOf({ properties }: Row, name: string): number | null {
  const value = properties[name];
  return value === null || value === undefined || value === '' ? null : Number(value);
}

function timeOf({ properties }: Row, name: string): number | null {
  const value = properties[name];
  if (value === null || value === undefined || value === '') return null;
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}

function dayOrNull(at: number | null, dayOf: (ms: number) => number): number | null {
  return at === null ? null : dayOf(at);
}

async function dump(type: string): Promise<Row[]> {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${portal}/records/${type}`);
  if (!response.ok || !response.body) throw new Error(`no dump of ${type}: ${response.status}`);
  const rows: Row[] = [];
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
    if (line !== '') rows.push(Row.parse(JSON.parse(line)));
  }
  return rows;
}
