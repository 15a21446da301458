import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { takenCallsLastMs } from './bucket-rules.ts';

/** Who waits for a call; a higher number goes first. */
const priorities = { person: 3, change: 2, backfill: 1, reconciliation: 0 } as const;
export type Priority = keyof typeof priorities;

/** HubSpot limits searches apart from all else. */
export type Kind = 'general' | 'search';

/** So many calls are asked for; of what a portal has, `keep` are to be left. */
export type AskedCalls = { portalId: PortalId; kind: Kind; calls: number; keep: number };
/** `calls` may leave now; where none may, it is worth asking again after `waitMs`. */
export type TakenCalls = { calls: number; waitMs: number };

export type PortalQueuesDeps = {
  /** Takes calls out of what the portal has left. Throws when none may go at all. */
  take: (asked: AskedCalls) => Promise<TakenCalls>;
  close: (portalId: PortalId, kind: Kind, forMs: number) => Promise<void>;
  log: Logger;
};

export type PortalQueues = ReturnType<typeof createPortalQueues>;

type Waiting = { priority: number; start: () => Promise<void>; refuse: (error: unknown) => void };
type Line = {
  portalId: PortalId;
  kind: Kind;
  waiting: Waiting[];
  running: number;
  isServed: boolean;
};

const callsAtOnce = 12;
/** Left for people: they wait for no batch of another process. */
const keptForPeople = 1;
/** Somebody more important may come while we wait. */
const longestNapMs = 250;

/**
 * One queue a portal for HubSpot's burst limit and one for its search limit: calls wait here by
 * priority, and leave as what counts them lets them. Who is first is decided when calls are let through,
 * not when they are asked for.
 */
export function createPortalQueues({ take, close, log }: PortalQueuesDeps) {
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
    /** Runs a call when the portal's limit lets it. */
    run<T>(portalId: PortalId, kind: Kind, priority: Priority, call: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const line = lineOf(portalId, kind);
        const start = () => call().then(resolve, reject);
        insert(line.waiting, { priority: priorities[priority], start, refuse: reject });
        void serve(line);
      });
    },

    /** HubSpot said the limit is used up: nothing leaves until the last of such waits is over. */
    pause(portalId: PortalId, kind: Kind, waitMs: number): void {
      close(portalId, kind, waitMs).catch((error: unknown) => {
        log.warn({ portalId, err: error }, 'calls could not be put off');
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
