import type { Deal, Evidence } from '../src/model/evidence.ts';
import type { Frame } from '../src/model/frame.ts';
import { accountId } from '../src/model/ids.ts';
import { assess } from '../src/scoring/assess.ts';
import { seededRandom } from '../src/scoring/bootstrap.ts';
import { frameBuilder } from '../src/scoring/frame.ts';
import { defaultPolicy } from '../src/scoring/policy.ts';
import { type Figure, quantile } from './figures.ts';

const today = 20_000;
const historyDays = 5 * 365;
/** The small one first: the peak of memory never falls. */
const sizes = { '100k': 100_000, '1M': 1_000_000 };

/** How fast portals are scored from memory in one thread: the frame with its calibration, then every account. */
export async function assessFigures(): Promise<Figure[]> {
  return Object.entries(sizes).flatMap(([size, companies]) => scorePortal(size, companies));
}

function scorePortal(size: string, companies: number): Figure[] {
  const portal = simulatedPortal(companies);
  const processorBefore = process.cpuUsage();
  const start = performance.now();
  const frame = frozen(portal.evidence());
  const framed = performance.now();
  let scored = 0;
  for (const evidence of portal.evidence()) {
    assess(evidence, { frame, policy: defaultPolicy, standing: null });
    scored += 1;
  }
  const end = performance.now();
  const processor = process.cpuUsage(processorBefore);

  const load = { companies: scored, deals: portal.deals };
  const one = oneCompany(portal, frame);
  return [
    { name: 'seconds', value: (end - start) / 1000, unit: 's', load },
    { name: 'frameSeconds', value: (framed - start) / 1000, unit: 's', load },
    // Of all threads, garbage collection included; unlike the clock it does not see a busy machine.
    {
      name: 'processorSeconds',
      value: (processor.user + processor.system) / 1e6,
      unit: 's',
      load,
    },
    { name: 'peakMb', value: process.resourceUsage().maxRSS / 1024, unit: 'MB', load },
    { name: 'oneP50Ms', value: quantile(one.milliseconds, 0.5), unit: 'ms', load: one.load },
    { name: 'oneP99Ms', value: quantile(one.milliseconds, 0.99), unit: 'ms', load: one.load },
  ].map((figure) => ({ ...figure, name: `assess.${size}.${figure.name}` }));
}

function frozen(accounts: Iterable<Evidence>): Frame {
  const builder = frameBuilder({ id: 'bench', day: today, policy: defaultPolicy, previous: null });
  for (const evidence of accounts) builder.add(evidence);
  return builder.finish();
}

/** Scoring again after a change: the account with most deals of the first ten thousand. */
function oneCompany(portal: Portal, frame: Frame) {
  let [largest] = portal.evidence();
  let seen = 0;
  for (const evidence of portal.evidence()) {
    if (!largest || evidence.deals.length > largest.deals.length) largest = evidence;
    seen += 1;
    if (seen === 10_000) break;
  }
  if (!largest) throw new Error('a portal without companies');
  const milliseconds: number[] = [];
  for (let round = 0; round < 1000; round++) {
    const start = performance.now();
    assess(largest, { frame, policy: defaultPolicy, standing: null });
    milliseconds.push(performance.now() - start);
  }
  return { milliseconds, load: { deals: largest.deals.length, times: milliseconds.length } };
}

type Portal = ReturnType<typeof simulatedPortal>;

/** Accounts that buy at rates of their own and leave after some purchase; about 4.75 deals each. */
function simulatedPortal(companies: number) {
  const random = seededRandom(7);
  const capacity = companies * 6 + 1000;
  const days = new Int32Array(capacity);
  const amounts = new Float64Array(capacity);
  const ends = new Uint32Array(companies);
  let deals = 0;
  for (let company = 0; company < companies; company++) {
    const gap = 42 * Math.exp(2 * random() + random());
    const leaves = 0.02 + 0.22 * random() ** 2;
    const usual = 200 * Math.exp(5 * random());
    let day = today - Math.floor(random() * historyDays);
    while (day <= today && deals < capacity) {
      days[deals] = day;
      amounts[deals] = Math.round(usual * (0.5 + random()) * 100) / 100;
      deals += 1;
      if (random() < leaves) break;
      day += 1 + Math.floor(-gap * Math.log(1 - random()));
    }
    ends[company] = deals;
  }

  function dealsBetween(from: number, to: number): Deal[] {
    const found: Deal[] = [];
    for (let i = from; i < to; i++) {
      const day = days[i] ?? 0;
      found.push({
        id: String(i),
        status: 'won',
        amount: amounts[i] ?? 0,
        closedOn: day,
        createdOn: day,
        stageProbability: 1,
      });
    }
    return found;
  }

  return {
    deals,
    *evidence(): Generator<Evidence> {
      for (let company = 0; company < companies; company++) {
        const from = company === 0 ? 0 : (ends[company - 1] ?? 0);
        yield {
          accountId: accountId(String(company)),
          profile: unknown,
          deals: dealsBetween(from, ends[company] ?? from),
          tickets: [],
          signals: {},
        };
      }
    },
  };
}

const unknown = {
  name: null,
  industry: null,
  ownerId: null,
  lifecycleStage: null,
  annualRevenue: null,
  createdOn: 0,
};
