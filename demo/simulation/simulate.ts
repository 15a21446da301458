import { createRandom } from '../../sandbox/random.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { dayIn } from '../../src/model/day.ts';
import { portalId } from '../../src/model/ids.ts';
import { demoAppRegistration, demoPortal } from '../demo-app.ts';
import { installApp } from '../install-app.ts';
import { publishApp } from '../publish-app.ts';
import { switchOnStrategies } from '../switch-on-strategies.ts';
import { cadenceOf } from './cadence.ts';
import { createColleagues } from './colleagues.ts';
import { createCustomers } from './customers.ts';
import { ownerDaysOverBudget, recount, tasksOf } from './recount.ts';
import { type SimulatedService, startService } from './service.ts';
import { serviceCounts } from './service-counts.ts';
import { throwawayDatabase } from './throwaway-database.ts';
import { createTime } from './time.ts';

export type SimulationOptions = {
  months: number;
  companies: number;
  seed: number;
  onMonth?: (month: { daysIn: number; tasks: number }) => void;
};

const portal = portalId(demoPortal);
const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;
const morningHour = 8;
const daysAMonth = 365.25 / 12;
/** Until strategies that were switched on have found their accounts; not part of the months. */
const settlingDays = 14;

/**
 * A portal's life in simulated time: the service, with HubSpot's API and webhooks between, is woken at
 * night and after the day's work, and does what there is to do before time goes on. Limits, queues and
 * clocks are those of the simulated time.
 */
export async function simulate(options: SimulationOptions) {
  const { months, companies, seed } = options;
  const startedAt = performance.now();
  const clockOffset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const offset = new Float64Array(clockOffset);
  const sandbox = await startSandbox({
    seed,
    onClock: (offsetMs) => offset.set([offsetMs]),
    latencyMs: 0,
    autoConsent: true,
    webhooks: { coalesceMs: 0 },
    app: { manifestPath: 'app.json' },
    portals: [{ portalId: portal, name: 'Kestrel Supplies', timeZone, companies }],
  });
  await using database = await throwawayDatabase();
  const databaseUrl = database.url;
  const service = await startService({ sandboxUrl: sandbox.url, databaseUrl, clockOffset });
  sandbox.setApp(demoAppRegistration(service.url));
  const life = createLife(sandbox, service, seed);
  await installApp(service.url);
  await publishApp(service.url);
  await life.settle();
  await switchOn(sandbox, service.url);

  for (let day = 1; day <= settlingDays; day += 1) await life.liveDay(day);
  const days = Math.round(months * daysAMonth);
  const from = life.today();
  for (let daysIn = 1; daysIn <= days; daysIn += 1) {
    await life.liveDay(settlingDays + daysIn);
    if (daysIn % 30 === 0) options.onMonth?.({ daysIn, tasks: tasksOf(life.portal).length });
  }
  const span = { from, to: life.today() };

  const state = sandbox.state();
  const tasks = tasksOf(life.portal);
  life.end();
  await service.stop();
  await sandbox.close();
  const { counts, runs } = await serviceCounts(databaseUrl);
  const seen = recount(tasks);
  return {
    months,
    days,
    companies,
    ...seen,
    ownerDaysOverBudget: ownerDaysOverBudget(tasks, dayIn(timeZone)),
    winBacks: counts.winBacks,
    typeChanges: counts.typeChanges,
    missedRecords: counts.missedRecords,
    cadence: cadenceOf(tasks, runs, span),
    differences: differencesOf(seen, counts),
    webhookEvents: state.webhooks.acknowledged,
    webhookEventsLost: state.webhooks.givenUp,
    apiCalls: Object.values(state.apiCallsByEndpoint).reduce((sum, calls) => sum + calls, 0),
    rateLimitHits: state.rateLimitHits,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
}

/** Time, and everybody in it. */
function createLife(sandbox: Sandbox, service: SimulatedService, seed: number) {
  const { portal: shown, user } = sandbox.portal(portal);
  const time = createTime({ ...sandbox, portalId: portal, timeZone });
  const { today } = time;
  const customers = createCustomers(shown, user, createRandom(seed + 1), today());
  const colleagues = createColleagues(shown, user, createRandom(seed + 2), (companyId) =>
    customers.isCalled(companyId, today()),
  );

  /** Lets the service work until there is nothing left to do. */
  async function settle(): Promise<void> {
    for (;;) {
      await time.told();
      const { news, backlog } = await service.refresh(portal);
      if (news + backlog === 0 && sandbox.webhooksIdle(portal)) return;
    }
  }

  return {
    portal: shown,
    today,
    settle,
    end: time.end,
    async liveDay(daysIn: number): Promise<void> {
      await time.leapTo(morningHour);
      colleagues.changeStaff(daysIn);
      const weekday = new Date(today() * dayMs).getUTCDay();
      if (weekday === 0 || weekday === 6) return;
      customers.live(today());
      colleagues.work(today());
      await settle();
    },
  };
}

async function switchOn(sandbox: Sandbox, url: string): Promise<void> {
  const active = sandbox.portal(portal).portal.owners.filter(({ archived }) => !archived);
  const [first] = active;
  const last = active.at(-1);
  if (!first || !last) throw new Error('the portal has no owners');
  const people = { salesDirector: first.id, fallback: last.id };
  await switchOnStrategies(url, people, { now: () => sandbox.clock.now() });
}

type Counted = { tasksCreated: number; withdrawn: number } & Record<
  'perStrategy' | 'perStep',
  Record<string, number>
>;

/** What the portal's own tasks say otherwise than the service. */
function differencesOf(seen: Counted, believed: Counted): string[] {
  const found: string[] = [];
  const compare = (name: string, one: number, other: number) => {
    if (one !== other) found.push(`${name}: ${one} in the portal, ${other} in the service`);
  };
  compare('tasks', seen.tasksCreated, believed.tasksCreated);
  compare('withdrawn', seen.withdrawn, believed.withdrawn);
  for (const kind of ['perStrategy', 'perStep'] as const) {
    const names = new Set([...Object.keys(seen[kind]), ...Object.keys(believed[kind])]);
    for (const name of names) compare(name, seen[kind][name] ?? 0, believed[kind][name] ?? 0);
  }
  return found;
}
