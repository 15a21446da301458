/** Whose accounts somebody may see on pages about all of them. */
export type Sight = { kind: 'all' } | SightOfOwners;

/** `of`: the person's own accounts, or those of everybody in a team with them. */
export type SightOfOwners = { kind: 'owners'; of: 'own' | 'team'; ownerIds: readonly string[] };
