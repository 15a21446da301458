import { setTimeout as sleep } from 'node:timers/promises';
import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Source } from './changes.ts';
import { ApiError, missingScopes, tooManyRequests, validationError } from './errors.ts';
import { answerWithFault, breakAnswer } from './fault-answers.ts';
import type { RequestFault } from './faults.ts';
import type { Hub } from './hub.ts';
import type { Install } from './oauth.ts';
import { findObjectType, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { Bucket } from './rate-limit.ts';

/** Scopes of which one is enough. */
export type AnyOf = readonly string[];

export type Call = {
  hub: Hub;
  portal: Portal;
  install: Install;
  source: Source;
  /** '2026-09' or '2026-03'. */
  version: string;
  param(name: string): string;
  query(name: string): string | undefined;
  body: unknown;
  bodyBytes: number;
  objectType(parameter?: string): ObjectTypeId;
  /** Where this sandbox is reached, for links. */
  baseUrl: string;
};

export type Reply = { status: number; body?: unknown };

export type Endpoint = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  bucket?: Bucket;
  /** Each entry must be met. */
  scopes(call: Call): readonly AnyOf[];
  handle(call: Call): Reply | Promise<Reply>;
};

const VERSIONS = new Set(['2026-09', '2026-03']);
const LONGEST_URL = 8_192;

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** How many bytes a request's body had, noted while it is parsed. */
export const bodyBytes = new WeakMap<object, number>();

function endpointName(endpoint: Endpoint, req: Request): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(req.params[name] ?? '');
    if (name === 'version') return value;
    if (/type$/i.test(name) || name === 'from' || name === 'to') return value;
    return `{${name}}`;
  });
  return `${endpoint.method.toUpperCase()} ${path}`;
}

function parameter(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

function objectTypeOf(name: string): ObjectTypeId {
  const typeId = findObjectType(name);
  if (!typeId) throw validationError(`Unable to infer object type from: ${name}`);
  return typeId;
}

function callOf(hub: Hub, req: Request, install: Install): Call {
  const portal = hub.portals.get(install.portalId);
  if (!portal) throw new Error(`portal ${install.portalId} is not in this sandbox`);
  return {
    hub,
    portal,
    install,
    source: { changeSource: 'INTEGRATION', sourceId: String(hub.app.get().appId) },
    version: parameter(req, 'version'),
    param: (name) => parameter(req, name),
    query(name) {
      const value = req.query[name];
      return typeof value === 'string' ? value : undefined;
    },
    body: req.body,
    bodyBytes: bodyBytes.get(req) ?? 0,
    objectType: (name = 'type') => objectTypeOf(parameter(req, name)),
    baseUrl: `${req.protocol}://${req.get('host') ?? 'localhost'}`,
  };
}

function checkScopes(endpoint: Endpoint, call: Call): void {
  for (const anyOf of endpoint.scopes(call)) {
    if (!anyOf.some((scope) => call.install.scopes.includes(scope))) throw missingScopes(anyOf);
  }
}

function checkRate(hub: Hub, install: Install, bucket: Bucket): void {
  const policy = hub.limits.take(install.portalId, bucket);
  if (!policy) return;
  const group = bucket === 'search' ? 'search' : 'oauth-app';
  const { appId } = hub.app.get();
  throw tooManyRequests(
    policy,
    `publicapi:${group}-api-calls-${policy.toLowerCase()}:${appId}:${install.portalId}`,
  );
}

function send(res: Response, reply: Reply): void {
  res.status(reply.status);
  if (reply.body === undefined) res.end();
  else res.json(reply.body);
}

/** The way of one API call: faults, token, limits, scopes, the wait of a network, then the work. */
async function run(hub: Hub, endpoint: Endpoint, req: Request, res: Response): Promise<void> {
  if (!VERSIONS.has(parameter(req, 'version'))) {
    throw new ApiError(404, { message: 'resource not found' });
  }
  hub.stats.called(endpointName(endpoint, req));
  if (req.originalUrl.length > LONGEST_URL) {
    throw new ApiError(414, { message: 'URI Too Long' });
  }
  const install = hub.oauth.authenticate(req.get('authorization'));
  const fault = hub.faults.onRequest(req.method, req.path, install.portalId);
  if (fault && (await struckBefore(fault, res))) return;

  const bucket = endpoint.bucket ?? 'general';
  checkRate(hub, install, bucket);
  res.set(hub.limits.headers(install.portalId, bucket));
  const call = callOf(hub, req, install);
  checkScopes(endpoint, call);
  if (['POST', 'PUT', 'PATCH'].includes(req.method) && req.get('content-length') !== '0') {
    requireJson(req);
  }
  const reply = await endpoint.handle(call);
  if (fault && struckAfter(fault, res, reply)) return;
  send(res, reply);
}

function requireJson(req: Request): void {
  if (req.get('content-type') !== undefined && !req.is('application/json')) {
    throw new ApiError(415, { message: 'Unsupported Media Type' });
  }
}

/** True when the fault has taken the answer over. */
async function struckBefore(fault: RequestFault, res: Response): Promise<boolean> {
  if (fault.kind === 'slow') {
    await sleep(fault.delayMs);
    return false;
  }
  if (fault.when === 'after') return false;
  answerWithFault(fault, res);
  return true;
}

function struckAfter(fault: RequestFault, res: Response, reply: Reply): boolean {
  if (fault.kind === 'slow') return false;
  if (fault.kind === 'drop') breakAnswer(res, JSON.stringify(reply.body ?? {}));
  else answerWithFault(fault, res);
  return true;
}

/** The pause a real network and HubSpot's servers take. */
export function networkPause(hub: Hub): Promise<void> {
  return hub.latencyMs > 0 ? sleep(hub.latencyMs) : Promise.resolve();
}

/** Routes for a list of endpoints, all served the same way. */
export function createRoutes(hub: Hub, endpoints: readonly Endpoint[]): Router {
  const router = Router({ caseSensitive: true });
  for (const endpoint of endpoints) {
    router[endpoint.method](endpoint.path, (req, res) => run(hub, endpoint, req, res));
  }
  return router;
}

/** The body as the endpoint needs it, or HubSpot's 400. */
export function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const result = shape.safeParse(body ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  throw validationError(`Invalid input JSON: ${at}: ${issue?.message ?? 'not valid'}`);
}
