import type { Database } from '../src/database/schema.ts';
import { createAccountWriter } from '../src/hubspot/account-writer.ts';
import { createEvidenceApi } from '../src/hubspot/evidence-api.ts';
import { createHubspotClient } from '../src/hubspot/hubspot-client.ts';
import { createOauthApi } from '../src/hubspot/oauth-api.ts';
import { createRecordApi } from '../src/hubspot/record-api.ts';
import { createTransport } from '../src/hubspot/transport.ts';
import { createPortalTokens } from '../src/install/portal-tokens.ts';
import { createTokenSeal } from '../src/install/token-seal.ts';
import { createLog } from '../src/log.ts';
import { createStores } from '../src/stores.ts';
import { ownQueues } from '../test/support/own-queues.ts';
import { someSettings } from '../test/support/records.ts';
import type { runningPortal } from '../test/support/running-portal.ts';

type Running = Awaited<ReturnType<typeof runningPortal>>;

const endlessCalls = 100_000;
const unmapped = async () => ({ names: [] });

/** What single steps of a pass are made with, as the service has it, on a portal that it leaves alone. */
export function stepDeps(app: Running, db: Database, tokenKey: string) {
  const log = createLog('silent');
  const now = () => app.sandbox.clock.now();
  const stores = createStores(db, someSettings);
  const send = createTransport(app.sandbox.url);
  const client = { clientId: 'test-client', clientSecret: 'test-secret', redirectUrl: app.url };
  const oauth = createOauthApi(send, client, now);
  const seal = createTokenSeal(Buffer.from(tokenKey, 'base64'), []);
  const tokens = createPortalTokens({ portals: stores.portals, oauth, seal, now, log });
  const hubspot = createHubspotClient({
    send,
    queues: ownQueues(endlessCalls),
    accessToken: tokens.accessToken,
    onCall: () => {},
    log,
    random: () => 0,
  });
  return {
    ...stores,
    accountWriter: createAccountWriter(hubspot),
    evidenceApi: createEvidenceApi(hubspot, unmapped),
    recordApi: createRecordApi(hubspot, unmapped),
    appId: '1001',
    mappedOf: unmapped,
    now,
    log,
  };
}
