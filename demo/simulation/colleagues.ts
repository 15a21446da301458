import { COMPANY, TASK } from '../../sandbox/object-types.ts';
import type { Owner, Portal } from '../../sandbox/portal.ts';
import type { Random } from '../../sandbox/random.ts';
import type { UserActions } from '../../sandbox/user-actions.ts';

/** What somebody will do with a task: the days are working days of the future. */
type Intent = { taskId: number; startOn: number; doneOn: number; isPutOff: boolean };

const dayMs = 86_400_000;
const never = Number.POSITIVE_INFINITY;
/** Until who forgot a task tidies it away: twenty of them would fill the table for good. */
const forgottenDays = 45;
const leaveEveryDays = 160;
const successorAfterDays = 10;
const accountsMoveAfterDays = 25;

export type WinBackCall = (companyId: number) => void;

/**
 * What people of the portal do: tasks in time, late or when nobody waits for them any more; now and then
 * somebody leaves, whose accounts a successor takes over some weeks later.
 */
export function createColleagues(
  portal: Portal,
  user: UserActions,
  random: Random,
  onCalled: WinBackCall,
) {
  const tasks = portal.table(TASK);
  const intents = new Map<number, Intent>();
  let seenRows = 0;

  function intentOf(row: number, today: number): Intent {
    const dueOn = Math.floor(Date.parse(tasks.get(row, 'hs_timestamp') ?? '') / dayMs);
    const due = Number.isFinite(dueOn) ? Math.max(today, dueOn) : today + 7;
    const taskId = tasks.idOf(row);
    const drawn = random.next();
    const inTime = today + random.below(due - today + 1);
    if (drawn < 0.72) return { taskId, startOn: never, doneOn: inTime, isPutOff: false };
    const late = due + 1 + random.below(14);
    if (drawn < 0.88) return { taskId, startOn: never, doneOn: late, isPutOff: false };
    if (drawn < 0.95) return { taskId, startOn: due, doneOn: late + 7, isPutOff: drawn < 0.9 };
    const forgotten = due + forgottenDays + random.below(forgottenDays);
    return { taskId, startOn: never, doneOn: forgotten, isPutOff: false };
  }

  function isStillOpen(taskId: number): boolean {
    const row = tasks.rowOf(taskId);
    return tasks.isLive(row) && tasks.get(row, 'hs_task_status') !== 'COMPLETED';
  }

  function workOn({ taskId, startOn, doneOn, isPutOff }: Intent, today: number): void {
    if (!isStillOpen(taskId)) {
      intents.delete(taskId);
    } else if (doneOn <= today) {
      user.update(TASK, taskId, { hs_task_status: 'COMPLETED' });
      intents.delete(taskId);
      tellOfCall(taskId);
    } else if (startOn === today) {
      user.update(TASK, taskId, { hs_task_status: isPutOff ? 'DEFERRED' : 'IN_PROGRESS' });
    }
  }

  function tellOfCall(taskId: number): void {
    const row = tasks.rowOf(taskId);
    if (!tasks.get(row, 'hs_task_subject')?.startsWith('[Win-back')) return;
    const companies = portal.table(COMPANY);
    for (const link of portal.links.between(TASK, COMPANY).of(row)) {
      onCalled(companies.idOf(link.row));
    }
  }

  return {
    /** A working day at their tasks. */
    work(today: number): void {
      for (; seenRows < tasks.rows(); seenRows++) {
        const intent = intentOf(seenRows, today);
        intents.set(intent.taskId, intent);
      }
      for (const intent of [...intents.values()]) workOn(intent, today);
    },
    changeStaff: createStaff(portal, user, random),
  };
}

/** Who leaves when, and who comes; called once a day, counted from the first. */
function createStaff(portal: Portal, user: UserActions, random: Random) {
  let leaver: Owner | undefined;
  let successor: Owner | undefined;

  return (daysIn: number): void => {
    const phase = daysIn % leaveEveryDays;
    if (daysIn >= leaveEveryDays && phase === 0) {
      const sellers = portal.owners.filter(({ archived, teams }) => !archived && teams.length > 0);
      leaver = random.pick(sellers.slice(1));
      leaver.archived = true;
    } else if (leaver && phase === successorAfterDays) {
      successor = successorOf(leaver, portal.owners.length);
      portal.owners.push(successor);
    } else if (leaver && successor && phase === accountsMoveAfterDays) {
      moveAccounts(portal, user, leaver.id, successor.id);
      leaver = undefined;
    }
  };
}

function successorOf(leaver: Owner, known: number): Owner {
  const id = String(65_000_000 + known);
  const userId = 76_000_000 + known;
  const lastName = `${leaver.lastName}-${known}`;
  const email = `${leaver.firstName}.${lastName}@example.com`.toLowerCase();
  return { ...leaver, id, userId, lastName, email, archived: false };
}

function moveAccounts(portal: Portal, user: UserActions, from: string, to: string): void {
  const companies = portal.table(COMPANY);
  for (let row = 0; row < companies.rows(); row++) {
    if (!companies.isLive(row) || companies.get(row, 'hubspot_owner_id') !== from) continue;
    user.update(COMPANY, companies.idOf(row), { hubspot_owner_id: to });
  }
}
