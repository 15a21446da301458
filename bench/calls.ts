import { portal, runningPortal } from '../test/support/running-portal.ts';
import { changeOrders, createOrders, deals, type Mix, overMs } from './changed-deals.ts';
import { latencyMs } from './demo-portal.ts';
import type { Figure } from './figures.ts';
import { perEventCalls } from './per-event.ts';

const recordsPerCall = 100;
const linksPerCall = 1_000;
/** Each deal read and each company written in full calls, and the links of all. */
const bound =
  Math.ceil(deals / recordsPerCall) +
  Math.ceil(deals / linksPerCall) +
  Math.ceil(deals / recordsPerCall);

/** How many calls it takes until 1,000 deals of 1,000 companies, changed within ten seconds, have their effect. */
export async function callsFigures(): Promise<Figure[]> {
  const half = await callsFor('half', 'used');
  const batched = await callsFor('half', 'ignored');
  const stages = await callsFor('stages', 'used');
  const amounts = await callsFor('amounts', 'used');
  const perEvent = await perEventCalls('half');
  const load = {
    deals,
    companies: deals,
    overMs,
    latencyMs,
    bound,
    mix: 'half amounts, half stages',
  };
  const figure = (name: string, value: number, unit: string, mix = load.mix): Figure => ({
    name: `calls.per1000Deals.${name}`,
    value,
    unit,
    load: { ...load, mix },
  });
  return [
    figure('calls', half, 'calls'),
    figure('batchedCalls', batched, 'calls'),
    figure('perEventCalls', perEvent, 'calls'),
    figure('ratioToBound', half / bound, 'ratio'),
    figure('ratioToPerEvent', half / perEvent, 'ratio'),
    figure('stages.ratioToBound', stages / bound, 'ratio', 'all stages'),
    figure('amounts.ratioToBound', amounts / bound, 'ratio', 'all amounts'),
  ];
}

async function callsFor(mix: Mix, eventValues: 'used' | 'ignored'): Promise<number> {
  await using app = await runningPortal({
    portals: [{ portalId: portal, companies: 0 }],
    sandbox: { latencyMs, rateLimit: { calls: 110, perMs: 10_000 }, webhooks: {} },
    environment: { HUBSPOT_CALLS_PER_TEN_SECONDS: '108', HUBSPOT_EVENT_VALUES: eventValues },
  });
  const ids = createOrders(app.user);
  await app.install();
  await app.quiet();
  const before = app.calls();
  await changeOrders(app.user, ids, mix);
  await app.quiet();
  return app.calls() - before;
}
