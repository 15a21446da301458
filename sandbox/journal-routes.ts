import { setTimeout as sleep } from 'node:timers/promises';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { networkPause, parsed } from './endpoint.ts';
import { ApiError, missingScopes, objectNotFound, validationError } from './errors.ts';
import { answerWithFault } from './fault-answers.ts';
import type { Hub } from './hub.ts';
import type { Journal } from './journal.ts';
import { findObjectType, type ObjectTypeId } from './object-types.ts';

const READ = 'developer.webhooks_journal.read';
const READ_SUBSCRIPTIONS = 'developer.webhooks_journal.subscriptions.read';
const WRITE_SUBSCRIPTIONS = 'developer.webhooks_journal.subscriptions.write';

const VERSIONS = new Set(['2026-09', '2026-03']);

const TypeId = z.string().transform((name, context): ObjectTypeId => {
  const typeId = /^\d+-\d+$/.test(name) ? findObjectType(name) : undefined;
  if (typeId) return typeId;
  context.addIssue({ code: 'custom', message: `unknown object type ${name}` });
  return z.NEVER;
});

const common = { portalId: z.number().int(), objectTypeId: TypeId };
const objectIds = z.array(z.number().int());

const Wanted = z.discriminatedUnion('subscriptionType', [
  z.object({
    ...common,
    subscriptionType: z.literal('OBJECT'),
    actions: z.array(z.enum(['CREATE', 'UPDATE', 'DELETE', 'MERGE', 'RESTORE'])).min(1),
    properties: z.array(z.string()),
    objectIds,
  }),
  z.object({
    ...common,
    subscriptionType: z.literal('ASSOCIATION'),
    actions: z.array(z.enum(['ASSOCIATION_ADDED', 'ASSOCIATION_REMOVED'])).min(1),
    associatedObjectTypeIds: z.array(TypeId).min(1),
    objectIds,
  }),
  z.object({
    ...common,
    subscriptionType: z.literal('GDPR_PRIVACY_DELETION'),
    actions: z.array(z.literal('GDPR_DELETE')).min(1),
  }),
]);

type Work = (req: Request, res: Response) => void;

function parameter(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

/** The journal of webhooks: asked with a token of the app's own, by no portal's, and limited for nobody. */
export function createJournalRoutes(hub: Hub): Router {
  const router = Router({ caseSensitive: true });
  const { journal } = hub;

  /** The way of a call: token, faults, scope, the wait of a network, then the work. */
  const allowed =
    (scope: string, name: string, work: Work) => async (req: Request, res: Response) => {
      if (!VERSIONS.has(parameter(req, 'version'))) {
        throw new ApiError(404, { message: 'resource not found' });
      }
      hub.stats.called(name);
      const scopes = hub.oauth.authenticateApp(req.get('authorization'));
      const fault = hub.faults.onRequest(req.method, req.path, undefined);
      if (fault?.kind === 'slow') await sleep(fault.delayMs);
      else if (fault) {
        answerWithFault(fault, res);
        return;
      }
      if (!scopes.includes(scope)) throw missingScopes([scope]);
      await networkPause(hub);
      work(req, res);
    };

  const subscriptions = '/webhooks-journal/subscriptions/:version';
  router.get(
    subscriptions,
    allowed(READ_SUBSCRIPTIONS, 'GET journal subscriptions', (_req, res) => {
      res.json({ results: journal.subscriptions() });
    }),
  );
  router.post(
    subscriptions,
    allowed(WRITE_SUBSCRIPTIONS, 'POST journal subscriptions', (req, res) => {
      const wanted = parsed(Wanted, req.body);
      if (!hub.oauth.findInstall(wanted.portalId)) {
        throw validationError(`The app is not installed in portal ${wanted.portalId}`);
      }
      const lists = { properties: [], associatedObjectTypeIds: [] };
      res.json(journal.subscribe(hub.app.get().appId, { ...lists, ...wanted }));
    }),
  );
  router.delete(
    `${subscriptions}/portals/:portalId`,
    allowed(WRITE_SUBSCRIPTIONS, 'DELETE journal subscriptions', (req, res) => {
      journal.unsubscribe(Number(parameter(req, 'portalId')));
      res.status(204).end();
    }),
  );

  const entries = '/webhooks-journal/journal/:version';
  const answer = (req: Request, res: Response, entry: ReturnType<Journal['earliest']>) => {
    if (!entry) {
      res.status(204).end();
      return;
    }
    const { key, ...named } = entry;
    res.json({ url: `${req.protocol}://${req.get('host')}/journal-files/${key}`, ...named });
  };
  router.get(
    `${entries}/earliest`,
    allowed(READ, 'GET journal earliest', (req, res) => answer(req, res, journal.earliest())),
  );
  router.get(
    `${entries}/latest`,
    allowed(READ, 'GET journal latest', (req, res) => answer(req, res, journal.latest())),
  );
  router.get(
    `${entries}/offset/:offset/next`,
    allowed(READ, 'GET journal next', (req, res) => {
      const offset = parameter(req, 'offset');
      if (!z.uuid().safeParse(offset).success) throw validationError(`Invalid offset: ${offset}`);
      const entry = journal.next(offset);
      if (entry === 'unknown') throw objectNotFound(`No journal entry at offset ${offset}`);
      answer(req, res, entry);
    }),
  );

  // Where the files lie knows nothing of tokens: the address is the key, and a second one is refused.
  router.get('/journal-files/:key', (req, res) => {
    if (req.get('authorization') !== undefined) {
      throw new ApiError(400, { message: 'Only one auth mechanism allowed' });
    }
    const file = journal.open(parameter(req, 'key'));
    if (!file) throw new ApiError(403, { message: 'Request has expired' });
    res.json(file);
  });
  return router;
}
