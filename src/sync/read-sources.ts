import { HubspotError, stopsPortal } from '../errors.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import { dayIn, startOfDay } from '../model/day.ts';
import type { SourceName } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import { retryDelayMs } from './change-rules.ts';
import { decisionRoles } from './read-decision-roles.ts';
import { calls, emails } from './read-engagements.ts';
import { exchangeRates } from './read-exchange-rates.ts';
import { lastContacts } from './read-last-contacts.ts';
import { products } from './read-products.ts';
import { surveys } from './read-surveys.ts';
import type { Source, SourceDeps } from './source-page.ts';
import type { SourceCheckpoint, SourceStore } from './source-store.ts';

export type ReadSourcesDeps = SourceDeps & {
  portals: PortalStore;
  sources: SourceStore;
  isTurnOver: () => boolean;
  log: Logger;
};

const all: readonly Source[] = [
  lastContacts,
  decisionRoles,
  surveys,
  calls,
  emails,
  exchangeRates,
  products,
];

/** Those that can be read beside the first read of a portal, and those that ask what it brought. */
export type SourceKind = 'beside_deals' | 'of_deals';

/** Changes during a run are looked for again in the next one, with room for search's lag. */
const overlapMs = 600_000;

/**
 * Reads the evidence beside companies, deals and tickets: whole at first, then once a portal-local day
 * what is new. Each source goes on where it stopped, when its turn was over too, and none holds up
 * another. Returns how many records were read. Safe to run twice.
 */
export async function readSources(
  deps: ReadSourcesDeps,
  portalId: PortalId,
  kind: SourceKind,
): Promise<number> {
  const portal = await deps.portals.find(portalId);
  if (!portal) return 0;
  const due = (await listDue(deps, portal)).filter(({ source }) => kindOf(kind)(source));
  const read = await Promise.all(
    due.map(({ source, checkpoint }) => readSource(deps, portal, source, checkpoint)),
  );
  return read.reduce((sum, records) => sum + records, 0);
}

type DueDeps = Pick<ReadSourcesDeps, 'portals' | 'sources' | 'settings' | 'now'>;

export async function areSourcesDue(deps: DueDeps, portalId: PortalId): Promise<boolean> {
  const portal = await deps.portals.find(portalId);
  return portal !== undefined && (await listDue(deps, portal)).length > 0;
}

async function listDue({ sources, settings, now }: DueDeps, portal: Portal) {
  const known = new Map(
    (await sources.list(portal.id)).map((checkpoint) => [checkpoint.source, checkpoint]),
  );
  const set = await settings.read(portal.id);
  const nowMs = now().getTime();
  return all
    .map((source) => {
      const mapped = source.mappedIn?.(set) ?? null;
      const checkpoint = remapped(known.get(source.name) ?? unread(source.name), mapped);
      return { source, checkpoint };
    })
    .filter(({ source, checkpoint }) => {
      const isNews = checkpoint.state === 'not_granted' && isGranted(source, portal);
      return checkpoint.dueAt <= nowMs || isNews;
    });
}

function kindOf(kind: SourceKind) {
  return ({ needsDeals = false }: Source) => needsDeals === (kind === 'of_deals');
}

/** What was read by another property says nothing of this one. */
function remapped(checkpoint: SourceCheckpoint, mapped: string | null): SourceCheckpoint {
  if (checkpoint.mapped === mapped) return checkpoint;
  return { ...checkpoint, mapped, cursor: null, since: null, dueAt: 0 };
}

function unread(source: SourceName): SourceCheckpoint {
  return {
    source,
    state: 'unread',
    cursor: null,
    since: null,
    startedAt: 0,
    done: 0,
    readAt: null,
    dueAt: 0,
    attempts: 0,
    problem: null,
    mapped: null,
  };
}

function isGranted({ scope }: Source, portal: Portal): boolean {
  return scope === null || portal.scopes.includes(scope);
}

async function readSource(
  deps: ReadSourcesDeps,
  portal: Portal,
  source: Source,
  start: SourceCheckpoint,
): Promise<number> {
  const { sources, dirty, log, now } = deps;
  const beganAt = now();
  if (!isGranted(source, portal)) {
    const missing = { ...start, state: 'not_granted' as const, problem: source.scope };
    await sources.save(portal.id, { ...missing, dueAt: nextMidnight(portal, beganAt) });
    return 0;
  }
  const isNewRun = start.cursor === null;
  let checkpoint = { ...start, startedAt: isNewRun ? beganAt.getTime() : start.startedAt };
  try {
    do {
      const page = await source.readPage(deps, portal, checkpoint);
      await dirty.markAccounts(portal.id, page.accountIds, 'nightly', now());
      checkpoint = { ...checkpoint, cursor: page.cursor, done: checkpoint.done + page.read };
      if (checkpoint.cursor !== null) await sources.save(portal.id, checkpoint);
    } while (checkpoint.cursor !== null && !deps.isTurnOver());
  } catch (error) {
    await postpone(deps, portal, source, { checkpoint, error });
    return checkpoint.done - start.done;
  }
  if (checkpoint.cursor !== null) return checkpoint.done - start.done;
  await sources.save(portal.id, {
    ...checkpoint,
    state: 'read',
    since: checkpoint.startedAt - overlapMs,
    readAt: now().getTime(),
    dueAt: nextMidnight(portal, beganAt),
    attempts: 0,
    problem: null,
  });
  const records = checkpoint.done - start.done;
  log.info({ portalId: portal.id, source: source.name, records }, 'source read');
  return records;
}

type Failure = { checkpoint: SourceCheckpoint; error: unknown };

/** A refused scope makes the signal unknown until it is granted; anything else is tried again later. */
async function postpone(
  { sources, log, now }: ReadSourcesDeps,
  portal: Portal,
  source: Source,
  { checkpoint, error }: Failure,
): Promise<void> {
  if (stopsPortal(error)) throw error;
  const reaction = error instanceof HubspotError ? error.reaction : undefined;
  const problem = String(error);
  if (reaction === 'missing-scope') {
    const dueAt = nextMidnight(portal, now());
    const missing = { ...checkpoint, state: 'not_granted' as const, cursor: null, problem, dueAt };
    await sources.save(portal.id, missing);
    log.info({ portalId: portal.id, source: source.name }, 'source is not granted');
    return;
  }
  const attempts = checkpoint.attempts + 1;
  const dueAt = now().getTime() + retryDelayMs(attempts);
  await sources.save(portal.id, { ...checkpoint, attempts, problem, dueAt });
  const level = reaction === 'retry-later' ? 'warn' : 'error';
  log[level]({ portalId: portal.id, source: source.name, err: error }, 'source waits to be read');
}

function nextMidnight({ timeZone }: Portal, now: Date): number {
  return startOfDay(dayIn(timeZone)(now.getTime()) + 1, timeZone);
}
