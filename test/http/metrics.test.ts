import { expect, it } from 'vitest';
import { portal, runningPortal } from '../support/running-portal.ts';

const token = 'a-token-of-the-test';

async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const lines = (await answer.text()).split('\n').filter((line) => /^\w/.test(line));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('tells how long the process was busy with one thing while others waited, since it was last asked', async () => {
  await using app = await runningPortal({
    portals: [{ portalId: portal, companies: 1 }],
    environment: { METRICS_TOKEN: token },
  });
  await readMetrics(app.url);
  await new Promise((resolve) => setTimeout(resolve, 50));

  holdUp(400);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const busy = await readMetrics(app.url);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const quiet = await readMetrics(app.url);

  expect(busy.get('mainstay_event_loop_delay_seconds{quantile="1"}')).toBeGreaterThan(0.3);
  expect(busy.get('mainstay_event_loop_delay_seconds{quantile="0.5"}')).toBeLessThan(0.1);
  expect(quiet.get('mainstay_event_loop_delay_seconds{quantile="1"}')).toBeLessThan(0.3);
});
