import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoleMap } from '../../src/model/execution-settings.ts';
import { accountId } from '../../src/model/ids.ts';
import { defaultChains, type Owner, resolveRole } from '../../src/strategy/roles.ts';

const anOwner = (id: string, difference: Partial<Owner> = {}): Owner => ({
  id,
  isActive: true,
  teamIds: [],
  ...difference,
});
const owners = [
  anOwner('ann'),
  anOwner('bob', { teamIds: ['service'] }),
  anOwner('cid', { teamIds: ['service'] }),
  anOwner('gone', { isActive: false, teamIds: ['empty'] }),
];
const map: RoleMap = {
  chains: {
    kam: [{ kind: 'property', property: 'kam' }, ...(defaultChains.kam ?? [])],
    service_team: [
      { kind: 'team', teamId: 'empty' },
      { kind: 'team', teamId: 'service' },
    ],
    sales_director: [{ kind: 'owner', ownerId: 'gone' }],
    marketing: [{ kind: 'owner', ownerId: 'ann' }],
  },
  fallbackOwnerId: 'ann',
};
const account = (properties: Record<string, string | null>, id = '1') => ({
  accountId: accountId(id),
  properties,
});

describe('a role', () => {
  it.each([
    ['the mapped property', { kam: 'bob', hubspot_owner_id: 'cid' }, 'bob', 'property', []],
    [
      'the record owner, where the property is empty',
      { kam: null, hubspot_owner_id: 'cid' },
      'cid',
      'property',
      [{ code: 'empty_property', property: 'kam' }],
    ],
    [
      'the next of the chain, where the first was deactivated',
      { kam: 'gone', hubspot_owner_id: 'cid' },
      'cid',
      'property',
      [{ code: 'deactivated_owner', ownerId: 'gone' }],
    ],
    [
      'the fallback, where nobody is left',
      { kam: 'gone', hubspot_owner_id: 'stranger' },
      'ann',
      'fallback',
      [
        { code: 'deactivated_owner', ownerId: 'gone' },
        { code: 'unknown_owner', ownerId: 'stranger' },
      ],
    ],
  ] as const)('goes to %s', (...[, properties, ownerId, by, problems]) => {
    expect(resolveRole('kam', account(properties), map, owners)).toEqual({ ownerId, by, problems });
  });

  it('goes to a fixed person, and to the fallback with a report when that one is gone', () => {
    expect(resolveRole('marketing', account({}), map, owners)).toEqual({
      ownerId: 'ann',
      by: 'owner',
      problems: [],
    });
    expect(resolveRole('sales_director', account({}), map, owners)).toEqual({
      ownerId: 'ann',
      by: 'fallback',
      problems: [{ code: 'deactivated_owner', ownerId: 'gone' }],
    });
  });

  it('goes to the fallback where nobody said who has it', () => {
    expect(resolveRole('technical_lead', account({}), map, owners)).toEqual({
      ownerId: 'ann',
      by: 'fallback',
      problems: [{ code: 'no_source' }],
    });
  });

  it.each([
    ['goes to who stands in', 'bob', 'bob'],
    ['stays, where who stands in left as well', 'gone', 'left'],
    ['stays, where nobody stands in', null, 'left'],
  ])('of a fallback who left %s, with a report', (_, standInOwnerId, ownerId) => {
    const left = { code: 'deactivated_owner', ownerId: 'left' };
    const orphaned = { ...map, fallbackOwnerId: 'left', standInOwnerId };

    expect(
      resolveRole('technical_lead', account({}), orphaned, [
        ...owners,
        anOwner('left', { isActive: false }),
      ]),
    ).toEqual({ ownerId, by: 'fallback', problems: [{ code: 'no_source' }, left] });
  });

  it('goes to a member of the first team that has any', () => {
    const { ownerId, by, problems } = resolveRole('service_team', account({}), map, owners);

    expect(['bob', 'cid']).toContain(ownerId);
    expect([by, problems]).toEqual(['team', [{ code: 'empty_team', teamId: 'empty' }]]);
  });

  it('is spread over a team about evenly', () => {
    const counts = new Map<string, number>();
    for (let id = 1_000; id < 2_000; id += 1) {
      const { ownerId } = resolveRole('service_team', account({}, String(id)), map, owners);
      counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
    }

    expect([...counts.values()].every((count) => count > 400 && count < 600)).toBe(true);
  });

  it('moves only the accounts of the member who leaves', () => {
    const anyTeam = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(anyTeam, fc.string(), (ids, id) => {
        const team = ids.map((owner) => anOwner(owner, { teamIds: ['service'] }));
        const before = resolveRole('service_team', account({}, id), map, team).ownerId;
        const leaver = team.find((owner) => owner.id !== before);

        const after = resolveRole(
          'service_team',
          account({}, id),
          map,
          team.map((owner) => (owner === leaver ? { ...owner, isActive: false } : owner)),
        ).ownerId;

        expect(after).toBe(before);
      }),
    );
  });
});
