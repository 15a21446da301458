import type { PropertyApi } from '../hubspot/property-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { sealOf } from '../install/reseal-tokens.ts';
import type { TokenSeal } from '../install/token-seal.ts';
import type { Manifest } from '../manifest.ts';
import type { PortalId } from '../model/ids.ts';
import type { Backlog } from '../refresh/backlog-store.ts';
import type { ExaminedPortal } from './doctor-store.ts';
import { type CheckName, type Finding, fail, ok, warn } from './finding.ts';

export type ExaminePortalsDeps = {
  portals: Pick<PortalStore, 'listTokens'>;
  propertyApi: Pick<PropertyApi, 'readProperties'>;
  seal: TokenSeal;
  manifest: Pick<Manifest, 'scopes' | 'properties'>;
  connectUrl: string;
  now: () => Date;
};

/** HubSpot is asked about so many portals and no more. */
const mostAsked = 20;
const longestList = 10;
const oldestPostMs = 60_000;

/** Whether the connected portals can be worked: tokens, scopes, properties. */
export async function examinePortals(
  deps: ExaminePortalsDeps,
  portals: readonly ExaminedPortal[],
): Promise<Finding[]> {
  const connected = portals.filter(({ status }) => status === 'installed');
  const readable = await readablePortals(deps);
  return [
    await tokenKey(deps),
    connections(deps, portals),
    scopes(deps, connected),
    await properties(
      deps,
      connected.filter(({ id }) => readable.has(id)),
    ),
    fallbackOwners(connected),
  ];
}

async function readablePortals({ portals, seal }: ExaminePortalsDeps): Promise<Set<PortalId>> {
  const known = await portals.listTokens();
  const readable = known.filter(({ id, tokens }) => sealOf(seal, id, tokens) !== 'unreadable');
  return new Set(readable.map(({ id }) => id));
}

async function tokenKey({ portals, seal, connectUrl }: ExaminePortalsDeps): Promise<Finding> {
  const states = Map.groupBy(await portals.listTokens(), ({ id, tokens }) =>
    sealOf(seal, id, tokens),
  );
  const unreadable = states.get('unreadable') ?? [];
  const earlier = states.get('earlier') ?? [];
  if (unreadable.length > 0) {
    const ids = listOf(unreadable.map(({ id }) => id));
    const toDo = `Put the key they were sealed with into TOKEN_KEY_EARLIER, or connect them again at ${connectUrl}.`;
    return fail('token key', `TOKEN_KEY does not open the tokens of ${ids}`, toDo);
  }
  if (earlier.length > 0) {
    const says = `${earlier.length} portals’ tokens are sealed with an earlier key`;
    return warn('token key', says, 'Run `npx mainstay rotate-key`, then remove TOKEN_KEY_EARLIER.');
  }
  return ok('token key', `opens the tokens of ${states.get('current')?.length ?? 0} portals`);
}

function connections(
  { connectUrl, now }: ExaminePortalsDeps,
  portals: readonly ExaminedPortal[],
): Finding {
  const connected = portals.filter(({ status }) => status === 'installed').length;
  if (connected === 0) {
    return warn('connections', 'no portal is connected', `Open ${connectUrl} as an admin.`);
  }
  const waiting = portals.filter(({ blockedUntil }) => blockedUntil > now().getTime());
  const [first] = waiting;
  if (first === undefined) return ok('connections', `${connected} portals, none has to wait`);
  const says = `${waiting.length} of ${connected} portals wait; ${first.id}: ${first.blockedReason ?? ''}`;
  const until = new Date(first.blockedUntil).toISOString();
  return warn('connections', says, `Nothing for limits: work goes on by itself at ${until}.`);
}

function scopes({ manifest, connectUrl }: ExaminePortalsDeps, portals: readonly ExaminedPortal[]) {
  const needed = manifest.scopes.required.map(({ name }) => name);
  const lacking = portals.flatMap(({ id, scopes: granted }) => {
    const missing = needed.filter((name) => !granted.includes(name));
    return missing.length === 0 ? [] : [`${id} (${missing.join(', ')})`];
  });
  const toDo = `Have an admin of the portal connect it again at ${connectUrl}.`;
  return summed('scopes', { lacking, toDo, says: 'every portal granted what is required' });
}

async function properties(
  { manifest, propertyApi }: ExaminePortalsDeps,
  portals: readonly ExaminedPortal[],
): Promise<Finding> {
  const asked = portals.filter(({ properties: made }) => made !== null).slice(0, mostAsked);
  const types = new Map(manifest.properties.map(({ name, type }) => [name, type]));
  const lacking: string[] = [];
  for (const { id, properties: made } of asked) {
    const there = await propertyApi.readProperties(id).catch((error: unknown) => String(error));
    if (typeof there === 'string') {
      lacking.push(`${id} (${there})`);
      continue;
    }
    const present = new Map(there.map(({ name, type }) => [name, type]));
    const isWrong = (name: string) => !present.has(name) || present.get(name) !== types.get(name);
    const wrong = (made ?? []).filter(isWrong);
    if (wrong.length > 0) lacking.push(`${id} (${wrong.join(', ')})`);
  }
  const toDo =
    'Do not delete or change mainstay_ properties in HubSpot; the service makes missing ones again once it meets them.';
  return summed('properties', {
    lacking,
    toDo,
    says: `as the manifest says in ${asked.length} portals that were asked`,
  });
}

/** Tasks go on being made for somebody who left until an admin names somebody else. */
function fallbackOwners(portals: readonly ExaminedPortal[]): Finding {
  const lost = portals.flatMap(({ id, lostFallback }) =>
    lostFallback === null ? [] : [`${id} (${lostFallback})`],
  );
  if (lost.length === 0) return ok('fallback owner', 'nobody who left is to get tasks');
  const says = `has left: ${listOf(lost)}`;
  return warn(
    'fallback owner',
    says,
    'Have an admin name another one in the settings, tab Strategies.',
  );
}

function summed(
  check: CheckName,
  { lacking, toDo, says }: { lacking: readonly string[]; toDo: string; says: string },
): Finding {
  return lacking.length === 0
    ? ok(check, says)
    : fail(check, `missing in ${listOf(lacking)}`, toDo);
}

/** Whether work is done as it comes in. */
export function examineBacklog(backlog: Backlog, now: Date): Finding {
  const { oldestPostAt, failingRecords, failingAccounts } = backlog;
  const waits = `${backlog.inboxPosts} posts, ${backlog.dirtyRecords} records, ${backlog.outboxAccounts} accounts to write`;
  const ageMs = oldestPostAt === null ? 0 : now.getTime() - oldestPostAt;
  if (ageMs > oldestPostMs) {
    const says = `${waits}; the oldest post waits for ${Math.round(ageMs / 1_000)} s`;
    return fail(
      'backlog',
      says,
      'Start the service; look in its log for `a pass over the portal`.',
    );
  }
  if (failingRecords + failingAccounts > 0) {
    const says = `${waits}; ${failingRecords} records and ${failingAccounts} accounts fail`;
    return warn(
      'backlog',
      says,
      'The settings page, tab Health, says which, why, and tries again.',
    );
  }
  return ok('backlog', waits);
}

function listOf(names: readonly (string | number)[]): string {
  const rest = names.length - longestList;
  const shown = names.slice(0, longestList).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
