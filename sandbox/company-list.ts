import { COMPANY } from './object-types.ts';
import type { Portal } from './portal.ts';

const everySecond = 2;

/** A list somebody keeps by hand. */
export function addCompanyList(portal: Portal): void {
  const companies = portal.table(COMPANY);
  const members = new Set<number>();
  for (let row = 0; row < companies.rows(); row += everySecond) members.add(companies.idOf(row));
  portal.lists.push({
    listId: '41',
    name: 'Framework contracts',
    objectTypeId: COMPANY,
    processingType: 'MANUAL',
    members,
  });
}
