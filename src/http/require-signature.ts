import type { RequestHandler } from 'express';
import { RequestError } from '../errors.ts';
import { isSignedByHubspot } from '../hubspot/signature.ts';
import { rawBodyOf } from './raw-body.ts';

export type SignatureOptions = {
  clientSecret: string;
  /** Where HubSpot reaches us; never the Host header, which the sender chooses. */
  publicUrl: string;
  now: () => Date;
};

/** Lets only requests through that HubSpot signed for this app within the last five minutes. */
export function requireSignature({
  clientSecret,
  publicUrl,
  now,
}: SignatureOptions): RequestHandler {
  return (request, _response, next) => {
    const signed = {
      method: request.method,
      url: publicUrl + request.originalUrl,
      rawBody: rawBodyOf(request),
      timestamp: request.get('x-hubspot-request-timestamp') ?? '',
      signature: request.get('x-hubspot-signature-v3') ?? '',
    };
    if (!isSignedByHubspot(signed, clientSecret, now())) {
      throw new RequestError(401, 'The request is not signed by HubSpot for this app.');
    }
    next();
  };
}
