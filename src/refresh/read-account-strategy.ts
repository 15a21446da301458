import type { AccountStrategy } from '../cards/account-strategy.ts';
import { type ReadSignals, readAccountPlans } from '../execution/ask-accounts.ts';
import type { DecisionStore } from '../execution/decision-store.ts';
import type { ImportedExecutionStore } from '../execution/imported-execution-store.ts';
import { rolesWith } from '../execution/plan-rules.ts';
import type { PlanStore } from '../execution/plan-store.ts';
import { type ContextDeps, taskScope } from '../execution/read-plan-context.ts';
import type { RunStore } from '../execution/run-store.ts';
import type { TaskStore } from '../execution/task-store.ts';
import { dayIn } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { type WriteScope, writeScopeOf } from '../model/publishing.ts';
import { workCalendar } from '../strategy/calendar.ts';

export type AccountStrategyDeps = ContextDeps & {
  decisions: Pick<DecisionStore, 'listSince'>;
  imported: Pick<ImportedExecutionStore, 'listOf'>;
  plans: Pick<PlanStore, 'findAccounts'>;
  runs: Pick<RunStore, 'listOf'>;
  tasks: Pick<TaskStore, 'listOf' | 'takenBy'>;
  signals: ReadSignals;
};

const latestTasks = 40;
/** A decision is shown as long as it keeps a step away, or puts it off. */
const shownDecisionDays = 120;

/** What is decided, planned and done for an account; null while the portal or the account is not known. */
export async function readAccountStrategy(
  deps: AccountStrategyDeps,
  portalId: PortalId,
  accountId: AccountId,
): Promise<Omit<AccountStrategy, 'viewerId' | 'mayWrite'> | null> {
  const portal = await deps.portals.find(portalId);
  const [account] = await deps.plans.findAccounts(portalId, { kind: 'all' }, [accountId]);
  if (!portal || !account) return null;
  const today = dayIn(portal.timeZone)(deps.now().getTime());
  const [inForce, { kamOwnerProperty }, publishing, planned, tasks, imported, decisions, owners] =
    await Promise.all([
      deps.strategies.read(portalId),
      deps.settings.read(portalId),
      deps.publishing.read(portalId),
      readAccountPlans(deps, { portalId, today }, [account]),
      deps.tasks.listOf(portalId, accountId, latestTasks),
      deps.imported.listOf(portalId, accountId, latestTasks),
      deps.decisions.listSince(portalId, [accountId], today - shownDecisionDays),
      deps.portals.listOwners(portalId),
    ]);
  const { strategies, settings } = inForce;
  const { signals = [], dismissed = [], snoozed = new Map() } = planned.plans[0] ?? {};
  const runs = planned.runs.get(accountId) ?? [];
  const taken = planned.taken.get(accountId) ?? [];
  return {
    plan: { signals, dismissed, snoozed, runs, taken },
    frame: {
      portalId,
      library: strategies,
      calendar: workCalendar(settings.calendar.name, settings.calendar.edits),
      events: settings.events,
    },
    switchedOn: settings.switchedOn,
    whyNoTasks: portal.scopes.includes(taskScope)
      ? await whyNothingIsWritten(deps, portalId, accountId, writeScopeOf(publishing))
      : 'not_granted',
    roles: rolesWith(settings, kamOwnerProperty),
    properties: account.properties,
    tasks,
    imported,
    decisions: decisions.get(accountId) ?? [],
    owners,
  };
}

async function whyNothingIsWritten(
  { plans }: AccountStrategyDeps,
  portalId: PortalId,
  accountId: AccountId,
  scope: WriteScope,
): Promise<'not_published' | 'outside_pilot' | null> {
  if (scope.kind === 'none') return 'not_published';
  if (scope.kind === 'all') return null;
  const within = await plans.findAccounts(portalId, scope, [accountId]);
  return within.length > 0 ? null : 'outside_pilot';
}
