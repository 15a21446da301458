import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

export const PORTAL = 424_242;

const ALL_SCOPES = [
  'oauth',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.deals.read',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.owners.read',
  'settings.currencies.read',
  'tickets',
];

/** What the API answered. `body` is the parsed JSON, or the text when it is none. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of another system, looked into at will
export type Answer = { status: number; headers: Headers; body: any };

export type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>;

export function callerOf(sandbox: Sandbox, accessToken: string): Caller {
  return async (method, path, body) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: jsonOr(text) };
  };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A sandbox without pauses, with the app installed in its first portal. */
export async function runningSandbox(
  options: SandboxOptions = {},
  scopes: readonly string[] = ALL_SCOPES,
) {
  const sandbox = await startSandbox({
    latencyMs: 0,
    indexLagMs: 0,
    portals: [{ portalId: PORTAL, companies: 12 }],
    ...options,
  });
  const portalId = options.portals?.[0]?.portalId ?? PORTAL;
  const { accessToken } = sandbox.install(portalId, [...scopes]);
  const { portal, user } = sandbox.portal(portalId);
  return {
    sandbox,
    portal,
    user,
    call: callerOf(sandbox, accessToken),
    /** Control requests, which need no token. */
    control: callerOf(sandbox, 'none'),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

type Fixture = { status: number; body: Record<string, unknown> };

/** A real error answer, as captured from HubSpot. */
export function captured(name: string): Fixture {
  const file = new URL('../fixtures/hubspot/errors.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Fixture>)[name] as Fixture;
}

// biome-ignore lint/suspicious/noExplicitAny: events as they come, looked into at will
export type Delivered = { headers: Record<string, string>; body: string; events: any[] };

/** Takes webhooks; `answers` says how (200 when it gives nothing). */
export async function webhookTarget(answers: () => number | 'hang' | undefined = () => 200) {
  const deliveries: Delivered[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      deliveries.push({ headers, body, events: JSON.parse(body) });
      const answer = answers() ?? 200;
      if (answer === 'hang') return;
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/webhooks/hubspot`,
    deliveries,
    events: () => deliveries.flatMap(({ events }) => events),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Waits until the condition holds; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
