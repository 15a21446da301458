import type { CallBudget, SetBudget } from '../model/call-budget.ts';
import type { PortalId } from '../model/ids.ts';
import type { CallBudgetStore } from './call-budget-store.ts';

export type CallBudgetsDeps = {
  budgets: CallBudgetStore;
  /** Of the installation; no portal may have more in ten seconds. */
  defaults: CallBudget;
};

type Known = { budget: Promise<CallBudget>; at: number };

/** A change reaches every other process within this time. */
const knownForMs = 1_000;

/** The budget of each portal as it is now. */
export function createCallBudgets({ budgets, defaults }: CallBudgetsDeps) {
  const known = new Map<PortalId, Known>();

  async function read(portalId: PortalId): Promise<CallBudget> {
    try {
      return budgetWithin(defaults, await budgets.find(portalId));
    } catch (error) {
      known.delete(portalId);
      throw error;
    }
  }

  return {
    /** What an admin set. */
    find: budgets.find,

    async save(portalId: PortalId, budget: SetBudget): Promise<void> {
      await budgets.save(portalId, budget);
      known.delete(portalId);
    },

    /** What holds. */
    of(portalId: PortalId): Promise<CallBudget> {
      const at = performance.now();
      const before = known.get(portalId);
      if (before && at - before.at < knownForMs) return before.budget;
      const budget = read(portalId);
      known.set(portalId, { budget, at });
      return budget;
    },
  };
}

function budgetWithin(defaults: CallBudget, set: SetBudget): CallBudget {
  const most = defaults.callsPerTenSeconds;
  return {
    callsPerTenSeconds: Math.min(most, set.callsPerTenSeconds ?? most),
    callsPerDay: set.callsPerDay ?? defaults.callsPerDay,
  };
}
