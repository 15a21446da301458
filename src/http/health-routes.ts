import { type RequestHandler, Router } from 'express';

/** For load balancers: alive at all, and able to work. */
export function healthRoutes(isReady: () => Promise<boolean>): Router {
  const routes = Router();
  routes.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  routes.get('/readyz', async (_request, response) => {
    const isOk = await isReady().catch(() => false);
    response.status(isOk ? 200 : 503).json({ status: isOk ? 'ready' : 'not ready' });
  });
  return routes;
}

/** Behind the health of a process that serves neither HubSpot nor people. */
export function answerNobody(): RequestHandler {
  return (_request, response) => {
    response.status(404).end();
  };
}
