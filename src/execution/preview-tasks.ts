import { setImmediate } from 'node:timers/promises';
import type { AccountId, PortalId } from '../model/ids.ts';
import { writeScopeOf } from '../model/publishing.ts';
import type { OwnerRole, StrategyCode, StrategyRun, TakenStep } from '../model/strategy.ts';
import type { TasksForeseen } from '../model/task-preview.ts';
import type { PortalPlan } from '../strategy/day-plan.ts';
import { previewTasks as foresee } from '../strategy/preview.ts';
import { resolveRole } from '../strategy/roles.ts';
import { type AskDeps, readAccountPlans } from './ask-accounts.ts';
import type { AccountToPlan, PlanStore } from './plan-store.ts';
import {
  type ContextDeps,
  contextWithin,
  type PlanContext,
  readOwners,
} from './read-plan-context.ts';

export type PreviewTasksDeps = ContextDeps &
  Omit<AskDeps, 'runs'> & {
    runs: Pick<AskDeps['runs'], 'listOf'>;
    plans: Pick<PlanStore, 'listAccounts'>;
  };

const accountsAtOnce = 500;
/** As far back as merged tasks may be joined. */
const mergedDays = 400;

/**
 * The tasks that the next days would bring if some strategies were on as well: planned by the code that
 * plans them, from the same accounts. Of a portal that writes nothing yet: if it wrote everything.
 */
export async function previewTasks(
  deps: PreviewTasksDeps,
  portalId: PortalId,
  { codes, days }: { codes: readonly StrategyCode[]; days: number },
): Promise<TasksForeseen | null> {
  const portal = await deps.portals.find(portalId);
  if (!portal) return null;
  const allowed = writeScopeOf(await deps.publishing.read(portalId));
  const scope = allowed.kind === 'none' ? ({ kind: 'all' } as const) : allowed;
  const context = await contextWithin(deps, portal, scope);
  const inForce = await deps.strategies.read(portalId);
  const isOn = new Set([...inForce.settings.switchedOn, ...codes]);
  const library = inForce.strategies.filter(({ code }) => isOn.has(code));

  const { plan, runs, taken } = await readPlan(deps, {
    ...context,
    frame: { ...context.frame, library },
  });
  const { today } = context;
  const tasks = await deps.tasks.listKnown(portalId, today, today - mergedDays);
  const parts = foresee(plan, { runs, taken, tasks }, today, days);
  for (;;) {
    const { done, value } = parts.next();
    if (done) return { ...value, perOwner: [...value.perOwner] };
    await setImmediate();
  }
}

async function readPlan(deps: PreviewTasksDeps, context: PlanContext) {
  const { portalId, frame, settings, scope } = context;
  const runs = new Map<AccountId, readonly StrategyRun[]>();
  const taken = new Map<AccountId, readonly TakenStep[]>();
  const properties = new Map<AccountId, AccountToPlan['properties']>();
  const accounts: PortalPlan['accounts'][number][] = [];
  let last: AccountId | null = null;
  for (;;) {
    const page: AccountToPlan[] = await deps.plans.listAccounts(
      portalId,
      scope,
      last,
      accountsAtOnce,
    );
    const upTo = page.at(-1)?.situation.accountId;
    if (upTo === undefined) break;
    const found = await readAccountPlans(deps, context, page);
    accounts.push(...found.plans);
    for (const [id, own] of found.runs) runs.set(id, own);
    for (const [id, own] of found.taken) taken.set(id, own);
    for (const each of page) properties.set(each.situation.accountId, each.properties);
    last = upTo;
  }
  const owners = await readOwners(deps, portalId);
  const ownerOf = (accountId: AccountId, role: OwnerRole) => {
    const account = { accountId, properties: properties.get(accountId) ?? {} };
    return resolveRole(role, account, settings.roles, owners).ownerId;
  };
  const { limits, cooldownDays } = settings;
  const plan: PortalPlan = { frame, accounts, ownerOf, limits, cooldownDays };
  return { plan, runs, taken };
}
