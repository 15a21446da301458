import { describe, expect, it } from 'vitest';
import type { Owner } from '../../src/model/portal.ts';
import { cellsOfOwners } from '../../src/portfolio/owner-cells-rules.ts';
import { sightOf } from '../../src/portfolio/sight-rules.ts';
import { cellTable, summaryOf } from '../../src/portfolio/summary-rules.ts';
import { aCell } from './a-portfolio-account.ts';

function anOwner(id: string, userId: number | null, ...teamIds: string[]): Owner {
  const teams = teamIds.map((teamId) => ({ id: teamId, name: `Team ${teamId}` }));
  return { id, userId, name: `Owner ${id}`, isActive: userId !== null, teams };
}

const owners = [
  anOwner('1', 11, 'north'),
  anOwner('2', 12, 'north', 'south'),
  anOwner('3', 13, 'south'),
  anOwner('4', null),
];

describe('whose accounts a user sees', () => {
  it.each([
    ['an admin', 'admin', 11, { kind: 'all' }],
    ['a reader', 'reader', 11, null],
    ['a key-account manager', 'kam', 11, { kind: 'owners', of: 'own', ownerIds: ['1'] }],
    ['a manager of one team', 'manager', 11, { kind: 'owners', of: 'team', ownerIds: ['1', '2'] }],
    ['a manager of two', 'manager', 12, { kind: 'owners', of: 'team', ownerIds: ['1', '2', '3'] }],
    ['a manager who is no owner', 'manager', 99, { kind: 'owners', of: 'team', ownerIds: [] }],
  ] as const)('%s', (_who, role, userId, seen) => {
    expect(sightOf(role, userId, owners)).toEqual(seen);
  });

  it('takes a portal without teams for one team', () => {
    expect(sightOf('manager', 11, [anOwner('1', 11), anOwner('2', 12)])).toEqual({ kind: 'all' });
  });
});

describe('the cells of some owners', () => {
  const cells = [
    aCell({ ownerId: '1', industry: 'RETAIL', accounts: 3, revenueTtm: 30 }),
    aCell({ ownerId: '2', industry: 'BANKING', accounts: 5, revenueTtm: 50 }),
    aCell({ ownerId: null, industry: 'RETAIL', accounts: 7, revenueTtm: 70 }),
  ];

  it('sum up as those owners alone would', () => {
    const seen = summaryOf(cellsOfOwners(cellTable([cells]), ['2', '1']), {});

    expect(seen).toEqual(summaryOf(cellTable([cells.slice(0, 2)]), {}));
  });

  it('name nothing that only others have', () => {
    const { values } = cellsOfOwners(cellTable([cells]), ['1', 'unknown']);

    expect([values.ownerId, values.industry]).toEqual([['1'], ['RETAIL']]);
  });

  it('are none for somebody who owns nothing', () => {
    expect(cellsOfOwners(cellTable([cells]), []).size).toBe(0);
  });
});
