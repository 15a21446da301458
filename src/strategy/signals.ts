import { type Day, isoDate } from '../model/day.ts';
import type { AccountSignal } from '../model/strategy.ts';
import { dateOf, dayInMonth } from './civil-dates.ts';
import type { Window } from './due-dates.ts';

/** What is known of one account's dates. */
export type DatedFacts = {
  wonDeals: readonly { id: string; closedOn: Day }[];
  /** Complaints that were closed. */
  resolvedComplaints: readonly { id: string; closedOn: Day }[];
  /** Those of them without a root cause. */
  unexplainedComplaints: readonly { id: string; closedOn: Day }[];
  /** Tickets and entered needs that ask for something; each has an id that tells which of the two it is. */
  enquiries: readonly { id: string; askedOn: Day }[];
  contractEndOn: Day | null;
  /** `MM-DD`: the year is nobody's business. A word stands for the contact. */
  birthdays: readonly { contactWord: string; monthDay: string }[];
};

/** What calls for a step of an account within a window; each occurrence has an id of its own, for ever. */
export function signalsOf(facts: DatedFacts, window: Window): AccountSignal[] {
  const { wonDeals, resolvedComplaints, unexplainedComplaints, contractEndOn } = facts;
  const found = [
    ...wonDeals.map(({ id, closedOn }) => signal('deal_won', `deal-${id}`, closedOn)),
    ...resolvedComplaints.map(({ id, closedOn }) =>
      signal('complaint_resolved', `ticket-${id}`, closedOn),
    ),
    ...unexplainedComplaints.map(({ id, closedOn }) =>
      signal('root_cause_missing', `ticket-${id}`, closedOn),
    ),
    ...facts.enquiries.map(({ id, askedOn }) => signal('new_need_enquiry', id, askedOn)),
    ...(contractEndOn === null
      ? []
      : [signal('contract_end', `contract-${isoDate(contractEndOn)}`, contractEndOn)]),
    ...facts.birthdays.flatMap((birthday) => birthdaysOf(birthday, window)),
  ];
  return found.filter(({ on }) => on >= window.from && on <= window.to);
}

function signal(kind: AccountSignal['kind'], id: string, on: Day): AccountSignal {
  return { id, kind, on };
}

/** Who was born on 29 February celebrates on the 28th of other years. */
function birthdaysOf(
  { contactWord, monthDay }: DatedFacts['birthdays'][number],
  { from, to }: Window,
): AccountSignal[] {
  const [month = 0, dayOfMonth = 0] = monthDay.split('-').map(Number);
  const first = dateOf(from).year;
  return Array.from({ length: dateOf(to).year - first + 1 }, (_, index) => {
    const year = first + index;
    const on = dayInMonth(year, month, dayOfMonth);
    return signal('contact_birthday', `birthday-${contactWord}-${year}`, on);
  });
}
