import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { createCallWindows } from '../hubspot/call-windows.ts';
import { createHubspotClient } from '../hubspot/hubspot-client.ts';
import { createOauthApi } from '../hubspot/oauth-api.ts';
import { createPortalQueues } from '../hubspot/portal-queues.ts';
import { createPropertyApi } from '../hubspot/property-api.ts';
import { createTransport } from '../hubspot/transport.ts';
import { createPortalStore } from '../install/portal-store.ts';
import { createPortalTokens } from '../install/portal-tokens.ts';
import { createTokenSeal } from '../install/token-seal.ts';
import { createLog } from '../log.ts';
import { readManifest } from '../manifest.ts';
import { createBacklogStore } from '../refresh/backlog-store.ts';
import { createDoctorStore } from './doctor-store.ts';
import { type Database, examineDatabase } from './examine-database.ts';
import { examineHubspot } from './examine-hubspot.ts';
import { examineBacklog, examinePortals } from './examine-portals.ts';
import { type Finding, fail, ok } from './finding.ts';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('check whether the service has all it needs')
    .description(
      'Checks configuration, database, disk, HubSpot, the app’s secret, the clock, our own address, and of every portal tokens, scopes, properties and what waits; says what to do where something is wrong. Reads the environment of the service; changes nothing, but renews tokens that are due. Ends with 1 when a check fails.',
    )
    .option('--json', 'the findings as JSON')
    .action(run);
}

async function run({ json }: { json?: true }): Promise<void> {
  // biome-ignore lint/plugin: a command starts by itself, as main.ts does
  const findings = await examine(() => new Date());
  process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : textOf(findings));
  if (findings.some(({ state }) => state === 'fail')) process.exitCode = 1;
}

async function examine(now: () => Date): Promise<Finding[]> {
  const config = readOrProblem();
  if (typeof config === 'string') {
    const toDo = 'Set the variables that are named; docs/operations.md says what each is.';
    return [fail('configuration', config, toDo)];
  }
  const [{ findings, db }, hubspot] = await Promise.all([
    examineDatabase(config.databaseUrl),
    examineHubspot(config, now),
  ]);
  const found = [ok('configuration', 'every variable has a value'), ...findings, ...hubspot];
  if (db === undefined) return found;
  try {
    return [...found, ...(await examineWork(config, db, now))];
  } finally {
    await db.destroy();
  }
}

function readOrProblem(): Config | string {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

async function examineWork(config: Config, db: Database, now: () => Date): Promise<Finding[]> {
  const log = createLog('silent');
  const portals = createPortalStore(db);
  const seal = createTokenSeal(config.tokenKey, config.earlierTokenKeys);
  const manifest = readManifest();
  const { apiUrl, timeoutMs, clientId, clientSecret, callBudget, searchesPerSecond } =
    config.hubspot;
  const send = createTransport(apiUrl, timeoutMs);
  const app = { clientId, clientSecret, redirectUrl: config.publicUrl + manifest.redirectPath };
  const tokens = createPortalTokens({
    portals,
    oauth: createOauthApi(send, app, now),
    seal,
    now,
    log,
  });
  const hubspot = createHubspotClient({
    send,
    queues: createPortalQueues({
      ...createCallWindows({
        callsPerTenSeconds: () => callBudget.callsPerTenSeconds,
        searchesPerSecond,
      }),
      log,
    }),
    accessToken: tokens.accessToken,
    onCall: () => {},
    log,
    random: Math.random,
  });
  const deps = {
    portals,
    propertyApi: createPropertyApi(hubspot),
    seal,
    manifest,
    connectUrl: `${config.publicUrl}/oauth/install`,
    now,
  };
  const known = await createDoctorStore(db).portals();
  const backlog = await createBacklogStore(db).read(now());
  return [...(await examinePortals(deps, known)), examineBacklog(backlog, now())];
}

function textOf(findings: readonly Finding[]): string {
  return findings
    .map((finding) => {
      const line = `${finding.state.padEnd(5)} ${finding.check.padEnd(15)} ${finding.says}\n`;
      return finding.state === 'ok' ? line : `${line}      ${''.padEnd(15)} → ${finding.toDo}\n`;
    })
    .join('');
}
