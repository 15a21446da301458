import type { NineBoxType } from '../model/assessment.ts';
import { type Day, dayIn, instantOf } from '../model/day.ts';
import type { ExecutionSettings, WorkingHours } from '../model/execution-settings.ts';
import type { ManualInput } from '../model/manual-input.ts';
import { isWorkingDay, type WorkCalendar, workCalendar } from './calendar.ts';

/** By when a customer wants a first answer. */
export type ServiceLevel = { hours: number; window: 'always' | 'working_hours' };

/** When a portal works. */
export type Office = { timeZone: string; calendar: WorkCalendar; hours: WorkingHours };

export function officeOf(
  timeZone: string,
  { calendar, workingHours }: Pick<ExecutionSettings, 'calendar' | 'workingHours'>,
): Office {
  return { timeZone, calendar: workCalendar(calendar.name, calendar.edits), hours: workingHours };
}

const standard: ServiceLevel = { hours: 48, window: 'working_hours' };
const levels: Partial<Record<NineBoxType, ServiceLevel>> = {
  core: { hours: 8, window: 'always' },
  mature_stable: { hours: 24, window: 'always' },
  maintain: { hours: 24, window: 'always' },
};

export function serviceLevelOf(type: NineBoxType | null): ServiceLevel {
  return (type && levels[type]) ?? standard;
}

/** What was agreed with one customer, and its last day. */
export type AgreedLevel = { level: ServiceLevel; until: Day };

/** What is said of a service level: 8h_always, 24h_working_hours. */
export function serviceLevelIn(value: string): ServiceLevel | null {
  const [, hours, window] = /^(\d+)h_(always|working_hours)$/.exec(value) ?? [];
  if (hours === undefined) return null;
  return { hours: Number(hours), window: window === 'always' ? 'always' : 'working_hours' };
}

/** The service level that a contract gives a ticket opened on a day; null: that of the type holds. */
export function agreedLevelOf(
  inputs: readonly Pick<ManualInput, 'kind' | 'value' | 'expiresOn'>[],
  openedOn: Day,
): AgreedLevel | null {
  const told = inputs.find(({ kind }) => kind === 'service_level');
  const level = told?.value == null ? null : serviceLevelIn(told.value);
  const until = told?.expiresOn ?? null;
  return level && until !== null && openedOn <= until ? { level, until } : null;
}

const hourMs = 3_600_000;
/** A calendar of nothing but days off ends the search. */
const longestWaitDays = 120;

/** When the time to answer is over, in ms since 1970: hours off do not count where only working hours do. */
export function answerDueAt(openedAt: number, level: ServiceLevel, office: Office): number {
  if (level.window === 'always') return openedAt + level.hours * hourMs;
  const { timeZone, calendar, hours } = office;
  const opened = dayIn(timeZone)(openedAt);
  let leftMs = level.hours * hourMs;
  for (let day = opened; day <= opened + longestWaitDays; day += 1) {
    if (!isWorkingDay(day, calendar)) continue;
    const from = Math.max(openedAt, instantOf(day, hours.from, timeZone));
    const workedMs = Math.max(0, instantOf(day, hours.to, timeZone) - from);
    if (leftMs <= workedMs) return from + leftMs;
    leftMs -= workedMs;
  }
  return instantOf(opened + longestWaitDays, hours.to, timeZone);
}

export type TicketTimes = {
  createdAt: number;
  /** How long the first answer took; null while there is none. */
  firstReplyMs: number | null;
  closedAt: number | null;
};

/** running: there is time left; breached: there is none, and no answer; met and late: answered. */
export type ServiceState = 'running' | 'breached' | 'met' | 'late';

/** A ticket that was closed without an answer was answered by closing it. */
export function serviceState(ticket: TicketTimes, dueAt: number, nowMs: number): ServiceState {
  const answeredAt = answeredAtOf(ticket);
  if (answeredAt !== null) return answeredAt <= dueAt ? 'met' : 'late';
  return nowMs > dueAt ? 'breached' : 'running';
}

function answeredAtOf({ createdAt, firstReplyMs, closedAt }: TicketTimes): number | null {
  return firstReplyMs === null ? closedAt : createdAt + firstReplyMs;
}

const repeatMs = 30 * 24 * hourMs;

/** Whether the account complained within thirty days before. */
export function isRepeated(createdAt: number, otherComplaints: readonly number[]): boolean {
  return otherComplaints.some((other) => other < createdAt && other >= createdAt - repeatMs);
}
