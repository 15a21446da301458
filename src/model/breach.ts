import type { AccountId } from './ids.ts';

/** A complaint that was not answered when it was due; times are ms since 1970. */
export type Breach = { ticketId: string; accountId: AccountId; dueAt: number; noticedAt: number };
