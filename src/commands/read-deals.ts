import type { Deal } from '../model/evidence.ts';
import type { DealEntry, DealTable } from './deal-table.ts';
import { firstId, parseAmount, parseDay, parseYesNo } from './fields.ts';
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
      const company = firstId(row.field('company'));
      if (company === '') {
        // HubSpot exports deals that belong to no company; elsewhere an empty id is a mistake.
        if (!found.get('company')?.startsWith('associated_')) return 'the company id is empty';
        count.withoutCompany += 1;
        return undefined;
      }
      const deal = dealOf(row, { company, status: statusOf(row, { found, wonStages }) });
      if ('problem' in deal) return deal.problem;
      table.add(deal);
      return undefined;
    },
  });
  file.onProgress(count.rows);
  return count;
}

function dealOf(
  { field }: Row<Field>,
  { company, status }: { company: string; status: Deal['status'] | { problem: string } },
): DealEntry | { problem: string } {
  if (typeof status !== 'string') return status;
  const amount = parseAmount(field('amount'));
  if ('problem' in amount) return amount;
  if (field('date') === '' && status === 'won') return { problem: 'a won deal needs a close date' };
  const closed = field('date') === '' ? { value: null } : parseDay(field('date'));
  if ('problem' in closed) return closed;
  const created = field('created') === '' ? { value: closed.value } : parseDay(field('created'));
  if ('problem' in created) return created;
  const probability = parseAmount(field('probability').replace(/%$/, ''));
  if ('problem' in probability) return probability;
  return {
    company,
    status,
    amount: amount.value,
    closedOn: closed.value,
    createdOn: created.value ?? 0,
    stageProbability: shareOf(probability.value),
  };
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
    created: ['create_date', 'createdate', 'created_on', 'created_at', 'created'],
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
