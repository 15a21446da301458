import path from 'node:path';
import { createGateway } from '../../sandbox/gateway.ts';
import { recordPageRoutes } from '../../sandbox/record-page.ts';
import { portal, type runningPortal } from '../support/running-portal.ts';

const origin = 'https://mainstay.example.com';

/** Cards and pages in front of the running service: bundle, gateway, signature, service. */
export function mountPages({ sandbox, url }: Awaited<ReturnType<typeof runningPortal>>): void {
  const { portal: shown } = sandbox.portal(portal);
  const gateway = createGateway({
    app: sandbox.app,
    clock: sandbox.clock,
    localOrigin: (wanted) => (wanted === origin ? url : undefined),
  });
  const { userId, email: userEmail } = shown.user;
  sandbox.mount(
    '/',
    recordPageRoutes({
      portal: shown,
      app: sandbox.registeredApp,
      bundlesFolder: path.resolve(import.meta.dirname, '../../dist/preview'),
      variables: { BACKEND_ORIGIN: origin },
      forwardFetch: (request) =>
        gateway.forwardFetch({ ...request, portalId: portal, userId, userEmail }),
    }),
  );
}
