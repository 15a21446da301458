import { type Request, Router } from 'express';
import { ZodError } from 'zod';
import { RequestError } from '../errors.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { eventsByPortal } from '../hubspot/webhook-body.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { InboxStore } from './inbox-store.ts';
import { createPostIds } from './post-ids.ts';

export type WebhookRoutesDeps = {
  inbox: InboxStore;
  now: () => Date;
  onReceived: (portalId: PortalId, events: number) => void;
  log: Logger;
};

/** Keeps what HubSpot posts and answers; the work happens later, off the request. */
export function webhookRoutes(
  path: string,
  { inbox, now, onReceived, log }: WebhookRoutesDeps,
): Router {
  const routes = Router();
  const nextId = createPostIds();

  routes.post(path, async (request, response) => {
    const receivedAt = now().getTime();
    const byPortal = eventsOf(request);
    await Promise.all(
      [...byPortal].map(async ([portalId, events]) => {
        const id = nextId(receivedAt);
        await inbox.add(portalId, { id, receivedAt, body: JSON.stringify(events) });
        log.info({ portalId, post: id, events: events.length }, 'events received');
      }),
    ).catch((cause: unknown) => {
      throw new RequestError(503, 'The events could not be stored; send them again.', { cause });
    });
    response.status(200).end();
    for (const [portalId, events] of byPortal) onReceived(portalId, events.length);
  });

  return routes;
}

function eventsOf(request: Request) {
  try {
    return eventsByPortal(jsonBodyOf(request));
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new RequestError(400, 'The body is not a list of webhook events.');
  }
}
