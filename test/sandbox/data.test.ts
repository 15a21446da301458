import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { createClock } from '../../sandbox/clock.ts';
import { dayNumberOf, dayText, startOfDayMs } from '../../sandbox/days.ts';
import { loadDeals } from '../../sandbox/deals-loader.ts';
import { dumpLines } from '../../sandbox/dump.ts';
import { generatePortal } from '../../sandbox/generator.ts';
import type { ObjectTypeId } from '../../sandbox/object-types.ts';
import { createPortal, type Portal } from '../../sandbox/portal.ts';
import { drawPurchases } from '../../sandbox/purchase-process.ts';
import { createRandom } from '../../sandbox/random.ts';

const clock = createClock(0);

function generated(companies: number, seed: number, portalId = 1): Portal {
  const portal = createPortal({ portalId }, clock, 0);
  generatePortal(portal, companies, seed);
  return portal;
}

function valuesOf(portal: Portal, typeId: ObjectTypeId, name: string): (string | null)[] {
  const rows = Array.from({ length: portal.table(typeId).rows() }, (_, row) => row);
  return rows.map((row) => propertyValue(portal, typeId, row, name));
}

describe('a generated portal', () => {
  const portal = generated(600, 1);

  it('is the same for the same seed and another for another', () => {
    const names = (seed: number) => valuesOf(generated(50, seed), '0-2', 'name');

    expect(names(5)).toEqual(names(5));
    expect(names(5)).not.toEqual(names(6));
  });

  it('has 300 companies in less than a second', () => {
    const startedAt = performance.now();

    const { table } = generated(300, 3);

    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(table('0-2').liveCount()).toBe(300);
  });

  it('names each company once', () => {
    const names = valuesOf(portal, '0-2', 'name');

    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name !== null && name.length > 5)).toBe(true);
  });

  it('has won, lost and open deals, none won in the future', () => {
    const stages = Map.groupBy(valuesOf(portal, '0-3', 'dealstage'), (stage) => stage);
    const share = (stage: string) => (stages.get(stage)?.length ?? 0) / portal.table('0-3').rows();
    const now = Date.now();

    expect(share('closedwon')).toBeGreaterThan(0.6);
    expect(share('closedlost')).toBeGreaterThan(0.08);
    expect(stages.size).toBe(7);
    for (let row = 0; row < portal.table('0-3').rows(); row++) {
      const closed = portal.table('0-3').numberAt(row, 'closedate');
      if (propertyValue(portal, '0-3', row, 'hs_is_closed') === 'true') {
        expect(closed).toBeLessThanOrEqual(now);
        expect(closed).toBeGreaterThanOrEqual(portal.table('0-3').createdAt(row));
      }
    }
  });

  it('has customers that buy, customers that stopped, and prospects', () => {
    const last = valuesOf(portal, '0-2', 'recent_deal_close_date').map((date) =>
      date === null ? null : (Date.now() - Date.parse(date)) / 86_400_000,
    );
    const share = (test: (days: number | null) => boolean) =>
      last.filter(test).length / last.length;

    expect(share((days) => days === null)).toBeGreaterThan(0.05);
    expect(share((days) => days !== null && days < 90)).toBeGreaterThan(0.2);
    expect(share((days) => days !== null && days > 365)).toBeGreaterThan(0.1);
  });

  it('has tickets with complaints and times, surveys, contacts and a former owner', () => {
    expect(valuesOf(portal, '0-5', 'hs_ticket_category')).toContain('COMPLAINT');
    const replies = valuesOf(portal, '0-5', 'time_to_first_agent_reply');
    expect(replies.filter((ms) => ms !== null && Number(ms) > 0).length).toBeGreaterThan(100);
    expect(valuesOf(portal, '0-19', 'hs_survey_type')).toEqual(
      expect.arrayContaining(['NPS', 'CSAT']),
    );
    expect(valuesOf(portal, '0-1', 'email')[0]).toMatch(/^[a-z.0-9]+@customers\.example$/);
    expect(portal.owners.filter(({ archived }) => archived)).toHaveLength(1);
    const owners = new Set(valuesOf(portal, '0-2', 'hubspot_owner_id'));
    expect(owners.has(portal.owners.find(({ archived }) => archived)?.id ?? '')).toBe(true);
    expect(valuesOf(portal, '0-2', 'contract_renewal_date').some(Boolean)).toBe(true);
  });

  it.each(['0-1', '0-2', '0-3', '0-5', '0-19'] as const)(
    'keeps every value of type %s within what its property allows',
    (typeId) => {
      const closed = portal.catalogue
        .list(typeId, 'active')
        .filter(({ options, ownerReference }) => options.length > 0 && !ownerReference);

      expect(closed.length).toBeGreaterThan(0);
      for (const { name, options } of closed) {
        const allowed = new Set([null, ...options.map(({ value }) => value)]);
        const values = new Set(valuesOf(portal, typeId, name));
        expect([...values].filter((value) => !allowed.has(value))).toEqual([]);
      }
    },
  );

  it('dumps every record with its properties and associations', () => {
    const lines = [...dumpLines(portal, '0-3')].map((line) => JSON.parse(line));

    expect(lines).toHaveLength(portal.table('0-3').liveCount());
    expect(lines[0].properties.hs_is_closed_won).toMatch(/true|false/);
    expect(lines[0].associations.companies[0].typeIds).toEqual([5, 341]);
  });
});

