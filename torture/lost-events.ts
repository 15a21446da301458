import type { Database } from '../src/database/schema.ts';
import type { SandboxControl, SandboxRow } from './sandbox-control.ts';
import type { SentEvent } from './webhook-relay.ts';

export type LostEvent = { event: SentEvent; why: string };

type Kept = { updatedAt: number; accountId: string | null };
type RecordType = 'company' | 'deal' | 'ticket';
type Side<T> = Record<RecordType, Map<string, T>>;

const types: Readonly<Record<string, RecordType>> = {
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  company: 'company',
  deal: 'deal',
  ticket: 'ticket',
};

/**
 * Acknowledged events whose change the service does not know: it holds the record as it was before the
 * event, or holds a record that is gone, and does not intend to read it again.
 */
export async function findLostEvents(
  { db, sandbox, portal }: { db: Database; sandbox: SandboxControl; portal: number },
  events: readonly SentEvent[],
  { comparesLinks }: { comparesLinks: boolean },
): Promise<LostEvent[]> {
  const kept = await readKept(db, portal);
  const waiting = new Set(
    (
      await db
        .selectFrom('dirty_record')
        .select(['object_id'])
        .where('portal_id', '=', portal)
        .execute()
    ).map((row) => row.object_id),
  );
  const live: Side<SandboxRow> = {
    company: byId(await sandbox.dump('companies')),
    deal: byId(await sandbox.dump('deals')),
    ticket: byId(await sandbox.dump('tickets')),
  };
  return events.flatMap((event) => {
    const why = whyLost(event, { kept, live, waiting, comparesLinks });
    return why === undefined ? [] : [{ event, why }];
  });
}

function byId(rows: readonly SandboxRow[]): Map<string, SandboxRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

type Sides = {
  kept: Side<Kept>;
  live: Side<SandboxRow>;
  waiting: ReadonlySet<string>;
  comparesLinks: boolean;
};

function whyLost(event: SentEvent, sides: Sides): string | undefined {
  const [name = '', kind = ''] = event.subscriptionType.split('.');
  if (kind === 'associationChange')
    return sides.comparesLinks ? whyLinkLost(event, sides) : undefined;
  const type = types[event.objectTypeId ?? name];
  if (type === undefined) return undefined;
  const ids = kind === 'merge' ? (event.mergedObjectIds ?? []) : [event.objectId ?? ''];
  for (const id of ids) {
    const why = whyStale(type, id, { at: event.occurredAt, kind }, sides);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyStale(
  type: RecordType,
  id: string,
  { at, kind }: { at: number; kind: string },
  { kept, live, waiting }: Sides,
): string | undefined {
  if (waiting.has(id)) return undefined;
  const ours = kept[type].get(id);
  const theirs = live[type].get(id);
  if (kind === 'deletion' || kind === 'merge') {
    const isStillHere = !theirs && ours !== undefined && ours.updatedAt <= at;
    return isStillHere ? `${type} ${id} is gone and still kept` : undefined;
  }
  if (!theirs) return undefined;
  if (!ours) return `${type} ${id} is not known`;
  return ours.updatedAt < at ? `${type} ${id} is ${at - ours.updatedAt} ms behind` : undefined;
}

/** Only the links we read: of a deal or ticket to its company. */
function whyLinkLost(event: SentEvent, { kept, live, waiting }: Sides): string | undefined {
  const [from = '', to = ''] = (event.associationType ?? '').toLowerCase().split('_to_');
  const type = types[from];
  const id = event.fromObjectId ?? '';
  if (to !== 'company' || type === undefined || type === 'company' || waiting.has(id))
    return undefined;
  const theirs = live[type].get(id);
  const ours = kept[type].get(id);
  if (!theirs || !ours) return undefined;
  const account = companyOf(theirs);
  // Records of a deleted company keep it in mind, in case it is restored.
  const isInMind = account === null && !kept.company.has(ours.accountId ?? '');
  return account === ours.accountId || isInMind
    ? undefined
    : `${type} ${id} is of ${account}, not ${ours.accountId}`;
}

/** The primary company, or the only one. */
function companyOf({ associations }: SandboxRow): string | null {
  const companies = associations.companies ?? [];
  const primary = companies.find(({ typeIds }) => typeIds.some((id) => id === 5 || id === 26));
  return (primary ?? companies[0])?.id ?? null;
}

async function readKept(db: Database, portal: number): Promise<Side<Kept>> {
  const companies = await db
    .selectFrom('company')
    .select(['company_id', 'updated_at'])
    .where('portal_id', '=', portal)
    .execute();
  const deals = await db
    .selectFrom('deal')
    .select(['deal_id', 'company_id', 'updated_at'])
    .where('portal_id', '=', portal)
    .execute();
  const tickets = await db
    .selectFrom('ticket')
    .select(['ticket_id', 'company_id', 'updated_at'])
    .where('portal_id', '=', portal)
    .execute();
  return {
    company: new Map(
      companies.map((row) => [row.company_id, { updatedAt: row.updated_at, accountId: null }]),
    ),
    deal: new Map(
      deals.map((row) => [row.deal_id, { updatedAt: row.updated_at, accountId: row.company_id }]),
    ),
    ticket: new Map(
      tickets.map((row) => [
        row.ticket_id,
        { updatedAt: row.updated_at, accountId: row.company_id },
      ]),
    ),
  };
}
