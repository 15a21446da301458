import type { SituationStore } from '../assessment/situation-store.ts';
import type { Logger } from '../log.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Outlook } from '../model/strategy.ts';
import { workingDayFrom } from '../strategy/calendar.ts';
import { admission } from '../strategy/day-plan.ts';
import type { OwnerTask } from '../strategy/noise-budget.ts';
import type { OutboxStore } from '../writeback/outbox-store.ts';
import type { AccountTrailStore } from './account-trail-store.ts';
import { type AskDeps, type Asked, askAccounts, nothingAsked } from './ask-accounts.ts';
import { type EscalateDeps, escalateTasks } from './escalate-tasks.ts';
import { type MoveDeps, moveTasks } from './move-tasks.ts';
import { newTaskOf, subjectsOf } from './plan-rules.ts';
import type { AccountToPlan, DueAccount, PlanStore } from './plan-store.ts';
import {
  type ContextDeps,
  type PlanContext,
  readOwners,
  readPlanContext,
} from './read-plan-context.ts';
import type { RunStore } from './run-store.ts';
import type { TaskChangeStore } from './task-change-store.ts';
import { taskMarker } from './task-marker.ts';

export type PlanDeps = ContextDeps &
  AskDeps &
  MoveDeps &
  EscalateDeps & {
    plans: PlanStore;
    trails: Pick<AccountTrailStore, 'listGone' | 'forget'>;
    taskChanges: TaskChangeStore;
    situations: Pick<SituationStore, 'saveOutlooks'>;
    outbox: Pick<OutboxStore, 'ask'>;
    log: Logger;
  };

const accountsAtOnce = 500;
/** What is left is forgotten on the days after. */
const goneAtOnce = 1_000;
/** A merged task of a period may be joined as long. */
const mergedDays = 400;

/**
 * Makes the day's tasks: of all accounts once a day and after a change of the strategies, and of the
 * accounts that changed since. Returns how many accounts were planned. Safe to run twice and side by
 * side: a step of a period becomes one task, whoever asks and however often.
 */
export async function planTasks(deps: PlanDeps, portalId: PortalId): Promise<number> {
  const { plans, runs, trails } = deps;
  const context = await readPlanContext(deps, portalId);
  if (!context) return 0;
  const { today, revision, frame, scope } = context;
  if (frame.library.length === 0 && !(await runs.isAnyOpen(portalId))) return 0;

  const last = await plans.find(portalId);
  if (last?.plannedOn === today && last.revision === revision) {
    const due = await plans.listDue(portalId, accountsAtOnce);
    if (due.length === 0) return 0;
    const ids = due.map(({ accountId }) => accountId);
    const accounts = await plans.findAccounts(portalId, scope, ids);
    return await planAccounts(deps, context, [{ accounts, due }]);
  }
  await moveTasks(deps, portalId);
  const planned = await planAccounts(deps, context, allAccounts(deps, context));
  await escalateTasks(deps, context);
  await trails.forget(portalId, await trails.listGone(portalId, goneAtOnce));
  await plans.save(portalId, { plannedOn: today, revision });
  return planned;
}

export type PlannedDeps = ContextDeps & {
  plans: Pick<PlanStore, 'find' | 'countDue'>;
  runs: Pick<RunStore, 'isAnyOpen'>;
};

/** Whether there is nothing to plan now. */
export async function isPlanned(deps: PlannedDeps, portalId: PortalId): Promise<boolean> {
  const context = await readPlanContext(deps, portalId);
  if (!context) return true;
  const { today, revision, frame } = context;
  if (frame.library.length === 0 && !(await deps.runs.isAnyOpen(portalId))) return true;
  const last = await deps.plans.find(portalId);
  if (last?.plannedOn !== today || last.revision !== revision) return false;
  return (await deps.plans.countDue(portalId)) === 0;
}

type Page = { accounts: readonly AccountToPlan[]; due: readonly DueAccount[] };

async function* allAccounts(
  { plans }: PlanDeps,
  { portalId, scope }: PlanContext,
): AsyncGenerator<Page> {
  let last: AccountId | null = null;
  for (;;) {
    const due = await plans.listDue(portalId, accountsAtOnce, last);
    const accounts: AccountToPlan[] = await plans.listAccounts(
      portalId,
      scope,
      last,
      accountsAtOnce,
    );
    const upTo = accounts.at(-1)?.situation.accountId;
    if (upTo === undefined) return;
    yield { accounts, due: due.filter(({ accountId }) => accountId <= upTo) };
    last = upTo;
  }
}

async function planAccounts(
  deps: PlanDeps,
  context: PlanContext,
  pages: Iterable<Page> | AsyncIterable<Page>,
): Promise<number> {
  const { plans, tasks, taskChanges, log } = deps;
  const { portalId, today, frame, settings } = context;
  const owners = await readOwners(deps, portalId);
  const asked = nothingAsked();
  const due: DueAccount[] = [];
  for await (const page of pages) {
    due.push(...page.due);
    await askAccounts(deps, { ...context, owners }, page.accounts, asked);
  }
  const known = await tasks.listKnown(portalId, today, today - mergedDays);
  const { limits } = settings;
  const { create, extend, reopen } = admission(asked.wanted, { frame, limits }, known, today);
  await taskChanges.carryOut(portalId, {
    create: create.flatMap((task) => madeTask(task, context, asked) ?? []),
    extend: extend.flatMap(subjectsOf),
    withdraw: asked.withdraw,
    reopen: reopen.map(({ key }) => key),
    startOn: workingDayFrom(today, frame.calendar),
  });
  await sayOutlooks(deps, portalId, asked);
  await plans.forgetDue(portalId, due);
  const withdrawn = asked.withdraw.length;
  if (create.length + withdrawn > 0) {
    log.info({ portalId, created: create.length, withdrawn }, 'tasks planned');
  }
  return asked.accounts.size;
}

function madeTask(task: OwnerTask, { today }: PlanContext, asked: Asked) {
  const [first] = task.steps;
  const account = first && asked.accounts.get(first.accountId);
  if (!account) return null;
  return newTaskOf(task, {
    marker: taskMarker(task.key),
    createdOn: today,
    ownerProblem: asked.problems.get(`${first.accountId}/${first.role}`) ?? null,
    priority: account.priority,
  });
}

/**
 * What accounts' properties say of their plan: the nearest open task, else the next step that will become
 * one, and the strategy at work. Where HubSpot shows the same nobody is asked to write it.
 */
async function sayOutlooks(
  { tasks, situations, outbox, now }: PlanDeps,
  portalId: PortalId,
  { accounts }: Asked,
): Promise<void> {
  const dates = await tasks.nextDates(portalId, [...accounts.keys()]);
  const outlooks = new Map<AccountId, Outlook>();
  const shown: AccountId[] = [];
  for (const [id, { plannedOn, strategy, advised, before }] of accounts) {
    const nextActionOn = dates.get(id) ?? plannedOn;
    const isAnotherDay = nextActionOn !== before.nextActionOn;
    if (isAnotherDay || strategy !== before.strategy) outlooks.set(id, { nextActionOn, strategy });
    const isAnother = (strategy ?? advised) !== (before.strategy ?? advised);
    if (isAnotherDay || isAnother) shown.push(id);
  }
  // First, for what is saved is not looked at again.
  if (shown.length > 0) await outbox.ask(portalId, shown, 'nightly', now());
  if (outlooks.size > 0) await situations.saveOutlooks(portalId, outlooks);
}
