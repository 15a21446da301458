import type { Logger } from '../log.ts';
import { accountId, type PortalId } from '../model/ids.ts';
import { resolveRole } from '../strategy/roles.ts';
import type { PlanStore } from './plan-store.ts';
import { type ContextDeps, readOwners, readPlanContext } from './read-plan-context.ts';
import type { TaskChangeStore } from './task-change-store.ts';
import type { TaskStore } from './task-store.ts';

export type MoveDeps = ContextDeps & {
  plans: Pick<PlanStore, 'findAccounts'>;
  tasks: Pick<TaskStore, 'listOrphaned'>;
  taskChanges: Pick<TaskChangeStore, 'move'>;
  log: Logger;
};

/** Passes the open tasks of people who left on to whoever does their work now. Safe to run twice. */
export async function moveTasks(deps: MoveDeps, portalId: PortalId): Promise<number> {
  const { plans, tasks, taskChanges, log } = deps;
  const context = await readPlanContext(deps, portalId);
  if (!context) return 0;
  const owners = await readOwners(deps, portalId);
  const active = owners.filter(({ isActive }) => isActive).map(({ id }) => id);
  if (active.length === 0) return 0;
  const orphaned = await tasks.listOrphaned(portalId, active);
  if (orphaned.length === 0) return 0;
  const { roles } = context.settings;
  const ids = [...new Set(orphaned.flatMap((task) => task.accountId ?? []))];
  const accounts = await plans.findAccounts(portalId, { kind: 'all' }, ids);
  const propertiesOf = new Map(
    accounts.map(({ situation, properties }) => [situation.accountId, properties]),
  );
  const moves = orphaned.map(({ key, accountId: ownId, ownerId, role }) => {
    // A merged task is about many accounts: whoever has the role in all of them.
    const properties = ownId === null ? {} : (propertiesOf.get(ownId) ?? {});
    const account = { accountId: ownId ?? accountId(''), properties };
    const found = resolveRole(role, account, roles, owners);
    const left = { code: 'deactivated_owner', ownerId } as const;
    const problems = found.problems.length > 0 ? found.problems : [left];
    return { key, from: ownerId, to: found.ownerId, problem: JSON.stringify(problems) };
  });
  const moved = moves.filter(({ from, to }) => from !== to);
  await taskChanges.move(portalId, moved);
  log.warn({ portalId, tasks: moved.length }, 'tasks of people who left were passed on');
  return moved.length;
}
