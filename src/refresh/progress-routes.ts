import { Router } from 'express';
import { z } from 'zod';
import { portalId } from '../model/ids.ts';
import type { PortalProgress } from './portal-progress.ts';

type Progress = (portal: ReturnType<typeof portalId>) => Promise<PortalProgress>;

const Query = z.object({ portalId: z.coerce.number().int().positive().transform(portalId) });

/** How far the portal of the signed request is. Mount behind the signature check. */
export function progressRoutes(progress: Progress): Router {
  const routes = Router();
  routes.get('/progress', async (request, response) => {
    response.json(await progress(Query.parse(request.query).portalId));
  });
  return routes;
}