describe('the purchase process', () => {
  it('gives regular, slowing and leaving customers with gaps of at least a day', () => {
    const random = createRandom(9);
    const histories = Array.from({ length: 2_000 }, () =>
      drawPurchases(random, { today: 20_000, historyDays: 1_460 }),
    );

    const counts = histories.map(({ purchases }) => purchases.length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeGreaterThan(4);
    expect(mean).toBeLessThan(12);
    for (const { purchases } of histories) {
      for (const [index, { day, amount }] of purchases.entries()) {
        expect(amount).toBeGreaterThan(0);
        expect(day).toBeLessThanOrEqual(20_000);
        if (index > 0) expect(day).toBeGreaterThan(purchases[index - 1]?.day ?? 0);
      }
    }
  });
});

describe('random numbers', () => {
  it('have the means of their distributions', () => {
    const random = createRandom(4);
    const mean = (draw: () => number) => {
      let sum = 0;
      for (let index = 0; index < 40_000; index++) sum += draw();
      return sum / 40_000;
    };

    expect(mean(() => random.next())).toBeCloseTo(0.5, 1);
    expect(mean(() => random.gamma(0.6))).toBeCloseTo(0.6, 1);
    expect(mean(() => random.gamma(3))).toBeCloseTo(3, 1);
    expect(mean(() => random.beta(2, 6))).toBeCloseTo(0.25, 1);
    expect(mean(() => random.normal())).toBeCloseTo(0, 1);
  });
});

describe('days of a time zone', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Asia/Taipei', '2026-11-21', '2026-11-20T16:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00:00.000Z'],
  ])('%s %s begins at %s', (timeZone, day, start) => {
    const number = Date.parse(`${day}T00:00:00Z`) / 86_400_000;

    expect(new Date(startOfDayMs(timeZone, number)).toISOString()).toBe(start);
    expect(dayText(dayNumberOf(timeZone, Date.parse(start)))).toBe(day);
    expect(dayNumberOf(timeZone, Date.parse(start) - 1)).toBe(number - 1);
  });
});

describe('a portal of real purchases', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deals-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function loaded(csv: string, name = 'deals.csv'): Promise<Portal> {
    const file = join(folder, name);
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(csv) : csv);
    const portal = createPortal({ portalId: 1, timeZone: 'Asia/Taipei' }, clock, 0);
    await loadDeals(portal, file, 1);
    return portal;
  }

  it('has a company for each id and a won deal for each row, ending today', async () => {
    const portal = await loaded(
      'id,date,amount\n7,2009-12-14,33.90\n8,2009-12-01,5\n7,2009-12-10,-2\n',
    );

    expect(valuesOf(portal, '0-2', 'name')).toEqual(['Customer 7', 'Customer 8']);
    expect(valuesOf(portal, '0-3', 'amount')).toEqual(['33.9', '5', '-2']);
    expect(new Set(valuesOf(portal, '0-3', 'hs_is_closed_won'))).toEqual(new Set(['true']));
    const today = dayNumberOf('Asia/Taipei', clock.nowMs());
    const days = valuesOf(portal, '0-3', 'closedate').map((date) =>
      dayNumberOf('Asia/Taipei', Date.parse(date ?? '')),
    );
    expect(days).toEqual([today, today - 13, today - 4]);
    expect([...portal.links.between('0-2', '0-3').of(0)]).toHaveLength(2);
  });

  it.each([
    [
      'gzipped, other names',
      'deals.csv.gz',
      'Customer ID,InvoiceDate,Total\nAcme,2010-01-02 08:30:00,1\n',
    ],
    ['American dates', 'us.csv', 'account,close_date,close_value\nAcme,1/2/2010,1\n'],
    [
      'further columns',
      'more.csv',
      'invoice,country,id,date,amount\nX1,Norway,Acme,2010-01-02,1\n',
    ],
  ])('reads %s', async (_, name, csv) => {
    const portal = await loaded(csv, name);

    expect(valuesOf(portal, '0-2', 'name')).toEqual(['Acme']);
    expect(valuesOf(portal, '0-3', 'amount')).toEqual(['1']);
  });

  it('keeps a row without an amount as a deal without one', async () => {
    const portal = await loaded('id,date,amount\n7,2009-12-14,\n');

    expect(valuesOf(portal, '0-3', 'amount')).toEqual([null]);
  });

  it.each([
    ['no column for date', 'id,amount\n7,1\n'],
    ['not a date: soon', 'id,date,amount\n7,soon,1\n'],
  ])('says "%s"', async (message, csv) => {
    await expect(loaded(csv)).rejects.toThrow(message);
  });

  it('says when the file is not there', async () => {
    const portal = createPortal({ portalId: 1 }, clock, 0);

    await expect(loadDeals(portal, join(folder, 'none.csv'), 1)).rejects.toThrow('ENOENT');
  });
});
