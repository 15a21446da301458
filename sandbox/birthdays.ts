import { CONTACT } from './object-types.ts';
import type { Portal } from './portal.ts';
import { createRandom } from './random.ts';

/** Some contacts' dates of birth: a text in HubSpot, so people write them as they like. */
export function addBirthdays(portal: Portal, seed: number): void {
  // A stream of its own: the rest of a seeded portal stays what it was.
  const random = createRandom(seed ^ portal.id ^ 0x0b1e7d0a);
  const contacts = portal.table(CONTACT);
  const column = contacts.column('date_of_birth');
  for (let row = 0; row < contacts.rows(); row++) {
    if (!random.chance(0.5)) continue;
    const day = new Date(Date.UTC(1955 + random.below(45), 0, 1 + random.below(365)));
    const [year, month, date] = day.toISOString().slice(0, 10).split('-');
    column.set(
      row,
      random.pick([
        `${year}-${month}-${date}`,
        `${month}/${date}/${year}`,
        `${date}.${month}.${year}`,
      ]),
    );
  }
}
