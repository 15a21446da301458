import { type Day, isoDate } from '../model/day.ts';
import type {
  AccountSignal,
  PortalEvent,
  Strategy,
  StrategyStep,
  Timing,
} from '../model/strategy.ts';
import { type WorkCalendar, workingDayFrom, workingDayUpTo } from './calendar.ts';
import { dateOf, dayInMonth, dayOf, monthIndexOf, yearsAfter } from './civil-dates.ts';

/** Both days belong to it. */
export type Window = { from: Day; to: Day };

/** What the dates of one account's steps follow from. */
export type TimingFacts = {
  /** When the strategy began for the account; nothing is due earlier. */
  startedOn: Day;
  lastOrderOn: Day | null;
  nextExpectedOn: Day | null;
  signals: readonly AccountSignal[];
  events: readonly PortalEvent[];
  calendar: WorkCalendar;
};

export type Occurrence = { period: string; dueOn: Day };

/**
 * When a step is due within a window, oldest first. Dates of the calendar move to the next working day
 * and stay in their month; what must be done before something, or within some days, moves back.
 * Windows that follow each other share no occurrence and miss none.
 */
export function occurrencesOf(
  step: Pick<StrategyStep, 'key' | 'timing'>,
  steps: Strategy['steps'],
  facts: TimingFacts,
  window: Window,
): Occurrence[] {
  const found = candidates(step, steps, facts, window);
  return found
    .filter(({ dueOn }) => dueOn >= window.from && dueOn <= window.to && dueOn >= facts.startedOn)
    .sort((one, other) => one.dueOn - other.dueOn);
}

type Facts = { facts: TimingFacts; window: Window };

function candidates(
  { key, timing }: Pick<StrategyStep, 'key' | 'timing'>,
  steps: Strategy['steps'],
  facts: TimingFacts,
  window: Window,
): Occurrence[] {
  const given = { facts, window };
  switch (timing.kind) {
    case 'after_start':
      return afterStart(timing, given);
    case 'monthly':
    case 'quarterly':
    case 'months':
      return onDaysOfMonths(timing, given);
    case 'before_quarter_end':
      return beforeQuarterEnds(timing, given);
    case 'before_step':
      return beforeStep(
        timing,
        steps.filter((other) => other.key !== key),
        facts,
        window,
      );
    case 'before_expected_order':
      return beforeExpectedOrder(timing, facts);
    case 'before_event':
      return beforeEvents(timing, facts);
    case 'after_signal':
      return afterSignals(timing, facts);
    case 'before_signal':
      return beforeSignals(timing, facts);
    case 'workflow':
    case 'service_clock':
      return [];
  }
}

type TimingOf<Kind extends Timing['kind']> = Extract<Timing, { kind: Kind }>;

function afterStart({ days, repeat }: TimingOf<'after_start'>, { facts, window }: Facts) {
  const { startedOn, calendar } = facts;
  const first = isoDate(startedOn);
  const found = [{ period: first, dueOn: withinDays(startedOn, days, calendar) }];
  if (repeat === 'once') return found;
  const lastYear = dateOf(window.to).year - dateOf(startedOn).year + 1;
  for (let year = 1; year <= lastYear; year += 1) {
    const dueOn = withinDays(yearsAfter(startedOn, year), days, calendar);
    found.push({ period: `${first}+${year}y`, dueOn });
  }
  return found;
}

/** The last working day of those days; the next one where all of them are off. */
function withinDays(start: Day, days: number, calendar: WorkCalendar): Day {
  const due = workingDayUpTo(start + days, calendar);
  return due > start ? due : workingDayFrom(start + Math.min(days, 1), calendar);
}

type CalendarTiming = TimingOf<'monthly'> | TimingOf<'quarterly'> | TimingOf<'months'>;

