import { createHash } from 'node:crypto';
import type { PortalStore } from '../install/portal-store.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { ImportedExecution } from '../model/imported-execution.ts';
import type { RecordStore } from '../sync/record-store.ts';
import type { ImportedExecutionStore } from './imported-execution-store.ts';

export type ImportExecutionsDeps = {
  portals: Pick<PortalStore, 'listOwners'>;
  records: Pick<RecordStore, 'findRecords'>;
  imported: ImportedExecutionStore;
};

/** A line as it was written; which account and which user are meant is found out. */
export type WrittenExecution = Omit<
  ImportedExecution,
  'accountId' | 'key' | 'ownerId' | 'ownerName'
> & { row: number; account: { number: string; name: string }; owner: string };

export type Refused = { row: number; problem: string };

export type ExecutionImport = {
  created: ImportedExecution[];
  changed: ImportedExecution[];
  unchanged: number;
  refused: Refused[];
};

/** What an import would do; what cannot be told for sure is refused, not guessed. */
export async function planImport(
  deps: ImportExecutionsDeps,
  portalId: PortalId,
  lines: readonly WrittenExecution[],
): Promise<ExecutionImport> {
  const accountOf = await readAccounts(deps, portalId, lines);
  const ownerOf = await readOwnerIds(deps, portalId);
  const plan: ExecutionImport = { created: [], changed: [], unchanged: 0, refused: [] };
  const wanted = new Map<string, ImportedExecution & { row: number }>();
  for (const line of lines) {
    const account = accountOf(line.account);
    if ('problem' in account) {
      plan.refused.push({ row: line.row, problem: account.problem });
      continue;
    }
    const key = executionKey(line.step, line.plannedOn);
    const twin = wanted.get(`${account.id}/${key}`);
    if (twin) {
      const problem = `the same step of the same account and day stands in row ${twin.row}; leave one of them`;
      plan.refused.push({ row: line.row, problem });
      continue;
    }
    const { account: _, owner, ...rest } = line;
    const who = { ownerId: ownerOf(owner), ownerName: owner || null };
    wanted.set(`${account.id}/${key}`, { ...rest, ...who, accountId: account.id, key });
  }
  const known = await readKnown(deps, portalId, [...wanted.values()]);
  for (const [id, { row: _, ...execution }] of wanted) {
    const before = known.get(id);
    if (!before) plan.created.push(execution);
    else if (isSame(before, execution)) plan.unchanged += 1;
    else plan.changed.push(execution);
  }
  return plan;
}

/** Keeps what is new and what is different. Safe to run twice: a step of an account and day is one line. */
export async function importExecutions(
  { imported }: Pick<ImportExecutionsDeps, 'imported'>,
  portalId: PortalId,
  { created, changed }: Pick<ExecutionImport, 'created' | 'changed'>,
): Promise<void> {
  await imported.save(portalId, [...created, ...changed]);
}

const keyLength = 24;

function executionKey(step: string, plannedOn: Day): string {
  const text = JSON.stringify([step, plannedOn]);
  return createHash('sha256').update(text).digest('hex').slice(0, keyLength);
}

type Found = { id: AccountId } | { problem: string };

/** A record id of HubSpot's comes before a name, which has to be that of one company alone. */
async function readAccounts(
  { records, imported }: ImportExecutionsDeps,
  portalId: PortalId,
  lines: readonly WrittenExecution[],
) {
  const numbers = [...new Set(lines.map(({ account }) => account.number))];
  const names = [...new Set(lines.map(({ account }) => account.name))].filter(Boolean);
  const ids = numbers.filter((number) => /^\d{1,20}$/.test(number));
  const known = await records.findRecords(portalId, 'company', ids);
  const named = await imported.companiesNamed(portalId, names);
  return ({ number, name }: WrittenExecution['account']): Found => {
    if (known.has(number)) return { id: accountId(number) };
    const [found, ...more] = named.get(name) ?? [];
    if (found === undefined) return { problem: unknownAccount(number, name) };
    if (more.length === 0) return { id: found };
    const problem = `${more.length + 1} companies are called "${name}"; give the record id of the one that is meant`;
    return { problem };
  };
}

function unknownAccount(number: string, name: string): string {
  const asked = [number && `the number "${number}"`, name && `the name "${name}"`].filter(Boolean);
  return `the portal has no company with ${asked.join(' or ')}; give its record id in HubSpot, or its exact name`;
}

/** undefined names and those of several users are nobody's. */
async function readOwnerIds({ portals }: ImportExecutionsDeps, portalId: PortalId) {
  const plain = (name: string) => name.trim().toLowerCase();
  const owners = await portals.listOwners(portalId);
  const byName = Map.groupBy(owners, ({ name }) => plain(name));
  return (name: string): string | null => {
    const [found, ...more] = byName.get(plain(name)) ?? [];
    return found && more.length === 0 ? found.id : null;
  };
}

async function readKnown(
  { imported }: ImportExecutionsDeps,
  portalId: PortalId,
  wanted: readonly ImportedExecution[],
) {
  const keys = [...new Set(wanted.map(({ key }) => key))];
  const found = await imported.findMany(portalId, keys);
  return new Map(found.map((execution) => [`${execution.accountId}/${execution.key}`, execution]));
}

function isSame(one: ImportedExecution, other: ImportedExecution): boolean {
  const names = Object.keys(one) as (keyof ImportedExecution)[];
  return names.every((name) => one[name] === other[name]);
}
