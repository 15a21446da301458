import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { PortalId } from '../../src/model/ids.ts';
import { createDispatcher } from '../../src/refresh/dispatcher.ts';
import { takeOverTime, timePasses } from '../support/fake-time.ts';
import { acme, globex, noon } from '../support/records.ts';

beforeEach(() => takeOverTime(noon));
afterEach(() => {
  vi.useRealTimers();
});

const seconds = (count: number) =>
  timePasses(new Promise((resolve) => setTimeout(resolve, count * 1_000)));

type Pass = {
  portalId: PortalId;
  startedAt: number;
  end: (news: number, backlog?: number) => void;
};

/** A dispatcher that works from the first wake on. */
function aStartedDispatcher() {
  const dispatcher = aDispatcher();
  dispatcher.start();
  return dispatcher;
}

/** A dispatcher whose passes are ended by the test. */
function aDispatcher(listPortals: () => Promise<PortalId[]> = async () => []) {
  const passes: Pass[] = [];
  const dispatcher = createDispatcher({
    listPortals,
    refresh: (portalId) =>
      new Promise((end) => {
        const answer = (news: number, backlog = 0) => end({ news, backlog });
        passes.push({ portalId, startedAt: Date.now(), end: answer });
      }),
    log: createLog('silent'),
  });
  const portalsOf = () => passes.map(({ portalId }) => portalId);
  return { ...dispatcher, passes, portalsOf };
}

describe('dispatcher', () => {
  it('works no portal before it is started, whoever wakes it', async () => {
    const { wake, start, passes } = aDispatcher();

    wake(acme);
    await seconds(5);
    const before = passes.length;
    start();
    wake(acme);
    await seconds(1);

    expect(before).toBe(0);
    expect(passes).toHaveLength(1);
  });

  it('works a portal once that was woken many times before its pass', async () => {
    const { wake, passes } = aStartedDispatcher();

    for (let event = 0; event < 50; event += 1) wake(acme);
    await seconds(1);
    passes[0]?.end(0);
    await seconds(5);

    expect(passes).toHaveLength(1);
  });

  it('makes one pass at a time over a portal, and another when it was woken meanwhile', async () => {
    const { wake, passes } = aStartedDispatcher();
    wake(acme);
    await seconds(1);

    wake(acme);
    wake(acme);
    await seconds(5);
    const during = passes.length;
    passes[0]?.end(0);
    await seconds(2);
    passes[1]?.end(0);
    await seconds(5);

    expect(during).toBe(1);
    expect(passes).toHaveLength(2);
  });

  it('goes on as long as there is something to do', async () => {
    const { wake, passes } = aStartedDispatcher();
    wake(acme);
    for (const handled of [500, 20, 0]) {
      await seconds(2);
      passes.at(-1)?.end(handled);
    }
    await seconds(5);

    expect(passes).toHaveLength(3);
  });

  it('waits longer after a burst of news and not at all while a backlog is left', async () => {
    const { wake, passes } = aStartedDispatcher();
    wake(acme);
    await seconds(1);

    passes[0]?.end(0, 500);
    await seconds(0.05);
    const afterBacklog = passes.length;
    passes[1]?.end(1_000, 500);
    await seconds(0.5);
    const afterNews = passes.length;
    await seconds(0.3);

    expect([afterBacklog, afterNews, passes.length]).toEqual([2, 2, 3]);
  });

  it('works portals side by side', async () => {
    const { wake, portalsOf } = aStartedDispatcher();

    wake(acme);
    wake(globex);
    await seconds(1);

    expect(portalsOf()).toEqual([acme, globex]);
  });

  it('goes on with a portal after a pass failed, and others do not notice', async () => {
    const passes: PortalId[] = [];
    const dispatcher = createDispatcher({
      listPortals: async () => [acme, globex],
      refresh: async (portalId) => {
        passes.push(portalId);
        if (portalId === acme) throw new Error('a bug');
        return { news: 0, backlog: 0 };
      },
      log: createLog('silent'),
    });

    dispatcher.start();
    await seconds(12);
    await timePasses(dispatcher.stop());

    expect(passes.filter((portalId) => portalId === acme)).toHaveLength(3);
    expect(passes.filter((portalId) => portalId === globex).length).toBeGreaterThan(8);
  });

  it('looks around for work that no event told of, also after it could not', async () => {
    let looks = 0;
    const { start, portalsOf, passes, stop } = aDispatcher(async () => {
      looks += 1;
      if (looks === 1) throw new Error('the database is away');
      return [globex];
    });

    start();
    await seconds(3);
    for (const { end } of passes) end(0);
    await timePasses(stop());

    expect(portalsOf()).toEqual([globex]);
  });

  it('ends a running pass before it stops, and begins no other', async () => {
    const { wake, passes, stop, start } = aDispatcher(async () => [acme]);
    start();
    await seconds(1);
    wake(acme);

    let isStopped = false;
    const stopped = stop().then(() => {
      isStopped = true;
    });
    wake(globex);
    await seconds(5);
    const before = isStopped;
    passes[0]?.end(9);
    await timePasses(stopped);
    await seconds(5);

    expect(before).toBe(false);
    expect(passes).toHaveLength(1);
  });

  it('begins no pass that was only waiting when it was stopped', async () => {
    const { wake, passes, stop } = aStartedDispatcher();
    wake(acme);

    const stoppedAt = await timePasses(stop().then(() => Date.now()));
    await seconds(5);

    expect(passes).toEqual([]);
    expect(stoppedAt - noon.getTime()).toBeLessThan(500);
  });

  it('does not wait for the pause after a failure when it is stopped', async () => {
    const dispatcher = createDispatcher({
      listPortals: async () => [],
      refresh: () => Promise.reject(new Error('a bug')),
      log: createLog('silent'),
    });
    dispatcher.start();
    dispatcher.wake(acme);
    await seconds(1);

    const before = Date.now();
    await timePasses(dispatcher.stop());

    expect(Date.now() - before).toBeLessThan(1_000);
  });
});
