import { type Day, startOfDay } from '../model/day.ts';
import type { TaskStatus } from '../model/step-task.ts';
import type { ExecutionStatus } from '../model/strategy.ts';

const hourMs = 3_600_000;

/** When a task of a day is due. Each day of a time zone is looked up once. */
export function dueInstant(timeZone: string, hour: number): (day: Day) => number {
  const starts = new Map<Day, number>();
  return (day) => {
    const known = starts.get(day) ?? startOfDay(day, timeZone);
    starts.set(day, known);
    return known + hour * hourMs;
  };
}

/** What nobody has to do any more is completed in HubSpot. */
export function shownStatusOf(status: TaskStatus): ExecutionStatus {
  return status === 'withdrawn' || status === 'dismissed' ? 'done' : status;
}
