import { once } from 'node:events';
import { json, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { dumpLines } from './dump.ts';
import { parsed } from './endpoint.ts';
import { ApiError, objectNotFound, validationError } from './errors.ts';
import { Fault, type FaultSpec } from './faults.ts';
import type { Hub } from './hub.ts';
import {
  findObjectType,
  OBJECT_TYPE_IDS,
  OBJECT_TYPES,
  type ObjectTypeId,
} from './object-types.ts';
import type { Portal } from './portal.ts';
import { runStorm } from './storm.ts';
import { createUserActions } from './user-actions.ts';

const ObjectType = z.string().transform((name, context): ObjectTypeId => {
  const typeId = findObjectType(name);
  if (typeId) return typeId;
  context.addIssue({ code: 'custom', message: `unknown object type ${name}` });
  return z.NEVER;
});
const Id = z.coerce.number().int();
const Properties = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const AppChange = z.object({
  appId: z.number().int().optional(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  redirectUrls: z.array(z.string()).optional(),
  webhookUrl: z.string().nullable().optional(),
  manifestPath: z.string().nullable().optional(),
  appScopes: z.array(z.string()).optional(),
});

const End = z.object({ objectType: ObjectType, id: Id });
const one = { objectType: ObjectType, id: Id };

/** One thing a person does in the portal. */
const UserAction = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('create'),
    objectType: ObjectType,
    properties: Properties,
    companyId: Id.optional(),
  }),
  z.object({ action: z.literal('update'), ...one, properties: Properties }),
  z.object({ action: z.literal('delete'), ...one }),
  z.object({ action: z.literal('restore'), ...one }),
  z.object({ action: z.literal('merge'), ...one, otherId: Id }),
  z.object({
    action: z.enum(['associate', 'dissociate']),
    from: End,
    to: End,
    kind: z.enum(['primary', 'plain']).default('primary'),
  }),
  z.object({ action: z.literal('move'), ...one, companyId: Id }),
  z.object({ action: z.literal('privacy-delete'), id: Id }),
]);

type UserAction = z.output<typeof UserAction>;

const Storm = z.object({
  changes: z.number().int().min(1),
  seed: z.number().int().default(1),
  overMs: z.number().min(0).default(0),
});

const Settings = z.object({
  conditionalRules: z
    .array(
      z.object({
        objectType: ObjectType,
        when: z.object({ property: z.string(), equals: z.string() }),
        required: z.string(),
      }),
    )
    .optional(),
  requiredOnCreate: z.record(z.string(), z.array(z.string())).optional(),
  batchErrors: z.enum(['partial', 'whole']).optional(),
  mayEditAssociations: z.boolean().optional(),
});

function portalOf(hub: Hub, req: Request): Portal {
  const portal = hub.portals.get(Number(req.params['portalId']));
  if (!portal) throw objectNotFound(`portal ${String(req.params['portalId'])} is not here`);
  return portal;
}

function countsOf(portal: Portal): Record<string, number> {
  return Object.fromEntries(
    OBJECT_TYPE_IDS.map((typeId) => [
      OBJECT_TYPES[typeId].plural,
      portal.table(typeId).liveCount(),
    ]),
  );
}

/** What the sandbox holds and has seen, without any secret. */
export function stateOf(hub: Hub) {
  const { clientSecret: _, ...app } = hub.app.get();
  return {
    now: hub.clock.now().toISOString(),
    clockOffsetMs: hub.clock.offsetMs(),
    app,
    portals: [...hub.portals.values()].map((portal) => ({
      portalId: portal.id,
      name: portal.name,
      timeZone: portal.timeZone,
      currency: portal.currency,
      tier: portal.tier,
      user: portal.user,
      owners: portal.owners.filter(({ archived }) => !archived).map(({ id }) => id),
      installed: hub.oauth.findInstall(portal.id) !== undefined,
      scopes: hub.oauth.findInstall(portal.id)?.scopes ?? [],
      counts: countsOf(portal),
      propertyWrites: portal.writeLog.properties(),
      recordWrites: portal.writeLog.count(),
    })),
    apiCallsByEndpoint: hub.stats.byEndpoint(),
    answersByStatus: hub.stats.byStatus(),
    rateLimitHits: hub.limits.hits(),
    webhooks: hub.webhooks.stats(),
    journal: {
      lastOffset: hub.journal.lastOffset(),
      subscriptions: hub.journal.subscriptions().length,
    },
    faults: hub.faults.list(),
  };
}

