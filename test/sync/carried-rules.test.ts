import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DealRecord } from '../../src/model/record.ts';
import type { RecordFields } from '../../src/model/record-change.ts';
import { apart, type CarriedChange, carry } from '../../src/sync/carried-rules.ts';
import { differs } from '../../src/sync/reconcile-rules.ts';
import { aChange, aCompany, acme, aDealRecord, aTicketRecord } from '../support/records.ts';

const inEuro = { portalCurrency: 'EUR', mapped: [] };
const deal = aDealRecord({ updatedAt: 10, amount: 1_000, amountInPortalCurrency: 1_000 });

function told(occurredAt: number, fields: RecordFields['deal'], property = 'amount') {
  const objectType = 'deal' as const;
  const carried = { property, fields };
  const change = { portalId: acme, objectType, objectId: '11', occurredAt, links: 'unchanged' };
  return { ...change, carried } as CarriedChange;
}

const amountOf = (amount: number | null, occurredAt = 20) => told(occurredAt, { amount });

describe('what events say of a record', () => {
  it('is kept when it is newer than all we know, with what follows from it', () => {
    expect(carry(deal, [amountOf(7)], inEuro)).toEqual({
      outcome: 'changed',
      record: { ...deal, amount: 7, amountInPortalCurrency: 7, updatedAt: 20 },
    });
  });

  it('is taken in the order in which it happened', () => {
    const changes = [amountOf(3, 30), amountOf(1, 11), amountOf(2, 20)];

    expect(carry(deal, changes, inEuro)).toMatchObject({ record: { amount: 3, updatedAt: 30 } });
  });

  it('adds nothing when it is older and known', () => {
    expect(carry(deal, [amountOf(1_000, 10)], inEuro)).toEqual({ outcome: 'known' });
  });

  it.each([
    ['older, and something else', deal, [amountOf(7, 9)]],
    ['of the same moment as what we know, and something else', deal, [amountOf(7, 10)]],
    ['two things at once', deal, [amountOf(7, 20), amountOf(8, 20)]],
    ['about foreign money', { ...deal, currency: 'USD' }, [amountOf(7)]],
    ['about money that HubSpot converted', { ...deal, amountInPortalCurrency: 9 }, [amountOf(7)]],
    ['about a record we do not know', undefined, [amountOf(7)]],
  ])('is not believed when it is %s', (_, kept, changes) => {
    expect(carry(kept, changes, inEuro)).toEqual({ outcome: 'unclear' });
  });

  it('is not believed about a property that an admin mapped, which is kept twice', () => {
    const company = aCompany({ updatedAt: 10, mapped: { industry: 'Steel' } });
    const change = {
      ...aChange({ occurredAt: Number.MAX_SAFE_INTEGER }),
      objectType: 'company' as const,
      carried: { property: 'industry', fields: { industry: 'Retail' } },
    };

    expect(carry(company, [change], inEuro)).toEqual({ outcome: 'unclear' });
    expect(carry({ ...company, mapped: {} }, [change], inEuro)).toMatchObject({
      record: { industry: 'Retail' },
    });
  });

  it('is not believed about an amount where another property says what a deal is worth', () => {
    const unset = { ...deal, amount: null, amountInPortalCurrency: null };
    const reading = { portalCurrency: 'EUR', mapped: ['net_amount'] };

    expect(carry(unset, [amountOf(7)], reading)).toEqual({ outcome: 'unclear' });
    expect(carry(unset, [told(20, { isNewBusiness: true }, 'dealtype')], reading)).toMatchObject({
      record: { isNewBusiness: true },
    });
  });

  it('is not believed about a category that is mapped as the root cause, which is kept twice', () => {
    const ticket = aTicketRecord({ updatedAt: 10, categories: [], hasRootCause: false });
    const change = {
      ...aChange({ objectId: '21', occurredAt: 20 }),
      objectType: 'ticket' as const,
      carried: { property: 'hs_ticket_category', fields: { categories: ['A'] } },
    };

    expect(carry(ticket, [change], { ...inEuro, mapped: ['hs_ticket_category'] })).toEqual({
      outcome: 'unclear',
    });
  });

  it('replaces lists', () => {
    const ticket = aTicketRecord({ updatedAt: 10, categories: ['A'] });
    const change = {
      ...aChange({ objectId: '21', occurredAt: 20 }),
      objectType: 'ticket' as const,
      carried: { property: 'hs_ticket_category', fields: { categories: ['A', 'B'] } },
    };

    expect(carry(ticket, [change], inEuro)).toMatchObject({ record: { categories: ['A', 'B'] } });
  });

  it('counts for records of which nothing else changed', () => {
    const stage = aChange({ objectType: 'deal', objectId: '12' });
    const changes = [amountOf(1), { ...amountOf(2), objectId: '12' }, stage];

    const { carried, toRead } = apart(changes);

    expect(carried).toEqual([[changes[0]]]);
    expect(toRead).toEqual([changes[1], stage]);
  });
});

