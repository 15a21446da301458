import type { UserActions } from '../sandbox/user-actions.ts';
import { companyType, dealType } from '../test/support/running-portal.ts';

export const deals = 1_000;
export const overMs = 10_000;

/** What becomes of deals: an event tells a new amount whole, what a stage means HubSpot has to say. */
export type Mix = 'amounts' | 'stages' | 'half';

/** Companies with an order each. */
export function createOrders(user: UserActions): number[] {
  return Array.from({ length: deals }, (_, place) => {
    const company = user.create(companyType, { name: `Customer ${place}` });
    const order = { dealname: 'Order', pipeline: 'default', dealstage: 'closedwon' };
    return user.create(dealType, { ...order, amount: 1_000 + place }, company);
  });
}

/** Changes each deal once, evenly over ten seconds. */
export async function changeOrders(user: UserActions, ids: readonly number[], mix: Mix) {
  const startedAt = performance.now();
  for (const [place, id] of ids.entries()) {
    const dueMs = (place / ids.length) * overMs - (performance.now() - startedAt);
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
    const isMove = mix === 'stages' || (mix === 'half' && place % 2 === 0);
    user.update(dealType, id, isMove ? { dealstage: 'closedlost' } : { amount: 20_000 + place });
  }
}
