import type { Day } from '../../src/model/day.ts';
import type { Deal, Evidence, Signals, Ticket } from '../../src/model/evidence.ts';
import type { Frame } from '../../src/model/frame.ts';
import { type AccountId, accountId } from '../../src/model/ids.ts';
import type { Policy } from '../../src/model/policy.ts';
import { frameBuilder } from '../../src/scoring/frame.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';

let ids = 0;

/** The whole days since 1970 of `2024-12-31`. */
export function on(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

export function aDeal(difference: Partial<Deal> = {}): Deal {
  const closedOn = difference.closedOn === undefined ? on('2024-06-30') : difference.closedOn;
  ids += 1;
  return {
    id: `deal-${ids}`,
    status: 'won',
    amount: 1000,
    closedOn,
    createdOn: closedOn ?? on('2024-06-30'),
    stageProbability: null,
    ...difference,
  };
}

export function aTicket(difference: Partial<Ticket> = {}): Ticket {
  ids += 1;
  return {
    id: `ticket-${ids}`,
    openedOn: on('2024-06-30'),
    closedOn: null,
    isComplaint: false,
    firstReplyMs: null,
    resolutionMs: null,
    ...difference,
  };
}

/** An account with these deals and tickets, and whatever else is given. */
export function anAccountWith(
  ...parts: (Deal | Ticket | { signals: Signals } | { profile: Partial<Evidence['profile']> })[]
): Evidence {
  ids += 1;
  let account: Evidence = { ...anAccount(accountId(`account-${ids}`)) };
  for (const part of parts) {
    if ('stageProbability' in part) account = { ...account, deals: [...account.deals, part] };
    else if ('isComplaint' in part) account = { ...account, tickets: [...account.tickets, part] };
    else if ('signals' in part) account = { ...account, signals: part.signals };
    else account = { ...account, profile: { ...account.profile, ...part.profile } };
  }
  return account;
}

export function anAccount(id: AccountId): Evidence {
  return {
    accountId: id,
    profile: {
      name: 'Acme',
      industry: null,
      ownerId: null,
      lifecycleStage: null,
      annualRevenue: null,
      createdOn: on('2020-01-01'),
    },
    deals: [],
    tickets: [],
    signals: {},
  };
}

/** Won deals on these days, 1,000 each unless said otherwise. */
export function dealsOn(days: readonly Day[], amount = 1000): Deal[] {
  return days.map((closedOn) => aDeal({ closedOn, amount }));
}

export function aFrameOf(
  accounts: Iterable<Evidence>,
  day: Day,
  options: { policy?: Policy; previous?: Frame | null; calibration?: 'monthly' | 'never' } = {},
): Frame {
  const builder = frameBuilder({
    id: 'frame-1',
    day,
    policy: options.policy ?? defaultPolicy,
    previous: options.previous ?? null,
    calibration: options.calibration ?? 'never',
  });
  for (const account of accounts) builder.add(account);
  return builder.finish();
}
