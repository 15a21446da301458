import type { DecisionChain, Figure, ProfileCard } from '../../extensions/app/cards/contract.ts';
import type { Day } from '../model/day.ts';
import { type DecisionRole, decisionRoles } from '../model/evidence-record.ts';
import type { AccountProfile } from './account-profile.ts';
import { accountCard } from './card-view-rules.ts';
import { ago, type CardRecord, sentenceCase, type ViewContext } from './view-context-rules.ts';

const askAgainAfterMs = 30_000;
/** Without one of these, nobody there is known to decide, to pay or to speak for us. */
const wantedRoles = ['kdm', 'influencer', 'champion'] as const satisfies DecisionRole[];

/** The customer information table of the source documents, column by column, and who decides. */
export function profileCard(
  record: CardRecord | undefined,
  profile: AccountProfile | null,
  context: ViewContext,
): ProfileCard {
  if (record === undefined || profile === null) {
    const card = accountCard(undefined, context);
    if (card.state === 'waiting' || card.state === 'unavailable') return card;
  }
  const { words } = context;
  return {
    state: 'profile',
    title: words.say('profile.title'),
    figures: profile === null ? [] : figures(profile, context),
    missing: words.say('profile.unknown'),
    chain: chain(profile?.people ?? null, context),
    freshness: words.say('freshness.as_of', { date: words.date(context.today) }),
    askAgainAfterMs,
  };
}

function figures({ facts, people }: AccountProfile, context: ViewContext): Figure[] {
  const { words, portal } = context;
  const { satisfaction, tenureMonths, sizeClass, industry } = facts;
  const unknown = words.say('profile.unknown');
  const figure = (label: string, value: string | null, hint: string | null = null): Figure => ({
    label,
    value: value ?? unknown,
    hint,
  });
  const date = (day: Day | null) => (day === null ? null : words.date(day));
  const since = (day: Day | null) =>
    day === null ? null : sentenceCase(ago(words, context.today - day));
  return [
    figure(words.say('profile.number'), facts.accountId),
    figure(words.say('profile.name'), facts.name),
    figure(words.say('profile.industry'), industry && readable(industry)),
    figure(words.say('profile.size'), sizeClass && words.say(`size.${sizeClass}`)),
    figure(
      words.say('profile.tenure'),
      tenureMonths === null ? null : words.count('duration.months', tenureMonths),
    ),
    figure(words.say('facts.cumulative'), words.money(facts.cumulativeAmount, portal.currency)),
    figure(
      words.say('facts.last_order'),
      date(facts.lastTransactionOn),
      since(facts.lastTransactionOn),
    ),
    figure(
      words.say('profile.last_contact'),
      date(facts.lastInteractionOn),
      since(facts.lastInteractionOn),
    ),
    figure(
      words.say('profile.satisfaction'),
      satisfaction && words.say('profile.rating', { rating: words.number(satisfaction.rating, 1) }),
      satisfaction && date(satisfaction.answeredOn),
    ),
    figure(words.say('factor.complaints'), words.number(facts.complaints)),
    keyContact(people, context, figure),
    figure(words.say('profile.needs'), null, words.say('profile.needs_hint')),
    ...productFigures(facts, context),
  ];
}

const familiesShown = 5;

/** Only where line items are read. */
function productFigures({ products }: AccountProfile['facts'], { words }: ViewContext): Figure[] {
  if (!products || products.families.length === 0) return [];
  const names = products.families.slice(0, familiesShown).map(({ name }) => name);
  const hint = words.count('profile.families_bought', products.count);
  return [{ label: words.say('profile.families'), value: words.list(names), hint }];
}

function keyContact(
  people: AccountProfile['people'],
  { words }: ViewContext,
  figure: (label: string, value: string | null, hint?: string | null) => Figure,
): Figure {
  const label = words.say('profile.key_contact');
  const decider = people?.find(({ roles }) => roles.includes('kdm')) ?? people?.[0];
  return figure(label, decider?.maskedName ?? null, decider?.jobTitle ?? null);
}

/** HubSpot's industries are codes: BUILDING_MATERIALS. */
function readable(code: string): string {
  if (!/^[A-Z_]{3,}$/.test(code)) return code;
  return sentenceCase(code.toLowerCase().replaceAll('_', ' '));
}

function chain(people: AccountProfile['people'], { words }: ViewContext): DecisionChain {
  const title = words.say('chain.title');
  const columns = [words.say('chain.role'), words.say('chain.person'), words.say('chain.job')];
  if (people === null) {
    return { title, columns, people: [], gaps: [words.say('chain.unknown')] };
  }
  const known = decisionRoles.flatMap((role) =>
    people
      .filter(({ roles }) => roles.includes(role))
      .map(({ maskedName, jobTitle }) => ({
        role: words.say(`role.${role}`),
        name: maskedName,
        job: jobTitle ?? '–',
      })),
  );
  const gaps = wantedRoles
    .filter((role) => !people.some(({ roles }) => roles.includes(role)))
    .map((role) => words.say('chain.gap', { role: words.say(`role.${role}`) }));
  return { title, columns, people: known, gaps };
}
