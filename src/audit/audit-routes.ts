import { randomUUID } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import { wordsFor } from '../http/asked-words.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { actionOf, outcomeOf, subjectOf } from './audit-rules.ts';
import type { AuditStore } from './audit-store.ts';
import { auditView } from './audit-view-rules.ts';

export type RecordActionsDeps = { audit: AuditStore; now: () => Date; log: Logger };

const shownEntries = 200;

/**
 * Writes down who changes or takes out what, before it is done: what cannot be written down is not
 * done. Mount behind the signature check and before the routes.
 */
export function recordActions({ audit, now, log }: RecordActionsDeps): RequestHandler {
  return async (request, response, next) => {
    const action = actionOf(request.method, request.path);
    const asker = Asker.safeParse(request.query);
    if (action === null || !asker.success) return next();
    const { portalId, userId } = asker.data;
    const id = randomUUID();
    const subject = subjectOf(request.path, jsonBodyOf(request));
    await audit.add(portalId, {
      id,
      at: now().getTime(),
      userId,
      action,
      subject,
      outcome: null,
    });
    response.on('finish', () => {
      audit.end(portalId, id, outcomeOf(response.statusCode)).catch((error: unknown) => {
        log.warn({ portalId, err: error }, 'the end of an action was not written down');
      });
    });
    next();
  };
}

export type AuditRoutesDeps = {
  audit: Pick<AuditStore, 'list'>;
  roleOf: RoleOf;
  timeZoneOf(portalId: PortalId): Promise<string>;
};

/** The record of who did what, for admins. Mount behind the signature check. */
export function auditRoutes({ audit, roleOf, timeZoneOf }: AuditRoutesDeps): Router {
  const routes = Router();
  routes.get('/settings/audit', requireRole(roleOf, 'admin'), async (request, response) => {
    const { portalId } = Asker.parse(request.query);
    const entries = await audit.list(portalId, shownEntries);
    response.json(auditView(entries, await timeZoneOf(portalId), wordsFor(request)));
  });
  return routes;
}
