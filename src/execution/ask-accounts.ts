import type { Day } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { AccountSignal, Outlook, OwnerRole, StrategyCode } from '../model/strategy.ts';
import { dayChanges } from '../strategy/day-plan.ts';
import type { Window } from '../strategy/due-dates.ts';
import type { OwnedStep } from '../strategy/noise-budget.ts';
import { signalMemoryDays } from '../strategy/plan.ts';
import { type Owner, resolveRole } from '../strategy/roles.ts';
import { advisedStrategy, leadingRun } from '../strategy/runs.ts';
import type { DecisionStore } from './decision-store.ts';
import { changedRuns, decidedPlan, nextPlannedOn } from './plan-rules.ts';
import type { AccountToPlan } from './plan-store.ts';
import type { PlanContext } from './read-plan-context.ts';
import type { RunStore } from './run-store.ts';
import type { TaskChanges } from './task-change-store.ts';
import type { TaskStore } from './task-store.ts';

/** What happens to accounts and calls for steps, within a window. */
export type ReadSignals = (
  portalId: PortalId,
  accountIds: readonly AccountId[],
  window: Window,
) => Promise<ReadonlyMap<AccountId, readonly AccountSignal[]>>;

export type AskDeps = {
  runs: RunStore;
  tasks: TaskStore;
  decisions: Pick<DecisionStore, 'listSince'>;
  signals: ReadSignals;
};

/** What the day asks for of the accounts looked at so far. */
export type Asked = {
  wanted: OwnedStep[];
  withdraw: TaskChanges['withdraw'][number][];
  /** Why the fallback has to do what a role should, by account and role. */
  problems: Map<string, string>;
  accounts: Map<AccountId, AskedAccount>;
};

type AskedAccount = {
  priority: number;
  plannedOn: Day | null;
  /** What holds where no strategy is at work. */
  advised: StrategyCode | null;
  /** What is at work now. */
  strategy: StrategyCode | null;
  before: Outlook;
};

export const nothingAsked = (): Asked => ({
  wanted: [],
  withdraw: [],
  problems: new Map(),
  accounts: new Map(),
});

/** A decision is looked at as long as it may move a step of the window. */
const decisionDays = 180;
/** No step of a period comes up again so long after it was due. */
const memoryDays = 400;
/** A signal of the past may call for a step as long; one still to come, such as the end of a contract, as early. */
const signalDays = { back: signalMemoryDays, ahead: 400 };

/** Brings the runs of a part of the accounts up to date and adds what the day asks for of them. */
export async function askAccounts(
  deps: AskDeps,
  context: PlanContext & { owners: readonly Owner[] },
  accounts: readonly AccountToPlan[],
  asked: Asked,
): Promise<void> {
  const { portalId, today, frame, settings } = context;
  const { plans, runs, taken } = await readAccountPlans(deps, context, accounts);
  const { limits, cooldownDays } = settings;
  const ownerOf = ownerFinder(context, accounts, asked);
  const plan = { frame, accounts: plans, ownerOf, limits, cooldownDays };
  const found = dayChanges(plan, { runs, taken }, today);

  await deps.runs.save(
    portalId,
    [...found.runs].flatMap(([id, after]) => changedRuns(id, runs.get(id) ?? [], after)),
  );
  asked.wanted.push(...found.wanted);
  asked.withdraw.push(...found.withdraw.map(({ step, why }) => ({ stepKey: step.key, why })));
  const dated = await datedAfter(deps, portalId, accounts, found.withdraw);
  for (const [index, account] of plans.entries()) {
    const { accountId, priority } = account.situation;
    const own = { ...account, runs: found.runs.get(accountId) ?? [] };
    const plannedOn = dated.has(accountId)
      ? null
      : nextPlannedOn(own, taken.get(accountId) ?? [], frame, today);
    asked.accounts.set(accountId, {
      ...{ priority, plannedOn },
      advised: advisedStrategy(account.situation),
      strategy: leadingRun(own.runs)?.strategy ?? null,
      before: accounts[index]?.outlook ?? { nextActionOn: null, strategy: null },
    });
  }
}

/** Accounts that go on having a task of their own: nobody asks what is planned after it. */
async function datedAfter(
  { tasks }: AskDeps,
  portalId: PortalId,
  accounts: readonly AccountToPlan[],
  withdrawn: readonly { step: { accountId: AccountId } }[],
): Promise<Set<AccountId>> {
  const ids = accounts.map(({ situation }) => situation.accountId);
  const dated = new Set((await tasks.nextDates(portalId, ids)).keys());
  for (const { step } of withdrawn) dated.delete(step.accountId);
  return dated;
}

/** What the plans of accounts follow from beside their situation. */
export async function readAccountPlans(
  deps: Pick<AskDeps, 'decisions' | 'signals'> & {
    runs: Pick<RunStore, 'listOf'>;
    tasks: Pick<TaskStore, 'takenBy'>;
  },
  { portalId, today }: Pick<PlanContext, 'portalId' | 'today'>,
  accounts: readonly AccountToPlan[],
) {
  const ids = accounts.map(({ situation }) => situation.accountId);
  const [runs, taken, decisions, signals] = await Promise.all([
    deps.runs.listOf(portalId, ids),
    deps.tasks.takenBy(portalId, ids, today - memoryDays),
    deps.decisions.listSince(portalId, ids, today - decisionDays),
    deps.signals(portalId, ids, { from: today - signalDays.back, to: today + signalDays.ahead }),
  ]);
  const plans = accounts.map(({ situation }) => ({
    situation,
    signals: signals.get(situation.accountId) ?? [],
    ...decidedPlan(decisions.get(situation.accountId) ?? []),
  }));
  return { plans, runs, taken };
}

function ownerFinder(
  { settings, owners }: PlanContext & { owners: readonly Owner[] },
  accounts: readonly AccountToPlan[],
  asked: Asked,
) {
  const propertiesOf = new Map(
    accounts.map(({ situation, properties }) => [situation.accountId, properties]),
  );
  return (accountId: AccountId, role: OwnerRole): string => {
    const account = { accountId, properties: propertiesOf.get(accountId) ?? {} };
    const { ownerId, by, problems } = resolveRole(role, account, settings.roles, owners);
    if (by === 'fallback') asked.problems.set(`${accountId}/${role}`, JSON.stringify(problems));
    return ownerId;
  };
}
