import { z } from 'zod';
import type { HubspotError } from '../errors.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { HubspotClient } from './hubspot-client.ts';
import { reasonOf, sendIsolated } from './isolated-batch.ts';
import { recordsPerCall } from './record-api.ts';

export type AccountUpdate = { accountId: AccountId; properties: Record<string, string> };

/** What became of each update. */
export type WriteOutcome =
  | { accountId: AccountId; outcome: 'written' }
  | { accountId: AccountId; outcome: 'gone' }
  | { accountId: AccountId; outcome: 'refused'; reason: string };

const Answer = z.object({
  results: z.array(z.object({ id: z.coerce.string() })),
  errors: z
    .array(
      z.object({
        category: z.string().catch(''),
        message: z.string().catch(''),
        context: z.record(z.string(), z.array(z.coerce.string())).catch({}),
      }),
    )
    .optional(),
});

const endpoint = 'writeCompanies';
const notFound = 'OBJECT_NOT_FOUND';

export type AccountWriter = ReturnType<typeof createAccountWriter>;

/** Writes scores to companies, up to 100 different companies at a time. */
export function createAccountWriter({ request }: HubspotClient) {
  async function send(
    portalId: PortalId,
    updates: readonly AccountUpdate[],
  ): Promise<WriteOutcome[]> {
    const inputs = updates.map(({ accountId, properties }) => ({
      id: accountId,
      objectWriteTraceId: accountId,
      properties,
    }));
    const answer = Answer.parse(
      await request(portalId, { endpoint, priority: 'change', body: { inputs } }),
    );
    const written = new Set(answer.results.map(({ id }) => id));
    return updates.map(({ accountId }) => {
      if (written.has(accountId)) return { accountId, outcome: 'written' };
      const error = answer.errors?.find(({ context }) =>
        [...(context['objectWriteTraceId'] ?? []), ...(context['ids'] ?? [])].includes(accountId),
      );
      if (error?.category === notFound) return { accountId, outcome: 'gone' };
      return {
        accountId,
        outcome: 'refused',
        reason: error?.message ?? 'not confirmed by HubSpot',
      };
    });
  }

  return {
    async writeAccounts(
      portalId: PortalId,
      updates: readonly AccountUpdate[],
    ): Promise<WriteOutcome[]> {
      if (updates.length > recordsPerCall) throw new RangeError('at most 100 updates in a call');
      return sendIsolated(updates, {
        idOf: ({ accountId }) => accountId,
        send: (some) => send(portalId, some),
        refused: ({ accountId }, error) => outcomeOf(accountId, error),
      });
    },
  };
}

function outcomeOf(accountId: AccountId, error: HubspotError): WriteOutcome {
  if (error.reaction === 'gone') return { accountId, outcome: 'gone' };
  return { accountId, outcome: 'refused', reason: reasonOf(error) };
}