function act(portal: Portal, action: UserAction): Record<string, unknown> {
  const actions = createUserActions(portal);
  switch (action.action) {
    case 'create':
      return { id: String(actions.create(action.objectType, action.properties, action.companyId)) };
    case 'update':
      actions.update(action.objectType, action.id, action.properties);
      break;
    case 'delete':
      actions.remove(action.objectType, action.id);
      break;
    case 'restore':
      actions.restore(action.objectType, action.id);
      break;
    case 'merge':
      return { id: String(actions.merge(action.objectType, action.id, action.otherId)) };
    case 'move':
      actions.moveToCompany(action.objectType, action.id, action.companyId);
      break;
    case 'privacy-delete':
      actions.privacyDelete(action.id);
      break;
    default: {
      const from = { typeId: action.from.objectType, id: action.from.id };
      const to = { typeId: action.to.objectType, id: action.to.id };
      if (action.action === 'associate') actions.associate(from, to, action.kind);
      else actions.dissociate(from, to);
    }
  }
  return {};
}

async function dump(hub: Hub, req: Request, res: Response): Promise<void> {
  const portal = portalOf(hub, req);
  const typeId = findObjectType(String(req.params['type']));
  if (!typeId) throw validationError(`Unable to infer object type from: ${req.params['type']}`);
  res.type('application/x-ndjson');
  let chunk = '';
  for (const line of dumpLines(portal, typeId)) {
    chunk += line;
    if (chunk.length < 65_536) continue;
    if (!res.write(chunk)) await once(res, 'drain');
    chunk = '';
  }
  res.end(chunk);
}

function portalRoutes(hub: Hub, router: Router): void {
  router.get('/portals/:portalId/records/:type', (req, res) => dump(hub, req, res));
  router.post('/portals/:portalId/actions', (req, res) => {
    const actions = parsed(
      z.union([UserAction.transform((one) => [one]), z.array(UserAction)]),
      req.body,
    );
    const portal = portalOf(hub, req);
    res.json({ results: actions.map((action) => act(portal, action)), at: hub.clock.nowMs() });
  });
  router.post('/portals/:portalId/storm', async (req, res) => {
    const portal = portalOf(hub, req);
    const options = parsed(Storm, req.body);
    const changes = await runStorm(portal, createUserActions(portal), options);
    res.json({ changes });
  });
  router.post('/portals/:portalId/settings', (req, res) => {
    const { settings } = portalOf(hub, req);
    const given = parsed(Settings, req.body);
    Object.assign(settings, given);
    res.json(settings);
  });
  router.get('/portals/:portalId/writes', (req, res) => {
    const since = Number(req.query['since'] ?? 0);
    const type = findObjectType(String(req.query['objectType'] ?? 'companies'));
    const writes = [...portalOf(hub, req).writeLog.since(since)]
      .filter(({ objectType }) => objectType === type)
      .map(({ id, at, properties }) => ({ id: String(id), at, properties }));
    res.json({ writes });
  });
  router.get('/portals/:portalId/idle', (req, res) => {
    res.json({ idle: hub.webhooks.isIdle(portalOf(hub, req).id) });
  });
  router.post('/portals/:portalId/uninstall', (req, res) => {
    hub.oauth.uninstall(portalOf(hub, req).id);
    res.json({});
  });
  router.post('/portals/:portalId/revoke', (req, res) => {
    const install = hub.oauth.findInstall(portalOf(hub, req).id);
    if (!install) throw new ApiError(404, { message: 'the app is not installed there' });
    hub.oauth.revoke(install.refreshToken);
    res.json({});
  });
}

/** How tests, the demo and people steer the sandbox. Not part of HubSpot; asks for no token. */
export function createControlRoutes(hub: Hub): Router {
  const router = Router();
  router.use(json({ limit: '20mb' }));
  router.get('/state', (_req, res) => {
    res.json(stateOf(hub));
  });
  router.post('/app', (req, res) => {
    const change = parsed(AppChange, req.body);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    hub.app.update(Object.fromEntries(given));
    res.json(stateOf(hub).app);
  });
  router.post('/advance-day', (req, res) => {
    const { days } = parsed(z.object({ days: z.number().int().min(1).default(1) }), req.body);
    hub.clock.advanceDays(days);
    res.json({ now: hub.clock.now().toISOString(), clockOffsetMs: hub.clock.offsetMs() });
  });
  router.post('/faults', (req, res) => {
    const faults = parsed(z.union([Fault.transform((one) => [one]), z.array(Fault)]), req.body);
    res.status(201).json({ ids: faults.map((fault) => hub.faults.add(fault as FaultSpec)) });
  });
  router.delete('/faults', (_req, res) => {
    hub.faults.clear();
    res.status(204).end();
  });
  router.post('/webhooks/retry', (_req, res) => {
    hub.webhooks.retryNow();
    res.json(hub.webhooks.stats());
  });
  router.post('/stats/reset', (_req, res) => {
    hub.stats.reset();
    res.json({});
  });
  portalRoutes(hub, router);
  return router;
}
