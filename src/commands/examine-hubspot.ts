import type { Config } from '../config.ts';
import { HubspotError } from '../errors.ts';
import { connectionProblem } from '../hubspot/connection-rules.ts';
import { createJournalApi } from '../hubspot/journal-api.ts';
import { createOauthApi } from '../hubspot/oauth-api.ts';
import { createTransport } from '../hubspot/transport.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const worryingSkewMs = 10_000;
/** HubSpot's signatures are good for five minutes. */
const badSkewMs = 120_000;
const patienceMs = 10_000;

/** Whether HubSpot and our own address answer, what time it is there, and whether it knows our secret. */
export async function examineHubspot(config: Config, now: () => Date): Promise<Finding[]> {
  const { apiUrl } = config.hubspot;
  const [hubspot, own] = await Promise.all([
    ask(apiUrl, now),
    ask(`${config.publicUrl}/healthz`, now),
  ]);
  const findings = [ownAddress(config.publicUrl, own)];
  if (hubspot.outcome === 'silent') {
    const toDo = 'Let this machine reach HUBSPOT_API_URL over https.';
    return [fail('hubspot', `${apiUrl} does not answer: ${hubspot.problem}`, toDo), ...findings];
  }
  return [
    ok('hubspot', `${apiUrl} answers`),
    clock(hubspot.aheadMs),
    await appSecret(config, now),
    await journal(config, now),
    ...findings,
  ];
}

type Answer =
  | { outcome: 'answered'; status: number; aheadMs: number | null }
  | { outcome: 'silent'; problem: string };

async function ask(url: string, now: () => Date): Promise<Answer> {
  const askedAt = now().getTime();
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    await answer.body?.cancel();
    const there = Date.parse(answer.headers.get('date') ?? '');
    // The header has whole seconds.
    const here = (askedAt + now().getTime()) / 2 - 500;
    const aheadMs = Number.isNaN(there) ? null : here - there;
    return { outcome: 'answered', status: answer.status, aheadMs };
  } catch (error) {
    return { outcome: 'silent', problem: connectionProblem(error) };
  }
}

function clock(aheadMs: number | null): Finding {
  if (aheadMs === null) return ok('clock', 'HubSpot did not say what time it is');
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const says = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} HubSpot’s`;
  const toDo = 'Let the machine set its clock by NTP: signatures older than 5 minutes are refused.';
  if (Math.abs(aheadMs) >= badSkewMs) return fail('clock', says, toDo);
  return Math.abs(aheadMs) >= worryingSkewMs ? warn('clock', says, toDo) : ok('clock', says);
}

/** A token that nobody was given: HubSpot refuses it, but says first whether it knows the app. */
async function appSecret(config: Config, now: () => Date): Promise<Finding> {
  const { apiUrl, timeoutMs, clientId, clientSecret } = config.hubspot;
  const app = { clientId, clientSecret, redirectUrl: config.publicUrl };
  try {
    await createOauthApi(createTransport(apiUrl, timeoutMs), app, now).refresh('none');
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    if (error.reaction === 'retry-later') {
      return warn('app secret', error.message, 'Run this again in a minute.');
    }
    if (error.reaction !== 'reconnect') {
      const toDo = 'Copy HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET from the app in HubSpot.';
      return fail('app secret', error.message, toDo);
    }
  }
  return ok('app secret', 'HubSpot knows the app by its id and secret');
}

/** Whether HubSpot grants the app what reading its journal needs. */
async function journal({ hubspot }: Config, now: () => Date): Promise<Finding> {
  if (hubspot.journal === 'unused') {
    return ok('journal', 'not read (HUBSPOT_JOURNAL); the sweep finds what webhooks miss');
  }
  const { apiUrl, timeoutMs } = hubspot;
  const send = createTransport(apiUrl, timeoutMs);
  try {
    await createJournalApi({ send, app: hubspot, apiUrl, timeoutMs, now }).checkGrant();
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    const toDo =
      'Ask HubSpot for the scopes developer.webhooks_journal.* for the app, or set HUBSPOT_JOURNAL to unused.';
    return warn('journal', `cannot be read: ${error.message}`, toDo);
  }
  return ok('journal', 'HubSpot grants the app to read it');
}

function ownAddress(publicUrl: string, answer: Answer): Finding {
  const toDo =
    'Start the service, and have PUBLIC_URL, its certificate and the proxy in front lead to it.';
  if (answer.outcome === 'silent') {
    return fail('public address', `${publicUrl} does not answer: ${answer.problem}`, toDo);
  }
  if (answer.status !== 200) {
    return fail('public address', `${publicUrl}/healthz answers ${answer.status}`, toDo);
  }
  if (publicUrl.startsWith('https:')) return ok('public address', `${publicUrl} answers`);
  const says = `${publicUrl} answers, but not over https`;
  return warn(
    'public address',
    says,
    'HubSpot calls https only: set PUBLIC_URL to such an address.',
  );
}
