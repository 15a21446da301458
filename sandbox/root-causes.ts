import { TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { defineProperty, optionsOf } from './property-definition.ts';
import { createRandom } from './random.ts';

const CAUSES = ['PRODUCT_DEFECT', 'LATE_DELIVERY', 'WRONG_INVOICE', 'MISUNDERSTANDING'];

/** A property of the portal's own, filled on some of the complaints that were closed. */
export function addRootCauses(portal: Portal, seed: number): void {
  if (portal.tier === 'free') return;
  const at = portal.clock.now().toISOString();
  portal.catalogue.add(
    TICKET,
    defineProperty('root_cause', 'select', {
      label: 'Root cause',
      groupName: 'ticketinformation',
      hubspotDefined: false,
      options: optionsOf(CAUSES),
      createdAt: at,
      updatedAt: at,
    }),
  );
  // A stream of its own: the rest of a seeded portal stays what it was.
  const random = createRandom(seed ^ portal.id ^ 0x7007ca5e);
  const tickets = portal.table(TICKET);
  for (let row = 0; row < tickets.rows(); row++) {
    const isClosed = tickets.get(row, 'closed_date') !== null;
    const isComplaint = tickets.get(row, 'hs_ticket_category') === 'COMPLAINT';
    if (isClosed && isComplaint && random.chance(0.6)) {
      tickets.column('root_cause').set(row, random.pick(CAUSES));
    }
  }
}
