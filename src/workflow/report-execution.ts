import type { TaskStore } from '../execution/task-store.ts';
import type { Day } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { isOpen, type StepTask } from '../model/step-task.ts';
import type { ExecutionStatus } from '../model/strategy.ts';
import { type InputField, problem, type Read, readChoice, readDay } from './input-rules.ts';
import type { Outcome } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

/** What a workflow says of a task. */
export type ExecutionReport = {
  /** The same when HubSpot asks again. */
  id: string;
  taskKey: string;
  /** null: as it is. */
  status: ExecutionStatus | null;
  feedback: string | null;
  problem: string | null;
  nextAction: { title: string; ownerId: string; dueOn: Day } | null;
  authorId: number;
};

export type ReportExecutionDeps = {
  tasks: Pick<TaskStore, 'find' | 'listOf'>;
  /** Keeps what came of a task; safe to run twice. */
  logExecution(
    portalId: PortalId,
    report: ExecutionReport,
  ): Promise<
    { outcome: 'unknown_task' | 'unknown_owner' } | { outcome: 'logged'; isVague: boolean }
  >;
};

const reportable = ['done', 'in_progress', 'deferred'] as const;
const tasksLookedAt = 100;
/** HubSpot counts its users from 1. */
const noPerson = 0;

/**
 * Says what came of the account's open task that is due first. Safe to run twice: the execution
 * settles which task that is.
 */
export async function reportExecution(deps: ReportExecutionDeps, run: ActionRun): Promise<Outcome> {
  const said = saidIn(run);
  if ('problem' in said) return { status: 'invalid_input', message: said.problem };
  const { portal, accountId } = run;
  const first = firstOpen(await deps.tasks.listOf(portal.id, accountId, tasksLookedAt), accountId);
  const taskKey = await run.settle(first?.key ?? '');
  const task = await deps.tasks.find(portal.id, taskKey);
  if (!task) return { status: 'no_task' };

  const { nextAction, ...report } = said.value;
  const logged = await deps.logExecution(portal.id, {
    ...report,
    id: run.id,
    taskKey,
    nextAction: nextAction && { ...nextAction, ownerId: nextAction.ownerId || task.ownerId },
    authorId: noPerson,
  });
  if (logged.outcome !== 'logged') {
    return { status: logged.outcome === 'unknown_owner' ? 'unknown_owner' : 'no_task' };
  }
  const message = logged.isVague ? { message: run.words.say('workflow_problem.vague') } : {};
  return { status: 'done', ...message };
}

/** Merged tasks are about other accounts too, of which this workflow knows nothing. */
function firstOpen(tasks: readonly StepTask[], accountId: AccountId): StepTask | undefined {
  return tasks.findLast((task) => isOpen(task.status) && task.accountId === accountId);
}

type Said = Pick<ExecutionReport, 'status' | 'feedback' | 'problem' | 'nextAction'>;

function saidIn(run: ActionRun): Read<Said> {
  const given = (name: string) => run.inputs[name] || null;
  const nextAction = nextActionIn(run);
  if ('problem' in nextAction) return nextAction;
  const status = given('status') ? readChoice(fieldOf(run, 'status'), reportable) : { value: null };
  if ('problem' in status) return status;
  const said = {
    status: status.value,
    feedback: given('feedback'),
    problem: given('problem'),
    nextAction: nextAction.value,
  };
  const isNothing = Object.values(said).every((value) => value === null);
  return isNothing ? problem(fieldOf(run, 'feedback'), 'missing') : { value: said };
}

/** A next action has a date; who has to do it is who had the task, unless somebody is named. */
function nextActionIn(run: ActionRun): Read<Said['nextAction']> {
  const title = run.inputs['next_action'];
  if (!title) return { value: null };
  const day = readDay(fieldOf(run, 'next_action_date'));
  if ('problem' in day) return day;
  if (day.value === null) return problem(fieldOf(run, 'next_action_date'), 'missing');
  const ownerId = run.inputs['next_action_owner'] ?? '';
  return { value: { title, ownerId, dueOn: day.value } };
}

function fieldOf({ inputs, words }: ActionRun, name: string): InputField {
  return { action: 'log_execution', name, given: inputs[name], words };
}
