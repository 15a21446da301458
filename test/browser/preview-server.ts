import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express, { type Express } from 'express';
import { createRegisteredApp } from '../../sandbox/app-registration.ts';
import { createClock } from '../../sandbox/clock.ts';
import { generatePortal } from '../../sandbox/generator.ts';
import { COMPANY, TICKET } from '../../sandbox/object-types.ts';
import { createPortal } from '../../sandbox/portal.ts';
import { recordPageRoutes } from '../../sandbox/record-page.ts';
import type { AccountPast } from '../../src/cards/account-past.ts';
import type { AccountProfile } from '../../src/cards/account-profile.ts';
import type { AccountStrategy } from '../../src/cards/account-strategy.ts';
import { cardRoutes } from '../../src/cards/card-routes.ts';
import type { CardTicket } from '../../src/cards/compact-view-rules.ts';
import { manualRoutes } from '../../src/cards/manual-routes.ts';
import type { ManualRecord } from '../../src/cards/manual-view-rules.ts';
import type { CardPortal, CardRecord } from '../../src/cards/view-context-rules.ts';
import { errorHandler } from '../../src/http/error-handler.ts';
import { readRawBody } from '../../src/http/raw-body.ts';
import { createLog } from '../../src/log.ts';
import type { ManualInput } from '../../src/model/manual-input.ts';
import { aCardPortal, aManualRecord, aTicketService, noon } from '../cards/an-assessment.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cardOrigin = 'https://mainstay.example.com';

/** What the card service finds in its database; tests change it while the page is open. */
export type Prepared = {
  portal: CardPortal | undefined;
  record: CardRecord | undefined;
  ticket: CardTicket | undefined;
  past: AccountPast | null;
  strategy: AccountStrategy | null;
  profile: AccountProfile | null;
  isScored: boolean;
  manual: ManualRecord;
  /** What people told, as the service got it. */
  told: ManualInput[];
  /** An outage: the service answers this status instead. */
  failure: number | null;
  /** Holds answers back until it resolves. */
  hold: Promise<void> | null;
  /** Companies the service asked for. */
  queued: string[];
};

/** The record page with the built bundles, in front of the real card routes on prepared records. */
export async function startPreview() {
  const prepared: Prepared = {
    portal: aCardPortal(),
    record: undefined,
    ticket: undefined,
    past: null,
    strategy: null,
    profile: null,
    isScored: true,
    manual: aManualRecord({ inputs: [] }),
    told: [],
    failure: null,
    hold: null,
    queued: [],
  };
  const backend = await listen(cardService(prepared));
  const portal = createPortal({ portalId: 4242 }, createClock(0), 0);
  generatePortal(portal, 12, 7);
  const app = createRegisteredApp({
    appId: 555,
    clientId: 'client',
    clientSecret: 'secret',
    appScopes: [],
    redirectUrls: [],
    webhookUrl: null,
    manifestPath: path.join(root, 'app.json'),
  });
  const pages = express();
  pages.use(
    recordPageRoutes({
      portal,
      app,
      bundlesFolder: path.join(root, 'dist/preview'),
      variables: { BACKEND_ORIGIN: cardOrigin },
      async forwardFetch({ url, method, body }) {
        const target = new URL(url.replace(cardOrigin, backend.url));
        target.searchParams.set('portalId', String(portal.id));
        target.searchParams.set('userId', '7');
        const response = await fetch(target, {
          method,
          ...(method === 'POST' && { body: JSON.stringify(body) }),
        });
        return {
          status: response.status,
          body: await response.text(),
          contentType: response.headers.get('content-type') ?? 'text/plain',
        };
      },
    }),
  );
  const page = await listen(pages);
  return {
    prepared,
    portal,
    url: page.url,
    companyUrl: (locale: string) =>
      `${page.url}/companies/${portal.table(COMPANY).idOf(0)}?locale=${locale}`,
    previewUrl: (locale: string) =>
      `${page.url}/companies/${portal.table(COMPANY).idOf(0)}/preview?locale=${locale}`,
    ticketUrl: (locale: string) =>
      `${page.url}/tickets/${portal.table(TICKET).idOf(0)}?locale=${locale}`,
    async [Symbol.asyncDispose]() {
      await Promise.all([page.close(), backend.close()]);
    },
  };
}

function cardService(prepared: Prepared): Express {
  const service = express();
  service.use(async (_request, response, next) => {
    await prepared.hold;
    if (prepared.failure === null) next();
    else response.status(prepared.failure).json({ error: 'down' });
  });
  service.use(
    cardRoutes({
      cards: {
        find: async () => prepared.record,
        findTicket: async () => prepared.ticket,
        portalState: async () => prepared.portal,
      },
      roleOf: async () => 'kam',
      past: async () => prepared.past,
      strategy: async () => prepared.strategy,
      isScored: async () => prepared.isScored,
      profile: async () => prepared.profile,
      serviceOf: async () => aTicketService(),
      manual: async () => prepared.manual,
      queueSync: async (_portal, _type, id) => {
        prepared.queued.push(id);
      },
      now: () => new Date(noon),
    }),
  );
  service.use(
    readRawBody(),
    manualRoutes({
      roleOf: async () => (prepared.manual.mayWrite ? 'kam' : 'reader'),
      timeZoneOf: async () => prepared.portal?.timeZone,
      save: async (_portal, _account, input) => {
        prepared.told.push(input);
      },
      now: () => new Date(noon),
    }),
    errorHandler(createLog('silent')),
  );
  return service;
}

async function listen(app: Express) {
  const server: Server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
