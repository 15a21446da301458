import type { Request, RequestHandler } from 'express';
import { RequestError } from '../errors.ts';
import { isRecent, isSignedByHubspot } from '../hubspot/signature.ts';
import { rawBodyOf, readRawBody } from './raw-body.ts';

export type SignatureOptions = {
  clientSecret: string;
  /** Where HubSpot reaches us; never the Host header, which the sender chooses. */
  publicUrl: string;
  now: () => Date;
};

/**
 * Lets only requests through that HubSpot signed for this app within the last five minutes. What cannot be
 * such is refused before its body is read.
 */
export function requireSignature({
  clientSecret,
  publicUrl,
  now,
}: SignatureOptions): RequestHandler[] {
  const refuseStrangers: RequestHandler = (request, _response, next) => {
    if (!isRecent(signatureIn(request), now())) throw notSigned();
    next();
  };
  const verify: RequestHandler = (request, _response, next) => {
    const signed = {
      ...signatureIn(request),
      method: request.method,
      url: publicUrl + request.originalUrl,
      rawBody: rawBodyOf(request),
    };
    if (!isSignedByHubspot(signed, clientSecret, now())) throw notSigned();
    next();
  };
  return [refuseStrangers, readRawBody(), verify];
}

function signatureIn(request: Request) {
  return {
    timestamp: request.get('x-hubspot-request-timestamp') ?? '',
    signature: request.get('x-hubspot-signature-v3') ?? '',
  };
}

function notSigned(): RequestError {
  return new RequestError(401, 'The request is not signed by HubSpot for this app.');
}
