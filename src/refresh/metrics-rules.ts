import type { Backlog } from './backlog-store.ts';

type Counted = {
  backlog: Backlog;
  calls: Readonly<Record<string, { calls: number; rateLimited: number }>>;
  now: Date;
  uptimeSeconds: number;
  residentBytes: number;
  eventLoopDelay: readonly { quantile: string; seconds: number }[];
};

const statuses = ['installed', 'revoked', 'uninstalled'];

/** What an operator watches; docs/operations.md says from which value on. */
export function metricsOf(counted: Counted) {
  const { backlog, calls, now, uptimeSeconds, residentBytes, eventLoopDelay } = counted;
  const oldestSeconds =
    backlog.oldestPostAt === null ? 0 : Math.max(0, now.getTime() - backlog.oldestPostAt) / 1_000;
  const byEndpoint = (count: 'calls' | 'rateLimited') =>
    Object.entries(calls).map(([endpoint, counts]) => ({
      labels: { endpoint },
      value: counts[count],
    }));
  const byStatus = statuses.map((status) => ({
    labels: { status },
    value: backlog.portals[status] ?? 0,
  }));
  return [
    { ...gauge('mainstay_portals', 'Portals by state.', 0), values: byStatus },
    gauge('mainstay_portals_waiting', 'Portals that wait for a limit.', backlog.waitingPortals),
    gauge('mainstay_inbox_posts', 'Webhook posts kept and not worked on.', backlog.inboxPosts),
    gauge('mainstay_inbox_oldest_seconds', 'Age of the oldest of them.', oldestSeconds),
    gauge('mainstay_dirty_records', 'Changed records to be read.', backlog.dirtyRecords),
    gauge('mainstay_failing_records', 'Records that cannot be read.', backlog.failingRecords),
    gauge('mainstay_outbox_accounts', 'Accounts to be written.', backlog.outboxAccounts),
    gauge('mainstay_failing_accounts', 'Accounts HubSpot refused.', backlog.failingAccounts),
    gauge('mainstay_missed_records', 'Changes no event told of, ever.', backlog.missedRecords),
    gauge('mainstay_repaired_accounts', 'Our values put right, ever.', backlog.repairedAccounts),
    ...journalMetrics(backlog, now),
    counter('mainstay_hubspot_calls_total', 'Calls since the start.', byEndpoint('calls')),
    counter('mainstay_hubspot_rate_limited_total', 'Answered 429.', byEndpoint('rateLimited')),
    {
      ...gauge('mainstay_event_loop_delay_seconds', 'Wait for the process since last asked.', 0),
      values: eventLoopDelay.map(({ quantile, seconds }) => ({
        labels: { quantile },
        value: seconds,
      })),
    },
    gauge('process_uptime_seconds', 'Seconds since the start.', uptimeSeconds),
    gauge('process_resident_memory_bytes', 'Memory in use.', residentBytes),
  ];
}

/** Only where the journal is read. */
function journalMetrics({ journalReadAt, journalEvents }: Backlog, now: Date) {
  if (journalReadAt === null) return [];
  const seconds = Math.max(0, now.getTime() - journalReadAt) / 1_000;
  return [
    gauge('mainstay_journal_read_seconds', 'Since the journal was read to its end.', seconds),
    gauge('mainstay_journal_events', 'Events read from it, ever.', journalEvents),
  ];
}

function gauge(name: string, help: string, value: number) {
  return { name, help, kind: 'gauge' as const, values: [{ value }] };
}

type Labelled = { labels: { endpoint: string }; value: number };

function counter(name: string, help: string, values: Labelled[]) {
  return { name, help, kind: 'counter' as const, values };
}
