import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { accountId } from '../../src/model/ids.ts';
import type { PortfolioAccount } from '../../src/model/portfolio.ts';
import { createPortfolioStore, type PageRequest } from '../../src/portfolio/portfolio-store.ts';
import { anAssessment } from '../cards/an-assessment.ts';
import type { OpenDatabase } from '../database/store-contract.ts';
import { empty } from '../support/database.ts';
import { acme, globex, noon } from '../support/records.ts';
import { aPortfolioAccount } from './a-portfolio-account.ts';

const everything: PageRequest = {
  filter: {},
  search: null,
  sort: 'at_risk',
  offset: 0,
  limit: 100,
  ownerIds: null,
  keyAccountFrom: null,
};

/** What the portfolio's store promises, whatever engine is below it. */
export function describePortfolioStore(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  async function storeWith(...accounts: PortfolioAccount[]) {
    const store = createPortfolioStore(opened.db);
    await store.save(acme, accounts);
    const dirty = { seq: 1, reason: 'webhook', changedAt: 0, posts: [] };
    const scored = accounts.map((account) => ({
      assessment: anAssessment({ accountId: account.accountId }),
      standing: null,
      differs: false,
      dirty: { ...dirty, id: account.accountId },
    }));
    await createAssessmentStore(opened.db).finishScoring(acme, scored, [], noon);
    return store;
  }
  const idsOf = (lines: readonly { accountId: string }[]) => lines.map((line) => line.accountId);

  describe('the portfolio', () => {
    it('counts accounts that agree in everything as one cell, and sums their money', async () => {
      const store = await storeWith(
        aPortfolioAccount('1', { revenueTtm: 100, revenueAtRisk: 10, healthScore: 40 }),
        aPortfolioAccount('2', { revenueTtm: 300, revenueAtRisk: 30, healthScore: 60 }),
        aPortfolioAccount('3', { revenueTtm: 50, ownerId: null }),
      );

      const { cells, next } = await store.readCells(acme, null, null);

      expect(next).toBeNull();
      expect(cells.toSorted((one, other) => other.accounts - one.accounts)).toMatchObject([
        {
          ownerId: '7',
          accounts: 2,
          revenueTtm: 400,
          revenueAtRisk: 40,
          revenueSquares: 100_000,
          healthSum: 100,
        },
        { ownerId: null, accounts: 1, revenueTtm: 50 },
      ]);
    });

    it('tells who was a customer and a key account a year ago, and bought nothing since', async () => {
      const store = await storeWith(
        aPortfolioAccount('1', { revenueYearBefore: 10, valueYearAgo: 90, silentDays: 365 }),
        aPortfolioAccount('2', { revenueYearBefore: null, valueYearAgo: 89, silentDays: 364 }),
      );

      const { cells } = await store.readCells(acme, 90, null);

      const past = cells
        .toSorted((one, other) => other.revenueYearBefore - one.revenueYearBefore)
        .map(({ wasCustomer, wasKeyAccount, isSilentForAYear }) => [
          wasCustomer,
          wasKeyAccount,
          isSilentForAYear,
        ]);
      expect(past).toEqual([
        [true, true, true],
        [false, false, false],
      ]);
    });

    it('reads a large portal in slices that leave nobody out', async () => {
      const accounts = Array.from({ length: 5_001 }, (_, n) =>
        aPortfolioAccount(String(10_000 + n)),
      );
      const store = createPortfolioStore(opened.db);
      for (let from = 0; from < accounts.length; from += 500) {
        await store.save(acme, accounts.slice(from, from + 500));
      }

      const first = await store.readCells(acme, null, null);
      const second = await store.readCells(acme, null, first.next);

      expect(first.cells.map((cell) => cell.accounts)).toEqual([5_000]);
      expect(second.cells.map((cell) => cell.accounts)).toEqual([1]);
      expect(second.next).toBeNull();
    });

    it.each([
      ['at_risk', ['2', '3', '1']],
      ['revenue', ['1', '2', '3']],
      ['health', ['3', '1', '2']],
      ['name', ['3', '2', '1']],
    ] as const)('lists by %s', async (sort, order) => {
      const store = await storeWith(
        aPortfolioAccount('1', { name: 'Ceres', revenueTtm: 9, revenueAtRisk: 1, healthScore: 50 }),
        aPortfolioAccount('2', {
          name: 'bolt',
          revenueTtm: 8,
          revenueAtRisk: 3,
          healthScore: null,
        }),
        aPortfolioAccount('3', { name: 'Alba', revenueTtm: 7, revenueAtRisk: 2, healthScore: 4 }),
      );

      expect(idsOf(await store.listPage(acme, { ...everything, sort }))).toEqual(order);
    });

    it.each([
      ['an owner', { ownerId: '8' }, ['2']],
      ['no owner', { ownerId: 'none' }, ['3']],
      ['a box', { nineBox: 'core' }, ['2']],
      ['no box', { nineBox: 'none' }, ['3']],
      ['a band and a tier', { healthBand: 'attention', valueTier: 'high' }, ['1']],
      ['a life cycle', { lifecycle: 'prospect' }, ['3']],
      ['what is not there', { industry: 'BANKING' }, []],
      ['customers lost', { past: 'lapsed' }, ['2']],
      ['key accounts lost', { past: 'key_lost' }, ['1', '2']],
    ] as const)('lists accounts with %s', async (_what, filter, expected) => {
      const store = await storeWith(
        aPortfolioAccount('1', { silentDays: 400, valueYearAgo: 50 }),
        aPortfolioAccount('2', {
          ownerId: '8',
          nineBox: 'core',
          healthBand: 'healthy',
          silentDays: 400,
          revenueYearBefore: 1,
          valueYearAgo: 60,
        }),
        aPortfolioAccount('3', {
          ownerId: null,
          nineBox: null,
          valueTier: null,
          lifecycle: 'prospect',
          revenueAtRisk: 0,
          silentDays: null,
        }),
      );
      const request = { ...everything, filter, keyAccountFrom: 50 };

      const lines = await store.listPage(acme, request);

      expect(idsOf(lines).sort()).toEqual(expected);
      expect(await store.count(acme, request, 10)).toBe(expected.length);
    });

    it('finds part of a name in any case, and takes pattern signs as themselves', async () => {
      const store = await storeWith(
        aPortfolioAccount('1', { name: 'SÜD 100% Wolle' }),
        aPortfolioAccount('2', { name: 'Süd 1000 Wolle' }),
        aPortfolioAccount('3', { name: null }),
      );
      const found = async (search: string) =>
        idsOf(await store.listPage(acme, { ...everything, search, sort: 'name' }));

      expect(await found('süd')).toEqual(['1', '2']);
      expect(await found('100%')).toEqual(['1']);
      expect(await found('_')).toEqual([]);
    });

    it('finds all that are asked for by a name that thousands of others bear', async () => {
      const store = createPortfolioStore(opened.db);
      const namesakes = Array.from({ length: 5_100 }, (_, n) =>
        aPortfolioAccount(String(10_000 + n), {
          name: `Berg ${n}`,
          ownerId: n % 51 === 50 ? '8' : '7',
        }),
      );
      for (let from = 0; from < namesakes.length; from += 500) {
        await store.save(acme, namesakes.slice(from, from + 500));
      }
      const count = async (difference: Partial<PageRequest>) =>
        await store.count(acme, { ...everything, search: 'berg', ...difference }, 10_000);

      expect(await count({})).toBe(5_100);
      expect(await count({ filter: { ownerId: '8' } })).toBe(100);
      expect(await count({ ownerIds: ['8'] })).toBe(100);
      expect(await count({ search: 'berg 1', ownerIds: ['8'] })).toBe(
        namesakes.filter(({ name, ownerId }) => name?.startsWith('Berg 1') && ownerId === '8')
          .length,
      );
    });

    it('lists first what comes first of all who bear a name, however many they are', async () => {
      const names = Array.from({ length: 5_100 }, (_, n) => String(10_000 + n));
      const store = createPortfolioStore(opened.db);
      for (let from = 0; from < names.length; from += 500) {
        const some = names.slice(from, from + 500);
        await storeWith(
          ...some.map((id) =>
            aPortfolioAccount(id, { name: `Berg ${id}`, revenueTtm: Number(id) }),
          ),
        );
      }

      const request = { ...everything, search: 'berg', sort: 'revenue', limit: 2 } as const;
      const lines = await store.listPage(acme, request);

      expect(idsOf(lines)).toEqual(['15099', '15098']);
    });

    it('pages without repeating or losing anybody where values tie', async () => {
      const store = await storeWith(
        ...['1', '2', '3', '4', '5'].map((id) => aPortfolioAccount(id, { revenueAtRisk: 5 })),
      );
      const page = (offset: number) => store.listPage(acme, { ...everything, offset, limit: 2 });

      const pages = [...(await page(0)), ...(await page(2)), ...(await page(4))];

      expect(idsOf(pages).sort()).toEqual(['1', '2', '3', '4', '5']);
    });

    it('knows what the best share of the customers of a year ago reached', async () => {
      const store = await storeWith(
        ...[10, 20, 30, 40, 50, null].map((value, n) =>
          aPortfolioAccount(String(n), { valueYearAgo: value }),
        ),
      );

      expect(await store.valueReachedBy(acme, 0.2)).toBe(50);
      expect(await store.valueReachedBy(acme, 0.4)).toBe(40);
      expect(await store.valueReachedBy(globex, 0.2)).toBeNull();
    });

    it('keeps the newest answer, and portals apart', async () => {
      const store = await storeWith(aPortfolioAccount('1', { revenueTtm: 1, name: 'Old' }));
      await store.save(acme, [aPortfolioAccount('1', { revenueTtm: 2, name: 'New' })]);
      await store.save(globex, [aPortfolioAccount('1', { revenueTtm: 900 })]);

      const lines = await store.listPage(acme, everything);

      expect(lines).toMatchObject([{ accountId: accountId('1'), name: 'New', revenueTtm: 2 }]);
      expect((await store.readCells(globex, null, null)).cells).toMatchObject([{ accounts: 1 }]);
    });
  });
}
