import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { takenCallsLastMs } from './bucket-rules.ts';
import { callsAtOnce, type PortalQueues, type Priority, priorities } from './portal-queues.ts';

type Kind = 'general' | 'search';

export type SharedQueuesDeps = {
  /** Takes calls out of the portal's bucket, shared with other processes. Throws when none may go at all. */
  take: (asked: {
    portalId: PortalId;
    kind: Kind;
    calls: number;
    keep: number;
  }) => Promise<{ calls: number; waitMs: number }>;
  close: (portalId: PortalId, kind: Kind, forMs: number) => Promise<void>;
  log: Logger;
};

type Waiting = { priority: number; start: () => Promise<void>; refuse: (error: unknown) => void };
type Line = {
  portalId: PortalId;
  kind: Kind;
  waiting: Waiting[];
  running: number;
  isServed: boolean;
};

/** Left in the bucket for people: they wait for no batch of another process. */
const keptForPeople = 1;
/** Somebody more important may come while we wait. */
const longestNapMs = 250;

/**
 * The queues of one of several processes: calls wait here by priority, and leave as the portal's shared
 * bucket lets them. Who is first is decided when calls are let through, not when they are asked for.
 */
export function createSharedQueues({ take, close, log }: SharedQueuesDeps): PortalQueues {
  const lines = new Map<string, Line>();

  const lineOf = (portalId: PortalId, kind: Kind): Line => {
    const key = `${kind} ${portalId}`;
    const line = lines.get(key) ?? { portalId, kind, waiting: [], running: 0, isServed: false };
    lines.set(key, line);
    return line;
  };

  async function serve(line: Line): Promise<void> {
    if (line.isServed) return;
    line.isServed = true;
    try {
      while (line.waiting.length > 0 && roomIn(line) > 0) await letThrough(line);
    } catch (error) {
      for (const { refuse } of line.waiting.splice(0)) refuse(error);
    }
    line.isServed = false;
    if (line.waiting.length + line.running === 0) lines.delete(`${line.kind} ${line.portalId}`);
  }

  async function letThrough(line: Line): Promise<void> {
    const { portalId, kind, waiting } = line;
    const keep =
      kind === 'search' || waiting[0]?.priority === priorities.person ? 0 : keptForPeople;
    const askedAt = performance.now();
    const asked = Math.min(waiting.length, roomIn(line));
    const { calls, waitMs } = await take({ portalId, kind, calls: asked, keep });
    if (calls === 0) return nap(Math.min(longestNapMs, Math.max(1, waitMs)));
    if (performance.now() - askedAt > takenCallsLastMs) return;
    for (const { start } of waiting.splice(0, calls)) run(line, start);
  }

  function run(line: Line, start: () => Promise<void>): void {
    line.running += 1;
    void start().finally(() => {
      line.running -= 1;
      void serve(line);
    });
  }

  return {
    run<T>(portalId: PortalId, kind: Kind, priority: Priority, call: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const line = lineOf(portalId, kind);
        const start = () => call().then(resolve, reject);
        insert(line.waiting, { priority: priorities[priority], start, refuse: reject });
        void serve(line);
      });
    },

    pause(portalId: PortalId, kind: Kind, waitMs: number): void {
      close(portalId, kind, waitMs).catch((error: unknown) => {
        log.warn({ portalId, err: error }, 'the other processes could not be told to pause');
      });
    },
  };
}

function nap(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function roomIn({ kind, running }: Line): number {
  return (kind === 'search' ? 1 : callsAtOnce) - running;
}

/** Behind those who are as important. */
function insert(waiting: Waiting[], one: Waiting): void {
  const position = waiting.findIndex(({ priority }) => priority < one.priority);
  waiting.splice(position === -1 ? waiting.length : position, 0, one);
}
