import { UNLABELLED } from './association-types.ts';
import { DEAL, LINE_ITEM } from './object-types.ts';
import type { Portal } from './portal.ts';
import { createRandom } from './random.ts';

const EXTRAS = ['Installation', 'Express delivery', 'Extended warranty', 'Calibration'];

/** What won deals sold: the product they are named after, and now and then something beside it. */
export function addLineItems(portal: Portal, seed: number): void {
  // A stream of its own: the rest of a seeded portal stays what it was.
  const random = createRandom(seed ^ portal.id ^ 0x11e17e35);
  const deals = portal.table(DEAL);
  const items = portal.table(LINE_ITEM);

  function add(dealRow: number, name: string, price: number): void {
    const at = deals.createdAt(dealRow);
    const row = items.add(at);
    items.column('name').set(row, name);
    items.column('hs_sku').set(row, name.toUpperCase().replaceAll(' ', '-'));
    items.column('quantity').setNumber(row, 1);
    items.column('price').setNumber(row, price);
    items.touch(row, at);
    portal.links.between(LINE_ITEM, DEAL).append(row, dealRow, UNLABELLED);
    portal.links.between(DEAL, LINE_ITEM).append(dealRow, row, UNLABELLED);
  }

  for (let dealRow = 0; dealRow < deals.rows(); dealRow++) {
    if (deals.get(dealRow, 'dealstage') !== 'closedwon') continue;
    // Some deals are entered without line items, as in real portals.
    if (random.chance(0.1)) continue;
    const amount = Math.abs(Number(deals.get(dealRow, 'amount') ?? 0));
    add(dealRow, deals.get(dealRow, 'dealname') ?? 'Goods', amount);
    if (random.chance(0.2)) add(dealRow, random.pick(EXTRAS), Math.round(amount / 20));
  }
}
