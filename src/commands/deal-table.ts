import type { Day } from '../model/day.ts';
import type { Deal } from '../model/evidence.ts';

export type DealEntry = {
  company: string;
  status: Deal['status'];
  amount: number | null;
  closedOn: Day | null;
  createdOn: Day;
  stageProbability: number | null;
};

export type DealTable = ReturnType<typeof dealTable>;

/**
 * Deals in columns, so that millions fit into memory; an account's deals become objects when it is asked for.
 * Companies keep the order in which they were first named.
 */
export function dealTable() {
  const companies = new Map<string, number>();
  const company = growing(Uint32Array);
  const status = growing(Uint8Array);
  const amount = growing(Float64Array);
  const closedOn = growing(Int32Array);
  const createdOn = growing(Int32Array);
  const probability = growing(Float32Array);

  function companyNumber(id: string): number {
    const known = companies.get(id);
    if (known !== undefined) return known;
    companies.set(id, companies.size);
    return companies.size - 1;
  }

  function dealAt(entry: number): Deal {
    const known = (value: number) => (Number.isNaN(value) ? null : value);
    const closed = closedOn.at(entry);
    return {
      id: String(entry + 1),
      status: statuses[status.at(entry)] ?? 'open',
      amount: known(amount.at(entry)),
      closedOn: closed === noDay ? null : closed,
      createdOn: createdOn.at(entry),
      stageProbability: known(probability.at(entry)),
    };
  }

  return {
    addCompany: companyNumber,

    add(deal: DealEntry): void {
      company.push(companyNumber(deal.company));
      status.push(statuses.indexOf(deal.status));
      amount.push(deal.amount ?? Number.NaN);
      closedOn.push(deal.closedOn ?? noDay);
      createdOn.push(deal.createdOn);
      probability.push(deal.stageProbability ?? Number.NaN);
    },

    get deals(): number {
      return company.length();
    },

    get companies(): number {
      return companies.size;
    },

    /** First and last day of a won deal; null without one. */
    wonBetween(): { first: Day; last: Day } | null {
      let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let entry = 0; entry < company.length(); entry++) {
        if (statuses[status.at(entry)] !== 'won') continue;
        first = Math.min(first, closedOn.at(entry));
        last = Math.max(last, closedOn.at(entry));
      }
      return first > last ? null : { first, last };
    },

    /** Every company with its deals. Asked for after the last `add`; may be asked for again. */
    byCompany(): Iterable<{ company: string; deals: Deal[] }> {
      const { order, starts } = groupedBy(company, companies.size);
      return {
        *[Symbol.iterator]() {
          for (const [id, number] of companies) {
            const deals: Deal[] = [];
            const to = starts[number + 1] ?? 0;
            for (let i = starts[number] ?? 0; i < to; i++) deals.push(dealAt(order[i] ?? 0));
            yield { company: id, deals };
          }
        },
      };
    },
  };
}

/** Counting sort: the entries of group g are order[starts[g]] up to order[starts[g + 1] − 1]. */
function groupedBy(groups: Growing, count: number) {
  const starts = new Uint32Array(count + 1);
  for (let entry = 0; entry < groups.length(); entry++) {
    const next = groups.at(entry) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let group = 0; group < count; group++) {
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  }
  const filled = starts.slice();
  const order = new Uint32Array(groups.length());
  for (let entry = 0; entry < groups.length(); entry++) {
    const group = groups.at(entry);
    const position = filled[group] ?? 0;
    order[position] = entry;
    filled[group] = position + 1;
  }
  return { order, starts };
}

type Column = Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type Growing = ReturnType<typeof growing>;

function growing(Kind: new (length: number) => Column) {
  let column = new Kind(1024);
  let length = 0;
  return {
    push(value: number): void {
      if (length === column.length) {
        const wider = new Kind(2 * length);
        wider.set(column);
        column = wider;
      }
      column[length] = value;
      length += 1;
    },
    at: (position: number): number => column[position] ?? 0,
    length: (): number => length,
  };
}

const statuses: readonly Deal['status'][] = ['won', 'lost', 'open'];
const noDay = -2_147_483_648;
