import type { Assessment } from './assessment.ts';
import type { AccountId } from './ids.ts';

export const transitionKinds = ['type', 'risk', 'value'] as const;
/** What of an account people want to hear of when it changes. */
export type TransitionKind = (typeof transitionKinds)[number];

/** null: none applied. */
export type Transition = {
  accountId: AccountId;
  kind: TransitionKind;
  from: string | null;
  to: string | null;
  /** ms since 1970. */
  happenedAt: number;
};

export type Standings = Readonly<Record<TransitionKind, string | null>>;

export function standingsOf({ nineBox, risk, value }: Assessment): Standings {
  return { type: nineBox, risk: risk?.level ?? null, value: value?.tier ?? null };
}

/** What an account passed from and to. */
export function transitionsBetween(
  before: Standings,
  after: Standings,
): Pick<Transition, 'kind' | 'from' | 'to'>[] {
  return transitionKinds
    .filter((kind) => before[kind] !== after[kind])
    .map((kind) => ({ kind, from: before[kind], to: after[kind] }));
}
