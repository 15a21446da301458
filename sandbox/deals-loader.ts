import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { PRIMARY, UNLABELLED } from './association-types.ts';
import { MS_PER_DAY, startOfDayMs } from './days.ts';
import { preparePortal } from './generator.ts';
import { COMPANY, DEAL } from './object-types.ts';
import type { Portal } from './portal.ts';

/** Names a column may have in files people bring. */
const HEADERS = {
  company: [
    'id',
    'company',
    'company_id',
    'companyid',
    'customer',
    'customer_id',
    'customerid',
    'account',
    'cust_id',
  ],
  date: ['date', 'day', 'closedate', 'close_date', 'invoice_date', 'invoicedate', 'order_date'],
  amount: ['amount', 'value', 'total', 'close_value', 'revenue', 'price'],
  country: ['country'],
  dealName: ['invoice', 'invoice_id', 'order', 'order_id', 'dealname', 'product'],
} as const; // prettier-ignore

type Field = keyof typeof HEADERS;
type Positions = Partial<Record<Field, number>>;

type Row = { company: string; day: number; amount: number | null; country: string; name: string };

function positionsOf(header: readonly string[]): Positions {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  const positions: Positions = {};
  for (const field of Object.keys(HEADERS) as Field[]) {
    const position = names.findIndex((name) =>
      (HEADERS[field] as readonly string[]).includes(name),
    );
    if (position >= 0) positions[field] = position;
  }
  for (const field of ['company', 'date', 'amount'] as const) {
    if (positions[field] === undefined) {
      throw new Error(`no column for ${field}: expected one of ${HEADERS[field].join(', ')}`);
    }
  }
  return positions;
}

/** Day number of '2009-12-14', '2009-12-14 07:45:00' or '12/14/2009'. */
function dayOf(text: string): number {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  const iso = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text;
  const ms = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new Error(`not a date: ${text}`);
  return ms / MS_PER_DAY;
}

function rowOf(cells: readonly string[], positions: Positions): Row {
  const cell = (field: Field) => cells[positions[field] ?? -1] ?? '';
  const amount = cell('amount').trim();
  return {
    company: cell('company').trim(),
    day: dayOf(cell('date').trim()),
    amount: amount === '' ? null : Number(amount),
    country: cell('country').trim(),
    name: cell('dealName').trim(),
  };
}

/** One pass over a file that may be gzipped. */
async function* rowsOf(file: string): AsyncGenerator<Row> {
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  bytes.on('error', (error: Error) => text.destroy(error));
  const records = text.pipe(parse({ bom: true, trim: true, relax_column_count: true }));
  text.on('error', (error: Error) => records.destroy(error));
  let positions: Positions | undefined;
  for await (const cells of records as AsyncIterable<string[]>) {
    if (!positions) positions = positionsOf(cells);
    else {
      const row = rowOf(cells, positions);
      if (row.company !== '') yield row;
    }
  }
}

type Company = { name: string; country: string; firstDay: number };

async function survey(file: string): Promise<{ companies: Map<string, Company>; lastDay: number }> {
  const companies = new Map<string, Company>();
  let lastDay = Number.NEGATIVE_INFINITY;
  for await (const { company, day, country } of rowsOf(file)) {
    const known = companies.get(company);
    if (!known) {
      const name = /^\d+$/.test(company) ? `Customer ${company}` : company;
      companies.set(company, { name, country, firstDay: day });
    } else if (day < known.firstDay) known.firstDay = day;
    if (day > lastDay) lastDay = day;
  }
  return { companies, lastDay };
}

/**
 * Makes a portal of real purchases: a company per id and a won deal per row (a negative amount is a
 * refund). Dates move by whole days so that the last one is today in the portal.
 */
export async function loadDeals(portal: Portal, file: string, seed: number): Promise<void> {
  const { random, today, activeOwners } = preparePortal(portal, seed);
  const { companies, lastDay } = await survey(file);
  const shift = today - lastDay;
  const [companyTable, deals] = [portal.table(COMPANY), portal.table(DEAL)];
  const rows = new Map<string, number>();
  for (const [id, { name, country, firstDay }] of companies) {
    const row = companyTable.add(startOfDayMs(portal.timeZone, firstDay + shift - 1));
    rows.set(id, row);
    companyTable.column('name').set(row, name);
    companyTable.column('lifecyclestage').set(row, 'customer');
    if (country) companyTable.column('country').set(row, country);
    companyTable.column('hubspot_owner_id').set(row, random.pick(activeOwners).id);
  }

  const dealsToCompany = portal.links.between(DEAL, COMPANY);
  const companyToDeals = portal.links.between(COMPANY, DEAL);
  for await (const { company, day, amount, name } of rowsOf(file)) {
    const companyRow = rows.get(company) ?? -1;
    const startsAt = startOfDayMs(portal.timeZone, day + shift);
    const closedAt = Math.min(startsAt + 12 * 3_600_000, portal.clock.nowMs() - 1_000);
    const row = deals.add(Math.max(startsAt, closedAt - 3_600_000));
    deals.column('dealname').set(row, name === '' ? 'Order' : `Order ${name}`);
    deals.column('dealstage').set(row, 'closedwon');
    deals.column('pipeline').set(row, 'default');
    if (amount !== null) deals.column('amount').setNumber(row, amount);
    deals.column('deal_currency_code').set(row, portal.currency);
    deals.column('closedate').setNumber(row, Math.max(startsAt, closedAt));
    deals.touch(row, Math.max(startsAt, closedAt));
    dealsToCompany.append(row, companyRow, PRIMARY | UNLABELLED);
    companyToDeals.append(companyRow, row, PRIMARY | UNLABELLED);
  }
}
