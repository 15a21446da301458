import { z } from 'zod';
import { HubspotError, type HubspotProblem } from '../errors.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { HubspotClient } from './hubspot-client.ts';
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
const unknownProperty = 'PROPERTY_DOESNT_EXIST';

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

  /** One bad record makes HubSpot refuse them all: it is found by halves, the others land. */
  async function sendOrSplit(
    portalId: PortalId,
    updates: readonly AccountUpdate[],
  ): Promise<WriteOutcome[]> {
    try {
      return await send(portalId, updates);
    } catch (error) {
      if (!isAboutRecords(error)) throw error;
      const [only] = updates;
      if (only && updates.length === 1) return [outcomeOf(only.accountId, error)];
      return splitOff(portalId, updates, error.problems);
    }
  }

  /** HubSpot sometimes names the records it refuses: those alone first, else two halves. */
  async function splitOff(
    portalId: PortalId,
    updates: readonly AccountUpdate[],
    problems: readonly HubspotProblem[],
  ): Promise<WriteOutcome[]> {
    const named = new Set(problems.flatMap(({ ids }) => ids));
    const suspects = updates.filter(({ accountId }) => named.has(accountId));
    const parts =
      suspects.length > 0 && suspects.length < updates.length
        ? [suspects, updates.filter(({ accountId }) => !named.has(accountId))]
        : [updates.slice(0, updates.length / 2), updates.slice(updates.length / 2)];
    const outcomes: WriteOutcome[] = [];
    for (const part of parts) outcomes.push(...(await sendOrSplit(portalId, part)));
    return outcomes;
  }

  return {
    async writeAccounts(
      portalId: PortalId,
      updates: readonly AccountUpdate[],
    ): Promise<WriteOutcome[]> {
      if (updates.length > recordsPerCall) throw new RangeError('at most 100 updates in a call');
      return updates.length === 0 ? [] : sendOrSplit(portalId, updates);
    },
  };
}

/** A property that the portal lacks, or a token that cannot be renewed, is no fault of a record. */
function isAboutRecords(error: unknown): error is HubspotError {
  if (!(error instanceof HubspotError) || error.endpoint !== endpoint) return false;
  if (error.problems.some(({ code }) => code === unknownProperty)) return false;
  return error.reaction === 'refused' || error.reaction === 'gone';
}

function outcomeOf(accountId: AccountId, error: HubspotError): WriteOutcome {
  if (error.reaction === 'gone') return { accountId, outcome: 'gone' };
  const [problem] = error.problems;
  return { accountId, outcome: 'refused', reason: problem?.message || error.message };
}
