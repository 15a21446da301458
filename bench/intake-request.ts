import { signatureOf } from '../src/hubspot/signature.ts';

export const intakeSecret = 'bench-secret';
/** What HubSpot would sign; the servers believe their setting, not the Host header. */
export const intakeUrl = 'https://mainstay.example';
export const webhookPath = '/webhooks/hubspot';

const eventsInPost = 100;

/** A full post of deal changes, as HubSpot sends them: about 30 kB. */
const body = JSON.stringify(
  Array.from({ length: eventsInPost }, (_, index) => ({
    eventId: 3_816_279_340 + index,
    subscriptionId: 25,
    portalId: 424_242,
    appId: 1001,
    occurredAt: 1_795_000_000_000 + index,
    subscriptionType: 'object.propertyChange',
    attemptNumber: 0,
    objectId: 30_000_000 + index,
    objectTypeId: '0-3',
    changeSource: 'CRM_UI',
    sourceId: 'userId:75514748',
    propertyName: 'amount',
    propertyValue: String(1_000 + index),
    isSensitive: false,
  })),
);

/** Signed now; HubSpot's signatures are good for five minutes. */
export function intakeRequest(now: Date) {
  const timestamp = String(now.getTime());
  const signed = {
    method: 'POST',
    url: intakeUrl + webhookPath,
    rawBody: Buffer.from(body),
    timestamp,
  };
  return {
    method: 'POST' as const,
    path: webhookPath,
    body,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signatureOf(signed, intakeSecret),
    },
  };
}
