import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { mainstayIn } from '../support/command-line.ts';
import { worked } from '../support/vectors.ts';

/** The worked portal of the test vectors as a deals file. */
const dealsCsv = csvOf([
  ['company_id', 'date', 'amount'],
  ...Object.entries(worked.deals).flatMap(([id, deals]) =>
    deals.map(([date, amount]) => [id, String(date), String(amount)]),
  ),
]);
const asWorked = ['--as-of', worked.cfg.cut, '--horizon', '365', '--lookback', '730'];

type Row = Record<string, string | number | null>;

describe('mainstay score', () => {
  it('gives the scores of the worked portal as JSON', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { exitCode, output } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--json',
      ...asWorked,
    );

    expect(exitCode).toBe(0);
    const rows: Row[] = JSON.parse(output);
    expect(rows).toHaveLength(Object.keys(worked.deals).length);
    for (const given of worked.rows) {
      const row = rows.find(({ company_id }) => company_id === given.id);
      expect(row).toMatchObject({
        purchases: given.n,
        recency_days: given.R,
        health: given.health,
      });
      expect(row?.['risk_probability']).toBeCloseTo(given.p_prior, 5);
      expect(row?.['value_percentile']).toBeCloseTo(given.percentile, 9);
      expect(row?.['ttm_revenue']).toBe(given.TTM);
      expect(row?.['ewma_revenue']).toBeCloseTo(given.V_annualised, 3);
      expect(row?.['revenue_at_risk']).toBeCloseTo(given.revenue_at_risk, 0);
    }
  });

  it('keeps prospects and lost companies without scores', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { output } = await mainstay.run('score', '--deals', 'deals.csv', '--json', ...asWorked);

    const rows: Row[] = JSON.parse(output);
    const unscored = { risk_probability: null, health: null, health_band: null, nine_box: null };
    expect(rows.find(({ company_id }) => company_id === 'juliet')).toMatchObject({
      status: 'lost',
      ...unscored,
    });
    expect(rows.find(({ company_id }) => company_id === 'lima')).toMatchObject({
      status: 'prospect',
      ...unscored,
    });
    const fresh = rows.find(({ status }) => status === 'new');
    expect(fresh).toMatchObject({ company_id: 'delta', health_band: null, risk_level: null });
    expect(fresh?.['health']).toBeTypeOf('number');
  });

  it('has every promised column, and reasons that sum to the health', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { output } = await mainstay.run('score', '--deals', 'deals.csv', ...asWorked);

    const rows: Record<string, string>[] = parse(output, { columns: true });
    expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(promisedColumns));
    for (const { health, reasons = '' } of rows) {
      const points = reasons.split('; ').map((reason) => Number.parseInt(reason, 10));
      if (health !== '') expect(points.reduce((sum, one) => sum + one, 0)).toBe(Number(health));
    }
  });

  it("reads HubSpot's own headings, gzipped, and leaves out what is not won or has no company", async () => {
    const exported = csvOf([
      [
        'Record ID',
        'Deal Name',
        'Close Date',
        'Amount',
        'Deal Stage',
        'Create Date',
        'Associated Company IDs',
      ],
      ['1', 'First', '2024-03-01 10:15', '1,500.00', 'Closed Won', '2024-02-01 09:00', '77;78'],
      [
        '2',
        'Second',
        '2024-06-01 10:15',
        '2500',
        'Closed Won (Sales Pipeline)',
        '2024-02-01 09:00',
        '77',
      ],
      ['3', 'Open', '2025-06-01 10:15', '9000', 'Contract Sent', '2024-02-01 09:00', '77'],
      ['4', 'Lost', '2024-06-11 10:15', '9000', 'Closed Lost', '2024-02-01 09:00', '77'],
      ['5', 'Nobody', '2024-06-11 10:15', '9000', 'Closed Won', '2024-02-01 09:00', ''],
    ]);
    const companies = csvOf([
      ['Record ID', 'Company name', 'Create Date'],
      ['77', 'Müller, Söhne & Co', '2023-01-01 00:00'],
      ['99', 'Prospect Ltd', '2024-01-01 00:00'],
    ]);
    await using mainstay = await mainstayIn({
      'deals.csv.gz': gzipSync(exported),
      'companies.csv': `\uFEFF${companies}`,
    });

    const { output, errors } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv.gz',
      '--companies',
      'companies.csv',
      '--as-of',
      '2024-12-31',
      '--json',
    );

    const rows: Row[] = JSON.parse(output);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      company_id: '77',
      name: 'Müller, Söhne & Co',
      purchases: 2,
      ttm_revenue: 4000,
    });
    expect(rows[1]).toMatchObject({ company_id: '99', status: 'prospect', purchases: 0 });
    expect(errors).toContain('1 deals belong to no company');
  });

  it('takes columns, won stages and days as the user names them', async () => {
    const deals = csvOf([
      ['Kunde', 'Wann', 'Wert', 'Phase'],
      ['K-1', '31.12.2023', '100', 'Gewonnen'],
      ['K-1', '30.06.2024', '300', 'Gewonnen'],
      ['K-1', '01.07.2024', '900', 'Angebot'],
    ]);
    await using mainstay = await mainstayIn({ 'deals.csv': deals });

    const { output } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--json',
      '--date-order',
      'dmy',
      '--company-column',
      'Kunde',
      '--date-column',
      'wann',
      '--amount-column',
      'Wert',
      '--stage-column',
      'Phase',
      '--won-stage',
      'gewonnen',
    );

    expect(JSON.parse(output)).toMatchObject([
      { company_id: 'K-1', as_of: '2024-06-30', purchases: 2, total_revenue: 400 },
    ]);
  });

  it('uses only the history asked for', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { output } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--json',
      ...asWorked,
      '--history-days',
      '366',
    );

    const rows: Row[] = JSON.parse(output);
    expect(rows.find(({ company_id }) => company_id === 'alpha')).toMatchObject({ purchases: 4 });
    expect(rows.find(({ company_id }) => company_id === 'juliet')).toMatchObject({
      status: 'prospect',
    });
  });

  it('compares sales cycles where the file has the days of creation', async () => {
    const deals = csvOf([
      ['company_id', 'create_date', 'close_date', 'amount'],
      ['slow', '2024-01-01', '2024-04-10', '500'],
      ['usual', '2024-06-01', '2024-07-21', '500'],
      ['quick', '2024-09-01', '2024-09-21', '500'],
    ]);
    const undated = csvOf([
      ['company_id', 'close_date', 'amount'],
      ['slow', '2024-04-10', '500'],
    ]);
    await using mainstay = await mainstayIn({ 'deals.csv': deals, 'undated.csv': undated });
    const cyclesOf = async (file: string) => {
      const { output } = await mainstay.run('score', '--deals', file, '--json', ...asWorked);
      const rows: Row[] = JSON.parse(output);
      return rows.map((row) => [
        row['company_id'],
        row['sales_cycle_days'],
        row['sales_cycle_index'],
      ]);
    };

    expect(await cyclesOf('deals.csv')).toEqual([
      ['slow', 100, 2],
      ['usual', 50, 1],
      ['quick', 20, 0.4],
    ]);
    expect(await cyclesOf('undated.csv')).toEqual([['slow', null, null]]);
  });

  it('counts complaint tickets as a risk signal and never as points', async () => {
    const tickets = csvOf([
      ['ticket_id', 'company_id', 'create_date', 'category'],
      ['1', 'alpha', '2024-12-01', 'Complaint'],
      ['2', 'alpha', '2024-12-05', 'complaint'],
      ['3', 'hotel', '2024-12-05', 'General inquiry'],
    ]);
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv, 'tickets.csv': tickets });

    const { output } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--tickets',
      'tickets.csv',
      '--json',
      ...asWorked,
    );

    const rows: Row[] = JSON.parse(output);
    const of = (id: string) => rows.find(({ company_id }) => company_id === id);
    expect(of('alpha')?.['risk_signals']).toContain('R4_complaints');
    expect(of('hotel')?.['risk_signals']).not.toContain('R4_complaints');
    for (const { id, health } of worked.rows) expect(of(id)?.['health']).toBe(health);
  });

  it.each([
    { name: 'JSON', out: 'scores.json' },
    { name: 'CSV', out: 'scores.csv' },
  ])('writes $name to the file named', async ({ out }) => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { output, errors } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--out',
      out,
      ...asWorked,
    );

    expect(output).toBe('');
    expect(errors).toContain('12 companies scored as of 2024-12-31');
    const written = await readFile(join(mainstay.folder, out), 'utf8');
    const rows: unknown[] = out.endsWith('json')
      ? JSON.parse(written)
      : parse(written, { columns: true });
    expect(rows).toHaveLength(12);
    expect(await readdir(mainstay.folder)).toEqual(['deals.csv', out].sort());
  });
});

