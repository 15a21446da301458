import type { Day } from '../model/day.ts';
import type { Deal } from '../model/evidence.ts';
import type { DealEntry, DealTable } from './deal-table.ts';
import {
  type DateOrder,
  firstId,
  type Parsed,
  parseAmount,
  parseDay,
  parseYesNo,
} from './fields.ts';
import { plainHeading, type Row, readTable, type TableShape } from './read-table.ts';

export type DealColumns = {
  company?: string | undefined;
  date?: string | undefined;
  amount?: string | undefined;
  stage?: string | undefined;
};

export type DealFile = {
  path: string;
  columns: DealColumns;
  /** Names of stages that mean won, beside those that say so. */
  wonStages: readonly string[];
  dateOrder: DateOrder;
  onProgress: (rows: number) => void;
};

type Field =
  | 'company'
  | 'date'
  | 'amount'
  | 'created'
  | 'stage'
  | 'isWon'
  | 'isClosed'
  | 'probability';
type Found = ReadonlyMap<Field, string>;

/** Adds the deals of a file. Without a column that tells won from open and lost, every deal is won. */
export async function readDeals(table: DealTable, file: DealFile) {
  const count = { rows: 0, withoutCompany: 0 };
  const wonStages = new Set(file.wonStages.map(plainHeading));
  let found: Found = new Map();
  await readTable<Field>(file.path, {
    shape: { ...dealShape, chosen: file.columns },
    onColumns: (columns) => {
      found = columns;
    },
    onRow: (row) => {
      count.rows += 1;
      if (count.rows % 20_000 === 0) file.onProgress(count.rows);
      const status = statusOf(row, { found, wonStages });
      if (typeof status !== 'string') return status.problem;
      const deal = dealOf(row, { status, dateOrder: file.dateOrder });
      if ('problem' in deal) return deal.problem;
      if (deal.company !== '') table.add(deal);
      else if (needsCompany(status, found)) return 'the company id is empty';
      else count.withoutCompany += 1;
      return undefined;
    },
  });
  file.onProgress(count.rows);
  return count;
}

/** HubSpot exports deals that belong to no company, and an open deal may not have one yet. */
function needsCompany(status: Deal['status'], found: Found): boolean {
  return status === 'won' && !found.get('company')?.startsWith('associated_');
}

function dealOf(
  { field }: Row<Field>,
  { status, dateOrder }: { status: Deal['status']; dateOrder: DateOrder },
): DealEntry | { problem: string } {
  if (field('date') === '' && status === 'won') return { problem: 'a won deal needs a close date' };
  const amount = parseAmount(field('amount'));
  const closed = dayOrNone(field('date'), dateOrder);
  const created = dayOrNone(field('created'), dateOrder);
  const probability = parseAmount(field('probability').replace(/%$/, ''));
  for (const parsed of [closed, amount, created, probability])
    if ('problem' in parsed) return parsed;
  return {
    company: firstId(field('company')),
    status,
    amount: readOf(amount),
    closedOn: readOf(closed),
    createdOn: readOf(created) ?? readOf(closed) ?? 0,
    stageProbability: shareOf(readOf(probability)),
  };
}

function dayOrNone(text: string, order: DateOrder): Parsed<Day | null> {
  return text === '' ? { value: null } : parseDay(text, order);
}

function readOf<Value>(parsed: Parsed<Value>): Value | null {
  return 'value' in parsed ? parsed.value : null;
}

/** "80", "80%" and "0.8" are the same. */
function shareOf(probability: number | null): number | null {
  if (probability === null) return null;
  return Math.max(0, Math.min(1, probability > 1 ? probability / 100 : probability));
}

function statusOf(
  { field }: Row<Field>,
  { found, wonStages }: { found: Found; wonStages: ReadonlySet<string> },
): Deal['status'] | { problem: string } {
  const stage = plainHeading(field('stage'));
  if (stage !== '' && wonStages.has(stage)) return 'won';
  if (found.has('isWon')) {
    const isWon = parseYesNo(field('isWon'));
    if ('problem' in isWon) return isWon;
    if (isWon.value === true) return 'won';
  } else if (!found.has('stage') || /(^|_|closed)won(_|$)/.test(stage)) {
    return 'won';
  }
  if (/(^|_|closed)lost(_|$)/.test(stage)) return 'lost';
  const isClosed = parseYesNo(field('isClosed'));
  if ('problem' in isClosed) return isClosed;
  return isClosed.value === true ? 'lost' : 'open';
}

const dealShape: TableShape<Field> = {
  headings: {
    company: [
      'company_id',
      'associated_company_ids_primary',
      'associated_company_id_primary',
      'associated_company_ids',
      'associated_company_id',
      'associatedcompanyid',
      'hs_primary_associated_company',
      'account_id',
      'customer_id',
      'associated_company_primary',
      'associated_company',
      'company',
      'account',
      'customer',
      'id',
    ],
    date: [
      'close_date',
      'closedate',
      'closed_on',
      'closed_at',
      'date',
      'order_date',
      'invoice_date',
    ],
    amount: [
      'amount_in_company_currency',
      'hs_amount_in_home_currency',
      'amount_in_home_currency',
      'amount',
      'deal_amount',
      'close_value',
      'value',
    ],
    created: ['create_date', 'createdate', 'created_on', 'created_at', 'created', 'engage_date'],
    stage: ['deal_stage', 'dealstage', 'stage', 'deal_status', 'status'],
    isWon: ['is_closed_won', 'hs_is_closed_won', 'is_won', 'won'],
    isClosed: ['is_deal_closed', 'is_closed', 'hs_is_closed'],
    probability: [
      'deal_probability',
      'hs_deal_stage_probability',
      'stage_probability',
      'probability',
    ],
  },
  required: ['company', 'date', 'amount'],
};
