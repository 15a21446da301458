/**
 * How fast a portal is scored from memory in one thread: the frame with its calibration, then every account.
 * Prints one JSON object a line. `node bench/assess.ts [companies …]`, 100,000 and 1,000,000 by default.
 */
import type { Deal, Evidence } from '../src/model/evidence.ts';
import type { Frame } from '../src/model/frame.ts';
import { accountId } from '../src/model/ids.ts';
import { assess } from '../src/scoring/assess.ts';
import { seededRandom } from '../src/scoring/bootstrap.ts';
import { frameBuilder } from '../src/scoring/frame.ts';
import { defaultPolicy } from '../src/scoring/policy.ts';

const today = 20_000;
const historyDays = 5 * 365;

function scorePortal(companies: number) {
  const portal = simulatedPortal(companies);
  const run = { companies, deals: portal.deals };

  const processorBefore = process.cpuUsage();
  const start = performance.now();
  const frame = frozen(portal.evidence());
  const framed = performance.now();
  let scored = 0;
  let health = 0;
  for (const evidence of portal.evidence()) {
    const assessment = assess(evidence, { frame, policy: defaultPolicy, standing: null });
    scored += 1;
    health += assessment.health?.score ?? 0;
  }
  const end = performance.now();

  const processor = process.cpuUsage(processorBefore);

  report('frame_seconds', (framed - start) / 1000, run);
  report('scoring_seconds', (end - framed) / 1000, run);
  report('total_seconds', (end - start) / 1000, { ...run, scored, health });
  // Of all threads, garbage collection included; unlike the clock it does not see a busy machine.
  report('processor_seconds', (processor.user + processor.system) / 1e6, run);
  report('peak_memory_mb', process.resourceUsage().maxRSS / 1024, run);
  oneCompany(portal, frame, run);
}

function frozen(accounts: Iterable<Evidence>): Frame {
  const builder = frameBuilder({ id: 'bench', day: today, policy: defaultPolicy, previous: null });
  for (const evidence of accounts) builder.add(evidence);
  return builder.finish();
}

/** Re-scoring after a change: the account with most deals of the first thousands, and a usual one. */
function oneCompany(portal: Portal, frame: Frame, run: Run) {
  let [largest] = portal.evidence();
  let seen = 0;
  for (const evidence of portal.evidence()) {
    if (!largest || evidence.deals.length > largest.deals.length) largest = evidence;
    seen += 1;
    if (seen === 10_000) break;
  }
  if (!largest) return;
  const milliseconds: number[] = [];
  for (let round = 0; round < 1000; round++) {
    const start = performance.now();
    assess(largest, { frame, policy: defaultPolicy, standing: null });
    milliseconds.push(performance.now() - start);
  }
  milliseconds.sort((a, b) => a - b);
  const details = { ...run, deals: largest.deals.length };
  report('one_company_ms_p50', milliseconds[500] ?? 0, details);
  report('one_company_ms_p99', milliseconds[990] ?? 0, details);
}

type Run = { companies: number; deals: number };
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

function report(name: string, value: number, details: object) {
  process.stdout.write(
    `${JSON.stringify({ name, value: Number(value.toPrecision(4)), ...details })}\n`,
  );
}

const unknown = {
  name: null,
  industry: null,
  ownerId: null,
  lifecycleStage: null,
  annualRevenue: null,
  createdOn: 0,
};

const sizes = process.argv.slice(2).map(Number);
for (const companies of sizes.length > 0 ? sizes : [100_000, 1_000_000]) scorePortal(companies);