describe('mainstay score on bad input', () => {
  it.each([
    {
      name: 'an impossible day',
      row: ['x', '2024-02-30', '5'],
      says: 'row 3: "2024-02-30" is not a day',
    },
    {
      name: 'a day in another order',
      row: ['x', '12/31/2024', '5'],
      says: 'row 3: "12/31/2024" is not a day',
    },
    { name: 'no day', row: ['x', '', '5'], says: 'row 3: a won deal needs a close date' },
    {
      name: 'a word as amount',
      row: ['x', '2024-01-01', 'five'],
      says: 'row 3: "five" is not an amount',
    },
    { name: 'no company', row: ['', '2024-01-01', '5'], says: 'row 3: the company id is empty' },
  ])('names the row with $name and writes nothing', async ({ row, says }) => {
    const deals = csvOf([
      ['company_id', 'date', 'amount'],
      ['x', '2024-01-01', '5'],
      row,
      ['y', '2024-01-01', '1'],
    ]);
    await using mainstay = await mainstayIn({ 'deals.csv': deals });

    const { exitCode, output, errors } = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--out',
      'scores.csv',
    );

    expect(exitCode).toBe(1);
    expect(output).toBe('');
    expect(errors).toContain(`error: deals.csv, ${says}`);
    expect(await readdir(mainstay.folder)).toEqual(['deals.csv']);
  });

  it.each([
    { name: 'a missing file', file: undefined, says: 'deals.csv: there is no such file' },
    { name: 'an empty file', file: '', says: 'deals.csv: the file is empty' },
    { name: 'a missing column', file: 'company_id,amount\nx,5\n', says: 'no column for the date' },
    {
      name: 'an open quote',
      file: 'company_id,date,amount\nx,2024-01-01,"5\n',
      says: 'deals.csv, row',
    },
    {
      name: 'damaged gzip',
      file: gzipSync('company_id,date,amount\n').subarray(0, 20),
      says: 'the gzip data ends too early',
    },
    {
      name: 'only open deals',
      file: 'company_id,date,amount,stage\nx,2024-01-01,5,Offer\n',
      says: 'no won deal',
    },
  ])('explains $name', async ({ file, says }) => {
    await using mainstay = await mainstayIn(file === undefined ? {} : { 'deals.csv': file });

    const { exitCode, errors } = await mainstay.run('score', '--deals', 'deals.csv');

    expect(exitCode).toBe(1);
    expect(errors).toContain(says);
    expect(errors).not.toContain('    at ');
  });

  it('lists all bad rows at once, and a company named twice', async () => {
    await using mainstay = await mainstayIn({
      'deals.csv': csvOf([
        ['company_id', 'date', 'amount'],
        ['x', 'soon', '5'],
        ['x', '2024-01-01', 'much'],
      ]),
      'companies.csv': csvOf([
        ['company_id', 'name'],
        ['x', 'X'],
        ['x', 'X again'],
      ]),
    });

    const deals = await mainstay.run('score', '--deals', 'deals.csv');
    const companies = await mainstay.run(
      'score',
      '--deals',
      'deals.csv',
      '--companies',
      'companies.csv',
    );

    expect(deals.errors).toMatch(/row 2: "soon".*\n.*row 3: "much"/);
    expect(companies.errors).toContain('companies.csv, row 3: company x is listed twice');
  });

  it.each([
    { out: 'scores.xlsx', says: 'expected a name that ends in .csv or .json' },
    { out: 'nowhere/scores.csv', says: 'nowhere/scores.csv cannot be written' },
  ])('refuses to write $out', async ({ out, says }) => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { exitCode, errors } = await mainstay.run('score', '--deals', 'deals.csv', '--out', out);

    expect(exitCode).toBe(1);
    expect(errors).toContain(says);
    expect(errors).not.toContain('    at ');
  });

  it.each([
    { args: ['score'], says: "required option '--deals <file>'" },
    { args: ['score', '--deals', 'd.csv', '--as-of', 'today'], says: '"today" is not a day' },
    { args: ['score', '--deals', 'd.csv', '--horizon', '-3'], says: 'whole number of days' },
    { args: ['guess'], says: "unknown command 'guess'" },
  ])('refuses $args', async ({ args, says }) => {
    await using mainstay = await mainstayIn();

    const { exitCode, errors } = await mainstay.run(...args);

    expect(exitCode).toBe(1);
    expect(errors).toContain(says);
  });
});

function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

const promisedColumns = [
  'company_id',
  'status',
  'purchases',
  'recency_days',
  'ttm_revenue',
  'ewma_revenue',
  'value_percentile',
  'value_tier',
  'risk_probability',
  'risk_level',
  'health',
  'health_band',
  'confidence',
  'headroom',
  'potential_score',
  'potential_tier',
  'nine_box',
  'matrix',
  'expected_deals',
  'clv12',
  'clv36',
  'revenue_at_risk',
  'rfm',
  'next_expected_order',
  'reasons',
];
