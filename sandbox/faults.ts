import { z } from 'zod';
import { createRandom } from './random.ts';

const Common = z.object({
  /** Chance that a matching request is hit; default always. */
  probability: z.number().min(0).max(1).default(1),
  /** How many requests are hit before the fault is over; default no end. */
  count: z.number().int().positive().optional(),
  portalId: z.number().int().optional(),
});

const OnRequest = Common.extend({
  /** A regular expression the path must match. */
  path: z.string().optional(),
  method: z.string().optional(),
});

/** What can be made to go wrong. */
export const Fault = z.discriminatedUnion('kind', [
  OnRequest.extend({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    /** Whether the request has taken effect although the answer is an error. */
    when: z.enum(['before', 'after']).default('before'),
    retryAfterSeconds: z.number().optional(),
    policyName: z.enum(['TEN_SECONDLY_ROLLING', 'SECONDLY', 'DAILY']).optional(),
  }),
  OnRequest.extend({
    kind: z.literal('hang'),
    when: z.enum(['before', 'after']).default('before'),
  }),
  OnRequest.extend({ kind: z.literal('drop'), when: z.enum(['before', 'after']).default('after') }),
  OnRequest.extend({ kind: z.literal('slow'), delayMs: z.number().positive() }),
  Common.extend({
    kind: z.literal('refuse-record'),
    objectType: z.string(),
    objectId: z.coerce.string(),
  }),
  Common.extend({ kind: z.literal('miss-webhooks') }),
  Common.extend({ kind: z.literal('duplicate-webhooks') }),
  Common.extend({ kind: z.literal('shuffle-webhooks') }),
]);

export type FaultSpec = z.input<typeof Fault>;
export type ActiveFault = z.output<typeof Fault> & { id: number; hits: number };
export type RequestFault = Extract<ActiveFault, { kind: 'status' | 'hang' | 'drop' | 'slow' }>;
export type WebhookFault = 'miss-webhooks' | 'duplicate-webhooks' | 'shuffle-webhooks';

function isOnRequest(fault: ActiveFault): fault is RequestFault {
  return ['status', 'hang', 'drop', 'slow'].includes(fault.kind);
}

function matches(fault: RequestFault, method: string, path: string): boolean {
  if (fault.method && fault.method.toUpperCase() !== method) return false;
  return !fault.path || new RegExp(fault.path).test(path);
}

/** The faults switched on, each with a seeded chance and a number of hits. */
export function createFaults(seed: number) {
  const random = createRandom(seed);
  let active: ActiveFault[] = [];
  let nextId = 1;

  function strikes(fault: ActiveFault, portalId: number | undefined): boolean {
    if (fault.portalId !== undefined && portalId !== undefined && fault.portalId !== portalId) {
      return false;
    }
    if (fault.count !== undefined && fault.hits >= fault.count) return false;
    if (!random.chance(fault.probability)) return false;
    fault.hits++;
    return true;
  }

  return {
    add(spec: FaultSpec): number {
      const id = nextId++;
      active.push({ ...Fault.parse(spec), id, hits: 0 });
      return id;
    },
    list: (): readonly ActiveFault[] => active,
    clear(id?: number): void {
      active = id === undefined ? [] : active.filter((fault) => fault.id !== id);
    },
    onRequest(method: string, path: string, portalId: number | undefined) {
      return active
        .filter(isOnRequest)
        .find((fault) => matches(fault, method, path) && strikes(fault, portalId));
    },
    refusesRecord: (portalId: number, objectTypes: readonly string[], objectId: string) =>
      active.some(
        (fault) =>
          fault.kind === 'refuse-record' &&
          objectTypes.includes(fault.objectType) &&
          fault.objectId === objectId &&
          strikes(fault, portalId),
      ),
    onWebhook: (kind: WebhookFault, portalId: number) =>
      active.some((fault) => fault.kind === kind && strikes(fault, portalId)),
  };
}
