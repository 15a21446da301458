import type { Logger } from '../log.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { StepTask } from '../model/step-task.ts';
import { type Owner, type ResolvedRole, resolveRole } from '../strategy/roles.ts';
import type { PlanStore } from './plan-store.ts';
import {
  type ContextDeps,
  type PlanContext,
  readOwners,
  readPlanContext,
} from './read-plan-context.ts';
import type { TaskEditStore } from './task-edit-store.ts';
import type { TaskStore } from './task-store.ts';

export type MoveDeps = ContextDeps & {
  plans: Pick<PlanStore, 'findAccounts'>;
  tasks: Pick<TaskStore, 'listOrphaned' | 'listWithManagers'>;
  taskEdits: Pick<TaskEditStore, 'move' | 'follow'>;
  log: Logger;
};

type Context = PlanContext & { owners: readonly Owner[] };

/**
 * Passes open tasks on to whoever does their work now: those of people who left, and those nobody has
 * begun of accounts that got another key-account manager. Safe to run twice.
 */
export async function moveTasks(deps: MoveDeps, portalId: PortalId): Promise<number> {
  const plan = await readPlanContext(deps, portalId);
  if (!plan) return 0;
  const owners = await readOwners(deps, portalId);
  const active = owners.filter(({ isActive }) => isActive).map(({ id }) => id);
  if (active.length === 0) return 0;
  const context = { ...plan, owners };
  return (await leave(deps, context, active)) + (await follow(deps, context));
}

async function leave(
  deps: MoveDeps,
  context: Context,
  activeOwnerIds: readonly string[],
): Promise<number> {
  const { tasks, taskEdits, log } = deps;
  const { portalId } = context;
  const orphaned = await tasks.listOrphaned(portalId, activeOwnerIds);
  if (orphaned.length === 0) return 0;
  const resolve = await resolver(deps, context, orphaned);
  const moved = orphaned
    .map((task) => {
      const { ownerId, problems } = resolve(task);
      const left = { code: 'deactivated_owner', ownerId: task.ownerId } as const;
      const problem = JSON.stringify(problems.length > 0 ? problems : [left]);
      return { key: task.key, from: task.ownerId, to: ownerId, problem };
    })
    .filter(({ from, to }) => from !== to);
  await taskEdits.move(portalId, moved);
  log.warn({ portalId, tasks: moved.length }, 'tasks of people who left were passed on');
  return moved.length;
}

async function follow(deps: MoveDeps, context: Context): Promise<number> {
  const { tasks, taskEdits, log } = deps;
  const { portalId } = context;
  const untouched = await tasks.listWithManagers(portalId);
  if (untouched.length === 0) return 0;
  const resolve = await resolver(deps, context, untouched);
  const moved = untouched
    .map((task) => {
      const { ownerId, by, problems } = resolve(task);
      const problem = by === 'fallback' ? JSON.stringify(problems) : null;
      return { key: task.key, from: task.ownerId, to: ownerId, problem };
    })
    .filter(({ from, to }) => from !== to);
  if (moved.length === 0) return 0;
  await taskEdits.follow(portalId, moved);
  log.info({ portalId, tasks: moved.length }, 'tasks followed their account to another owner');
  return moved.length;
}

/** Who does a task's work now; a merged one is about many accounts: whoever has the role in all of them. */
async function resolver(
  { plans }: MoveDeps,
  { portalId, settings, owners }: Context,
  tasks: readonly StepTask[],
): Promise<(task: StepTask) => ResolvedRole> {
  const ids = [...new Set(tasks.flatMap((task) => task.accountId ?? []))];
  const accounts = await plans.findAccounts(portalId, { kind: 'all' }, ids);
  const propertiesOf = new Map<AccountId, Readonly<Record<string, string | null>>>(
    accounts.map(({ situation, properties }) => [situation.accountId, properties]),
  );
  return ({ accountId: ownId, role }) => {
    const properties = ownId === null ? {} : (propertiesOf.get(ownId) ?? {});
    return resolveRole(
      role,
      { accountId: ownId ?? accountId(''), properties },
      settings.roles,
      owners,
    );
  };
}
