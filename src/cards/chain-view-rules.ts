import type { DecisionChain } from '../../extensions/app/cards/contract.ts';
import { type DecisionRole, decisionRoles } from '../model/evidence-record.ts';
import type { ManualInput } from '../model/manual-input.ts';
import type { AccountProfile } from './account-profile.ts';
import { type ManualRecord, said } from './manual-view-rules.ts';
import type { ViewContext } from './view-context-rules.ts';

/** Without one of these, nobody there is known to decide, to pay or to speak for us. */
const wantedRoles = ['kdm', 'influencer', 'champion'] as const satisfies DecisionRole[];

type Member = { role: DecisionRole; person: DecisionChain['people'][number] };

/** Who decides: as HubSpot records it and as somebody told it; what ended is no longer known. */
export function chainView(
  people: AccountProfile['people'],
  manual: ManualRecord,
  context: ViewContext,
): DecisionChain {
  const { words, today } = context;
  const told = manual.inputs.filter(
    ({ kind, expiresOn }) => kind === 'decision_role' && (expiresOn === null || expiresOn >= today),
  );
  const members = [
    ...(people ?? []).flatMap((person) => recorded(person, context)),
    ...told.flatMap((input) => toldMember(input, manual, context)),
  ];
  return {
    title: words.say('chain.title'),
    columns: (['role', 'person', 'job', 'source'] as const).map((name) =>
      words.say(`chain.${name}`),
    ),
    people: decisionRoles.flatMap((role) =>
      members.filter((member) => member.role === role).map(({ person }) => person),
    ),
    gaps:
      people === null && told.length === 0 ? [words.say('chain.unknown')] : gaps(members, context),
  };
}

/** The one to talk to first: who has the most say, of equals whom HubSpot knows. */
export function keyContactOf(
  people: AccountProfile['people'],
  { people: chain }: DecisionChain,
): { name: string; job: string | null } | null {
  const [first] = chain;
  if (first) return { name: first.name, job: first.job === nothing ? null : first.job };
  const someone = people?.[0];
  return someone ? { name: someone.maskedName, job: someone.jobTitle } : null;
}

const nothing = '–';

function recorded(
  { roles, maskedName, jobTitle }: NonNullable<AccountProfile['people']>[number],
  { words }: ViewContext,
): Member[] {
  return roles.map((role) => ({
    role,
    person: {
      role: words.say(`role.${role}`),
      name: maskedName,
      job: jobTitle ?? nothing,
      source: words.say('chain.in_hubspot'),
      told: null,
    },
  }));
}

function toldMember(input: ManualInput, manual: ManualRecord, context: ViewContext): Member[] {
  const { words } = context;
  const role = decisionRoles.find((known) => known === input.value);
  if (!role || !input.person || input.subject === null) return [];
  const until =
    input.expiresOn === null
      ? null
      : words.say('manual.until', { date: words.date(input.expiresOn) });
  return [
    {
      role,
      person: {
        role: words.say(`role.${role}`),
        name: input.person.maskedName,
        job: input.person.jobTitle ?? nothing,
        source: [said(input, manual, context), until, input.note]
          .filter((part) => part !== null)
          .join(' · '),
        told: { contactId: input.subject },
      },
    },
  ];
}

function gaps(members: readonly Member[], { words }: ViewContext): string[] {
  return wantedRoles
    .filter((role) => !members.some((member) => member.role === role))
    .map((role) => words.say('chain.gap', { role: words.say(`role.${role}`) }));
}
