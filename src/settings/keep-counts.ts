import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import type { CallCount, EventCount, HealthStore, UseCount } from './health-store.ts';

export type KeepCountsDeps = {
  health: Pick<HealthStore, 'addCalls' | 'addEvents' | 'addUses'>;
  now: () => Date;
  log: Logger;
};

type Called = { portalId: PortalId; endpoint: string; priority: string; status: number };

const everyMs = 10_000;
const dayMs = 86_400_000;

/** Counts in memory and keeps the counts now and then: a write for each call would cost more than the call. */
export function createCounts({ health, now, log }: KeepCountsDeps) {
  let calls = new Map<PortalId, Map<string, CallCount>>();
  let uses = new Map<PortalId, Map<string, UseCount>>();
  let received = new Map<PortalId, Map<number, EventCount>>();
  let keeping: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    keeping = keeping.then(keep);
  }, everyMs);
  timer.unref();

  async function keep(): Promise<void> {
    const [counted, used, came] = [calls, uses, received];
    calls = new Map();
    uses = new Map();
    received = new Map();
    try {
      for (const [portalId, counts] of counted)
        await health.addCalls(portalId, [...counts.values()]);
      for (const [portalId, counts] of used) await health.addUses(portalId, [...counts.values()]);
      for (const [portalId, counts] of came) await health.addEvents(portalId, [...counts.values()]);
    } catch (error) {
      log.warn({ err: error }, 'counts could not be kept');
    }
  }

  const today = () => Math.floor(now().getTime() / dayMs);

  return {
    called({ portalId, endpoint, priority, status }: Called) {
      const ofPortal = calls.get(portalId) ?? new Map<string, CallCount>();
      calls.set(portalId, ofPortal);
      const day = today();
      const key = `${day} ${endpoint} ${priority}`;
      const before = ofPortal.get(key) ?? { day, endpoint, priority, calls: 0, failures: 0 };
      const isFailed = status === 0 || status >= 400;
      ofPortal.set(key, {
        ...before,
        calls: before.calls + 1,
        failures: before.failures + (isFailed ? 1 : 0),
      });
    },

    used(portalId: PortalId, kind: string, role: Role): void {
      const ofPortal = uses.get(portalId) ?? new Map<string, UseCount>();
      uses.set(portalId, ofPortal);
      const day = today();
      const key = `${day} ${kind} ${role}`;
      const before = ofPortal.get(key) ?? { day, kind, role, uses: 0 };
      ofPortal.set(key, { ...before, uses: before.uses + 1 });
    },

    received(portalId: PortalId, events: number): void {
      const ofPortal = received.get(portalId) ?? new Map<number, EventCount>();
      received.set(portalId, ofPortal);
      const day = today();
      const before = ofPortal.get(day)?.events ?? 0;
      ofPortal.set(day, { day, events: before + events, lastAt: now().getTime() });
    },

    /** Keeps what was counted so far. */
    async keep(): Promise<void> {
      keeping = keeping.then(keep);
      await keeping;
    },

    async close(): Promise<void> {
      clearInterval(timer);
      keeping = keeping.then(keep);
      await keeping;
    },
  };
}