/** People change a deal; its events arrive in packs of any order, some more than once, some never. */
const stepsOf = fc.array(
  fc.oneof(
    fc.record({ amount: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ closedAt: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ isNewBusiness: fc.boolean() }),
    fc.record({ arrive: fc.array(fc.nat(), { maxLength: 4 }) }),
    fc.record({ waitMs: fc.integer({ min: 0, max: 2 }) }),
  ),
  { maxLength: 40 },
);
type Step = Partial<{
  amount: number;
  closedAt: number;
  isNewBusiness: boolean;
  arrive: number[];
  waitMs: number;
}>;

function simulated() {
  let now = 11;
  let truth: DealRecord = { ...deal };
  let kept: DealRecord = { ...deal };
  const events: CarriedChange[] = [];
  return {
    events,
    truth: () => truth,
    kept: () => kept,
    read() {
      kept = { ...truth };
    },
    arrive(positions: readonly number[]) {
      const changes = positions.flatMap((position) => events[position % events.length] ?? []);
      if (changes.length === 0) return;
      const result = carry(kept, changes, inEuro);
      if (result.outcome === 'unclear') kept = { ...truth };
      if (result.outcome === 'changed') kept = result.record as DealRecord;
    },
    change(fields: RecordFields['deal']) {
      const [property = ''] = Object.keys(fields);
      const follows = fields.amount === undefined ? {} : { amountInPortalCurrency: fields.amount };
      truth = { ...truth, ...fields, ...follows, updatedAt: now };
      events.push(told(now, fields, property));
    },
    wait(ms: number) {
      now += ms;
    },
  };
}

function play(steps: readonly Step[]) {
  const life = simulated();
  for (const { arrive, waitMs, ...fields } of steps) {
    if (arrive) life.arrive(arrive);
    else if (waitMs !== undefined) life.wait(waitMs);
    else life.change(fields);
  }
  return life;
}

describe('values of events', () => {
  it('end in what the record says, in whatever order and however often they arrive', () => {
    fc.assert(
      fc.property(stepsOf, fc.infiniteStream(fc.nat()), (steps, positions) => {
        const life = play(steps);
        const left = life.events.map((_, position) => position);
        while (left.length > 0) {
          const [next = 0] = left.splice((positions.next().value ?? 0) % left.length, 1);
          life.arrive([next]);
        }

        expect(differs(life.kept(), life.truth())).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('end in it when all arrive at once, and again', () => {
    fc.assert(
      fc.property(stepsOf, (steps) => {
        const life = play(steps);
        const all = life.events.map((_, position) => position);
        life.arrive(all.toReversed());
        life.arrive(all);

        expect(differs(life.kept(), life.truth())).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that were lost are noticed by the comparison, and the record is then what HubSpot says', () => {
    fc.assert(
      fc.property(stepsOf, (steps) => {
        const life = play(steps);
        if (differs(life.kept(), life.truth())) life.read();
        life.arrive(life.events.map((_, position) => position));

        expect(differs(life.kept(), life.truth())).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
