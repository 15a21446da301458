import type { AccountId } from '../model/ids.ts';

/** Children of each company, as far down as there are any. */
export type Children = ReadonlyMap<AccountId, readonly AccountId[]>;

/** All companies below one, each once; a company that is below itself has none that could be counted. */
export type Below = { accountIds: AccountId[]; isCircular: boolean };

export function below(root: AccountId, children: Children): Below {
  const found = new Set<AccountId>();
  const open = [...(children.get(root) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === root) return { accountIds: [], isCircular: true };
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(children.get(next) ?? []));
  }
  return { accountIds: [...found], isCircular: false };
}

/** Companies that are above themselves, in order of their ids: they count alone. */
export function circular(parents: ReadonlyMap<AccountId, AccountId>): AccountId[] {
  const found = [...parents.keys()].filter((account) => {
    const parent = parents.get(account);
    return (
      parent !== undefined && (parent === account || above([parent], parents).includes(account))
    );
  });
  return found.sort((one, other) => Number(one) - Number(other));
}

/** All companies above some, each once; ends where the chain ends or closes. */
export function above(
  accountIds: Iterable<AccountId>,
  parents: ReadonlyMap<AccountId, AccountId>,
): AccountId[] {
  const found = new Set<AccountId>();
  for (const start of accountIds) {
    let parent = parents.get(start);
    while (parent !== undefined && !found.has(parent)) {
      found.add(parent);
      parent = parents.get(parent);
    }
  }
  return [...found];
}

/** Whether a company is counted within its parent; what is its own parent counts alone. */
export function isCountedAbove(
  account: AccountId,
  parents: ReadonlyMap<AccountId, AccountId>,
): boolean {
  const parent = parents.get(account);
  return parent !== undefined && !above([parent], parents).includes(parent);
}
