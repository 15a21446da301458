import type { SealedChannel, Topic } from '../model/channel.ts';
import type { AccountId } from '../model/ids.ts';
import type { WriteScope } from '../model/publishing.ts';
import { type Transition, type TransitionKind, transitionKinds } from '../model/transition.ts';
import type { NamedAccount } from './news-store.ts';

/** What is told of one account: from where to where since it was last told. */
export type AccountNews = {
  account: NamedAccount;
  changes: readonly { kind: TransitionKind; from: string; to: string }[];
};

const ranks = ['low', 'mid', 'high'];

/** What of these transitions people want to hear, the most money first. */
export function newsOf(
  transitions: readonly Transition[],
  accounts: ReadonlyMap<AccountId, NamedAccount>,
): AccountNews[] {
  const found: AccountNews[] = [];
  for (const [id, own] of Map.groupBy(transitions, (each) => each.accountId)) {
    const account = accounts.get(id);
    const changes = changesOf(own);
    if (account && changes.length > 0) found.push({ account, changes });
  }
  return found.sort((one, other) => other.account.revenueAtRisk - one.account.revenueAtRisk);
}

/** There and back again is no news. */
function changesOf(transitions: readonly Transition[]) {
  const wasCore = transitions.some(({ kind, from }) => kind === 'type' && from === 'core');
  return transitionKinds.flatMap((kind) => {
    const steps = transitions.filter((each) => each.kind === kind);
    const from = steps[0]?.from ?? null;
    const to = steps.at(-1)?.to ?? null;
    if (from === null || to === null || from === to) return [];
    return isWorthTelling({ kind, from, to }, wasCore) ? [{ kind, from, to }] : [];
  });
}

/** Every new type, a risk that became high, and a value that fell where it was a core account's. */
function isWorthTelling(
  { kind, from, to }: { kind: TransitionKind; from: string; to: string },
  wasCore: boolean,
): boolean {
  if (kind === 'type') return true;
  if (kind === 'risk') return to === 'high';
  return wasCore && ranks.indexOf(to) < ranks.indexOf(from);
}

/** The channels that want to hear of a topic. */
export function channelsFor(channels: readonly SealedChannel[], topic: Topic): SealedChannel[] {
  return channels.filter(({ topics }) => topics.includes(topic));
}

/** What is not to be written to HubSpot yet is not to be talked about either. */
export function isWithin(scope: WriteScope, ownerId: string | null): boolean {
  if (scope.kind !== 'owners') return scope.kind === 'all';
  return ownerId !== null && scope.ownerIds.includes(ownerId);
}

/** From one message of a topic to the next: six an hour of changes, and complaints within five minutes. */
export const pauseMs: Readonly<Record<Exclude<Topic, 'digest'>, number>> = {
  changes: 600_000,
  breaches: 60_000,
};
