import { z } from 'zod';
import { nineBoxTypes } from '../model/assessment.ts';
import { executionStatuses, overlays, type StrategyCode } from '../model/strategy.ts';
import type { LedgerFilter } from './ledger-store.ts';

export const strategyCodes: readonly StrategyCode[] = [...nineBoxTypes, ...overlays];

/** What the viewer asks of the ledger. */
export type LedgerQuestion = { filter: LedgerFilter; page: number };

const mostPages = 100_000;

/** The page sends a condition that was taken away as ''. */
const orNone = <Value>(value: z.ZodType<Value>) =>
  z.union([z.literal('').transform(() => undefined), value]).optional();

/** Names are those of the page's filters. */
export const LedgerQuery = z
  .object({
    owner: orNone(z.string().max(40)),
    strategy: orNone(z.enum([...nineBoxTypes, ...overlays])),
    status: orNone(z.enum(executionStatuses)),
    page: z.coerce.number().int().min(1).max(mostPages).catch(1),
  })
  .transform(
    ({ owner, strategy, status, page }): LedgerQuestion => ({
      filter: { ownerId: owner, strategy, status },
      page,
    }),
  );

/** The conditions in force, by the names of the page's filters. */
export function conditionsOf({ filter }: LedgerQuestion): Record<string, string> {
  const { ownerId, strategy, status } = filter;
  const conditions = { owner: ownerId, strategy, status };
  return Object.fromEntries(
    Object.entries(conditions).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
