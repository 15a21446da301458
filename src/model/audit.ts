/** What became of it; null while it is under way, and where the service ended in the middle of it. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

/** Something that somebody changed or took out, or tried to. */
export type AuditEntry = {
  id: string;
  /** Ms since 1970. */
  at: number;
  /** The HubSpot user; null is the service itself. */
  userId: number | null;
  /** A name of ours, or the route where there is none. */
  action: string;
  /** To what: ids and choices, never texts that somebody wrote. */
  subject: string;
  outcome: AuditOutcome | null;
};
