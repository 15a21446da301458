import { z } from 'zod';
import { HubspotError, type HubspotProblem, type HubspotReaction } from '../errors.ts';

export type Refusal = {
  endpoint: string;
  status: number;
  body: unknown;
  retryAfter: string | null;
};

const tenSecondsMs = 10_000;
const oneSecondMs = 1_000;
const lockMs = 2_000;

const names = z
  .union([z.array(z.coerce.string()), z.coerce.string().transform((one) => [one])])
  .catch([]);

const Problem = z.object({
  message: z.string().catch(''),
  code: z.string().catch(''),
  context: z.record(z.string(), names).catch({}),
});

const ErrorBody = z.object({
  message: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  correlationId: z.string().optional().catch(undefined),
  policyName: z.string().optional().catch(undefined),
  errors: z.array(Problem).optional().catch(undefined),
  context: z.record(z.string(), names).optional().catch(undefined),
});
type ErrorBody = z.infer<typeof ErrorBody>;

/** HubSpot's refusal as an error that says what to do next: api.md §2.4. */
export function toHubspotError({ endpoint, status, body, retryAfter }: Refusal): HubspotError {
  const parsed = ErrorBody.safeParse(body);
  const error: ErrorBody = parsed.success ? parsed.data : {};
  const retryAfterMs = waitOf(status, error, retryAfter);
  return new HubspotError(reactionTo(status, error), {
    endpoint,
    status,
    ...(error.message !== undefined && { message: messageOf(error.message, error) }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(error.correlationId !== undefined && { correlationId: error.correlationId }),
    problems: problemsOf(error),
  });
}

/** Refusals that no portal is to blame for, but how the service is set up. */
const settingAtFault: Readonly<Record<string, string>> = {
  BAD_CLIENT_ID: 'HUBSPOT_CLIENT_ID',
  BAD_CLIENT_SECRET: 'HUBSPOT_CLIENT_SECRET',
  BAD_REDIRECT_URI: 'PUBLIC_URL',
};

function messageOf(message: string, { status = '' }: ErrorBody): string {
  const setting = settingAtFault[status];
  const text = message.slice(0, 500);
  return setting === undefined ? text : `${setting} is not what the app in HubSpot says: ${text}`;
}

function reactionTo(status: number, error: ErrorBody): HubspotReaction {
  if (isRevoked(error)) return 'reconnect';
  if (status === 401) return 'reconnect';
  if (status === 403) return 'missing-scope';
  if (status === 404) return 'gone';
  if (status === 409) return 'exists';
  if (status === 423 || status === 429 || status === 477 || status >= 500) return 'retry-later';
  return 'refused';
}

const revocations = new Set(['BAD_REFRESH_TOKEN', 'BAD_HUB', 'invalid_grant', 'access_denied']);

function isRevoked({ status, error }: ErrorBody): boolean {
  return revocations.has(status ?? '') || revocations.has(error ?? '');
}

function waitOf(status: number, error: ErrorBody, retryAfter: string | null): number | undefined {
  const askedMs = retryAfter === null ? 0 : Number(retryAfter) * oneSecondMs || 0;
  if (status === 423) return Math.max(askedMs, lockMs);
  if (status === 429) return Math.max(askedMs, limitWait(error));
  return askedMs > 0 ? askedMs : undefined;
}

function limitWait({ policyName, message = '' }: ErrorBody): number {
  const policy = policyName ?? message.toUpperCase();
  if (policy.includes('DAILY')) return Number.POSITIVE_INFINITY;
  if (policy.includes('TEN_SECONDLY')) return tenSecondsMs;
  return oneSecondMs;
}

function problemsOf({ errors = [], context }: ErrorBody): HubspotProblem[] {
  const problems = errors.map((problem) => ({
    code: problem.code,
    message: problem.message,
    propertyNames: problem.context['propertyName'] ?? [],
    ids: problem.context['ids'] ?? problem.context['objectWriteTraceId'] ?? [],
  }));
  const ids = context?.['ids'] ?? [];
  return ids.length === 0
    ? problems
    : [...problems, { code: '', message: '', propertyNames: [], ids }];
}