function onDaysOfMonths(timing: CalendarTiming, { facts, window }: Facts): Occurrence[] {
  return monthsOf(window)
    .filter(({ month }) => takesPlaceIn(timing, month))
    .map(({ year, month }) => ({
      period: timing.kind === 'quarterly' ? quarterName(year, month) : monthName(year, month),
      dueOn: withinMonth(year, month, timing.day, facts.calendar),
    }));
}

function takesPlaceIn(timing: CalendarTiming, month: number): boolean {
  if (timing.kind === 'monthly') return true;
  if (timing.kind === 'months') return timing.months.includes(month);
  return (month - 1) % 3 === timing.monthOfQuarter - 1;
}

function withinMonth(year: number, month: number, day: number, calendar: WorkCalendar): Day {
  const planned = dayInMonth(year, month, day);
  const moved = workingDayFrom(planned, calendar);
  return moved <= dayOf(year, month + 1, 0) ? moved : workingDayUpTo(planned, calendar);
}

function beforeQuarterEnds(
  { days }: TimingOf<'before_quarter_end'>,
  { facts, window }: Facts,
): Occurrence[] {
  return monthsOf({ from: window.from, to: window.to + days + longestMoveDays })
    .filter(({ month }) => month % 3 === 0)
    .map(({ year, month }) => ({
      period: quarterName(year, month),
      dueOn: workingDayUpTo(dayOf(year, month + 1, 0) - days, facts.calendar),
    }));
}

/** One that would have been due before the account came in is due when it comes in. */
function beforeStep(
  { step, days }: TimingOf<'before_step'>,
  others: Strategy['steps'],
  facts: TimingFacts,
  window: Window,
): Occurrence[] {
  const other = others.find(({ key }) => key === step);
  if (!other) return [];
  const { startedOn, calendar } = facts;
  const later = { from: window.from, to: window.to + days + longestMoveDays };
  return occurrencesOf(other, others, facts, later).map(({ period, dueOn }) => {
    const before = workingDayUpTo(dueOn - days, calendar);
    return {
      period,
      dueOn: before >= startedOn ? before : Math.min(workingDayFrom(startedOn, calendar), dueOn),
    };
  });
}

/** Known by the order before it: the expected day moves a little with every measurement. */
function beforeExpectedOrder(
  { days }: TimingOf<'before_expected_order'>,
  { lastOrderOn, nextExpectedOn, calendar }: TimingFacts,
): Occurrence[] {
  if (lastOrderOn === null || nextExpectedOn === null) return [];
  const dueOn = workingDayUpTo(nextExpectedOn - days, calendar);
  return dueOn > lastOrderOn ? [{ period: `after-${isoDate(lastOrderOn)}`, dueOn }] : [];
}

function beforeEvents({ event, days }: TimingOf<'before_event'>, facts: TimingFacts) {
  return facts.events
    .filter(({ kind }) => kind === event)
    .map(({ id, on }) => ({ period: id, dueOn: workingDayUpTo(on - days, facts.calendar) }));
}

function afterSignals({ signal, days }: TimingOf<'after_signal'>, facts: TimingFacts) {
  return facts.signals
    .filter(({ kind, on }) => kind === signal && on >= facts.startedOn)
    .map(({ id, on }) => ({ period: id, dueOn: withinDays(on, days, facts.calendar) }));
}

function beforeSignals({ signal, days }: TimingOf<'before_signal'>, facts: TimingFacts) {
  return facts.signals
    .filter(({ kind }) => kind === signal)
    .map(({ id, on }) => ({ period: id, dueOn: workingDayUpTo(on - days, facts.calendar) }));
}

/** Holidays in a row move a date no further. */
const longestMoveDays = 31;

function monthsOf({ from, to }: Window): { year: number; month: number }[] {
  const first = monthIndexOf(from);
  return Array.from({ length: monthIndexOf(to) - first + 1 }, (_, index) => ({
    year: Math.floor((first + index) / 12),
    month: ((first + index) % 12) + 1,
  }));
}

function monthName(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}`;
}

function quarterName(year: number, month: number): string {
  return `${year}-Q${Math.ceil(month / 3)}`;
}
