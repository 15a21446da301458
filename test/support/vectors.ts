import type { Evidence } from '../../src/model/evidence.ts';
import { accountId } from '../../src/model/ids.ts';
import vectors from '../fixtures/test_vectors.json' with { type: 'json' };
import { aDeal, anAccount, on } from './evidence.ts';

/** The worked portal: twelve accounts with known scores as of `cut`. */
export const worked = vectors;

export const workedCut = on(vectors.cfg.cut);

export function workedAccounts(): Evidence[] {
  return Object.entries(vectors.deals).map(([id, deals]) => ({
    ...anAccount(accountId(id)),
    deals: deals.map(([date, amount]) =>
      aDeal({ closedOn: on(String(date)), amount: Number(amount) }),
    ),
  }));
}
