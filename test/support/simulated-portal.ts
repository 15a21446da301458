import type { Day } from '../../src/model/day.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { accountId } from '../../src/model/ids.ts';
import { seededRandom } from '../../src/scoring/bootstrap.ts';
import { aDeal, anAccount } from './evidence.ts';

/** Accounts that buy at rates of their own and leave after some purchase, over the `days` up to `until`. */
export function simulatedPortal(accounts: number, until: Day, days = 1500): Evidence[] {
  const random = seededRandom(accounts);
  return Array.from({ length: accounts }, (_, number) => {
    const gap = 30 * Math.exp(1.5 * random());
    const leaves = 0.02 + 0.3 * random() ** 2;
    const usual = 200 * Math.exp(3 * random());
    const account = { ...anAccount(accountId(`account ${number}`)), deals: [aDeal()] };
    account.deals.pop();
    let closedOn = until - Math.floor(random() * days);
    while (closedOn <= until) {
      account.deals.push(aDeal({ closedOn, amount: Math.round(usual * (0.5 + random())) }));
      if (random() < leaves) break;
      closedOn += 1 + Math.floor(-gap * Math.log(1 - random()));
    }
    return account;
  });
}
