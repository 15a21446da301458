import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import type { CallCount, HealthStore, UseCount } from './health-store.ts';

export type KeepCountsDeps = {
  health: Pick<HealthStore, 'addCalls' | 'addUses'>;
  now: () => Date;
  log: Logger;
};

const everyMs = 10_000;
const dayMs = 86_400_000;

/** Counts in memory and keeps the counts now and then: a write for each call would cost more than the call. */
export function createCounts({ health, now, log }: KeepCountsDeps) {
  let calls = new Map<PortalId, Map<string, CallCount>>();
  let uses = new Map<PortalId, Map<string, UseCount>>();
  let keeping: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    keeping = keeping.then(keep);
  }, everyMs);
  timer.unref();

  async function keep(): Promise<void> {
    const [counted, used] = [calls, uses];
    calls = new Map();
    uses = new Map();
    try {
      for (const [portalId, counts] of counted)
        await health.addCalls(portalId, [...counts.values()]);
      for (const [portalId, counts] of used) await health.addUses(portalId, [...counts.values()]);
    } catch (error) {
      log.warn({ err: error }, 'counts could not be kept');
    }
  }

  const today = () => Math.floor(now().getTime() / dayMs);

  return {
    called({
      portalId,
      endpoint,
      status,
    }: {
      portalId: PortalId;
      endpoint: string;
      status: number;
    }) {
      const ofPortal = calls.get(portalId) ?? new Map<string, CallCount>();
      calls.set(portalId, ofPortal);
      const day = today();
      const key = `${day} ${endpoint}`;
      const before = ofPortal.get(key) ?? { day, endpoint, calls: 0, failures: 0 };
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
