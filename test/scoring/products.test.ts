import { describe, expect, it } from 'vitest';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { productsOf } from '../../src/scoring/products.ts';
import { aDeal, aFrameOf, anAccountWith, on } from '../support/evidence.ts';

const today = on('2026-11-20');
const noFrame = {};

const sale = (date: string, ...families: string[]) => aDeal({ closedOn: on(date), families });

describe('what an account buys', () => {
  it('is unknown while line items are', () => {
    expect(productsOf(anAccountWith(aDeal()), today, noFrame)).toBeNull();
    expect(productsOf(anAccountWith(aDeal({ families: [] })), today, noFrame)).toMatchObject({
      count: 0,
      lastOn: null,
    });
  });

  it('is each family once, latest first, of won deals that are no refunds', () => {
    const account = anAccountWith(
      sale('2024-01-10', 'Pumps', 'Filters'),
      sale('2025-02-01', 'pumps'),
      sale('2027-01-01', 'Later'),
      aDeal({ status: 'lost', families: ['Lost'] }),
      aDeal({ amount: -100, families: ['Returned'] }),
    );

    expect(productsOf(account, today, noFrame)).toMatchObject({
      count: 2,
      lastOn: on('2025-02-01'),
      families: [
        { name: 'Pumps', firstOn: on('2024-01-10'), lastOn: on('2025-02-01') },
        { name: 'Filters', firstOn: on('2024-01-10'), lastOn: on('2024-01-10') },
      ],
    });
  });

  it('is new when a customer of other families bought it within a year', () => {
    const newOf = (...dates: [date: string, family: string][]) =>
      productsOf(anAccountWith(...dates.map(([date, name]) => sale(date, name))), today, noFrame)
        ?.newFamilies;

    expect(newOf(['2024-01-10', 'Pumps'], ['2026-01-10', 'Training'])).toEqual(['Training']);
    expect(newOf(['2024-01-10', 'Pumps'], ['2025-11-20', 'Training'])).toEqual([]);
    expect(newOf(['2024-01-10', 'Pumps'], ['2026-01-10', 'Pumps'])).toEqual([]);
    expect(newOf(['2026-01-10', 'Pumps'])).toEqual([]);
  });
});

describe('what an industry buys', () => {
  /** Ten customers of an industry, of whom so many buy each family beside pumps. */
  function industry(name: string, buyers: Record<string, number>, customers = 10) {
    return Array.from({ length: customers }, (_, n) => {
      const others = Object.keys(buyers).filter((family) => n < (buyers[family] ?? 0));
      return anAccountWith(sale('2026-05-01', 'Pumps', ...others), {
        profile: { industry: name },
      });
    });
  }

  it('is what three of ten customers have bought, and of it what an account lacks', () => {
    const accounts = industry('CHEMICALS', { Filters: 6, Training: 3, Consulting: 2 });
    const frame = aFrameOf(accounts, today);

    const outsider = anAccountWith(sale('2026-05-01', 'filters'), {
      profile: { industry: 'CHEMICALS' },
    });
    expect(productsOf(outsider, today, frame)?.whitespace).toEqual([
      { name: 'Pumps', share: 1 },
      { name: 'Training', share: 0.3 },
    ]);
    const elsewhere = anAccountWith(sale('2026-05-01'), { profile: { industry: 'MINING' } });
    expect(productsOf(elsewhere, today, frame)?.whitespace).toEqual([]);
  });

  it('is not told by a handful, nor by customers that left', () => {
    const few = industry('MINING', {}, 4);
    const gone = Array.from({ length: 9 }, () =>
      anAccountWith(sale('2020-05-01', 'Pumps'), { profile: { industry: 'RETAIL' } }),
    );

    expect(aFrameOf([...few, ...gone], today).industryFamilies).toEqual({});
    expect(aFrameOf([anAccountWith(aDeal())], today).industryFamilies).toBeUndefined();
  });
});

describe('the growth strategy', () => {
  const strategyOf = (...families: string[]) => {
    const account = anAccountWith(sale('2024-05-01', 'Pumps'), sale('2026-05-01', ...families));
    const plain = anAccountWith(
      aDeal({ closedOn: on('2024-05-01') }),
      aDeal({ closedOn: on('2026-05-01') }),
    );
    const frame = aFrameOf([account], today);
    const context = { frame, policy, standing: null };
    const assessment = assess(account, context);
    // Facts only: no score may differ from that of an account whose products are unknown.
    const { health, value, risk, potential } = assess(plain, context);
    expect(assessment).toMatchObject({ health, value, risk, potential });
    return assessment.growthStrategy;
  };

  it('is expansion when a customer began to buy something new, else loyalty', () => {
    expect(strategyOf('Training')).toBe('expansion');
    expect(strategyOf('Pumps')).toBe('loyalty');
    expect(strategyOf()).toBe('loyalty');
  });
});
