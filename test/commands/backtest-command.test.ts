import { describe, expect, it } from 'vitest';
import { writeDay } from '../../src/commands/fields.ts';
import { mainstayIn } from '../support/command-line.ts';
import { on } from '../support/evidence.ts';
import { simulatedPortal } from '../support/simulated-portal.ts';

const end = on('2024-12-31');
const dealsCsv = [
  'company_id,date,amount',
  ...simulatedPortal(500, end).flatMap(({ accountId, deals }) =>
    deals.map(({ closedOn, amount }) => `${accountId},${writeDay(closedOn ?? 0)},${amount}`),
  ),
].join('\n');
const setting = ['--deals', 'deals.csv', '--horizon', '180', '--lookback', '365'];

describe('mainstay backtest', () => {
  it('judges every cut, as JSON with snake_case keys', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });

    const { exitCode, output } = await mainstay.run(
      'backtest',
      ...setting,
      '--cuts',
      '2024-01-31,2024-03-31',
      '2024-06-30',
      '--json',
    );

    expect(exitCode).toBe(0);
    const { cuts, mean } = JSON.parse(output);
    expect(cuts.map(({ cut }: { cut: string }) => cut)).toEqual([
      '2024-01-31',
      '2024-03-31',
      '2024-06-30',
    ]);
    expect(cuts[0]).toMatchObject({
      horizon_days: 180,
      lookback_days: 365,
      verification: { verified: true },
    });
    const names = cuts[0].methods.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['mainstay', 'recency', 'rfm', 'fixed_threshold']),
    );
    const [own] = cuts[0].methods;
    expect(Object.keys(own)).toEqual(
      expect.arrayContaining([
        'auc',
        'auc_interval',
        'average_precision',
        'lift_at_top_10',
        'brier',
        'calibration_error',
        'revenue_capture',
        'tier_changes_per_account_year',
      ]),
    );
    const areas = cuts.map(({ methods }: { methods: { auc: number }[] }) => methods[0]?.auc ?? 0);
    expect(mean[0].auc).toBeCloseTo((areas[0] + areas[1] + areas[2]) / 3, 12);
  });

  it('prints tables, from one horizon before the last deal unless told otherwise', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': `${dealsCsv}\nlast,2024-12-31,5\n` });

    const { output, errors } = await mainstay.run('backtest', ...setting);

    expect(output).toContain('As of 2024-07-04:');
    expect(output).toMatch(/^Mainstay +0\.\d{3} +\[0\.\d{3}, 0\.\d{3}\]/m);
    expect(output).toMatch(/^RFM quintiles +0\.\d{3}/m);
    expect(output).toMatch(/^regular, overdue by 3 gaps/m);
    expect(output).toContain('Verified');
    expect(errors).toContain('1 past day judged');
  });

  it('sees less when it may only use a short history', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': dealsCsv });
    const args = ['backtest', ...setting, '--cuts', '2024-06-30', '--json', '--quiet'];

    const whole = await mainstay.run(...args);
    const short = await mainstay.run(...args, '--history-days', '200');

    const customers = ({ output }: { output: string }) => JSON.parse(output).cuts[0].customers;
    expect(customers(short)).toBeLessThan(customers(whole));
    expect(short.errors).toBe('');
  });

  it('refuses days whose outcome is not on file, or before the first deal', async () => {
    await using mainstay = await mainstayIn({ 'deals.csv': `${dealsCsv}\nlast,2024-12-31,5\n` });

    const { exitCode, output, errors } = await mainstay.run(
      'backtest',
      ...setting,
      '--cuts',
      '2024-09-30',
      '2001-01-01',
    );

    expect(exitCode).toBe(1);
    expect(output).toBe('');
    expect(errors).toContain(
      'what followed 2024-09-30 is not known yet: 180 days later is 2025-03-29',
    );
    expect(errors).toContain('2001-01-01 is before the first won deal');
  });
});
