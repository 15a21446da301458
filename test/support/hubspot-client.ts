import { createHubspotClient } from '../../src/hubspot/hubspot-client.ts';
import { createTransport } from '../../src/hubspot/transport.ts';
import { createLog } from '../../src/log.ts';
import type { PortalId } from '../../src/model/ids.ts';
import { ownQueues } from './own-queues.ts';

export const hubspotUrl = 'https://hubspot.test';

/** The real client, for tests in which nock plays HubSpot. */
export function aHubspotClient(
  accessToken: (portalId?: PortalId, refused?: string) => Promise<string> = async () => 'token',
) {
  return createHubspotClient({
    send: createTransport(hubspotUrl),
    queues: ownQueues(10_000),
    accessToken,
    onCall: () => {},
    log: createLog('silent'),
    random: () => 0,
  });
}
