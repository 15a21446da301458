import type {
  DecisionChain,
  Figure,
  NeedsView,
  ProfileCard,
} from '../../extensions/app/cards/contract.ts';
import type { Day } from '../model/day.ts';
import { industryName } from '../words/code-names.ts';
import type { AccountProfile } from './account-profile.ts';
import { accountCard } from './card-view-rules.ts';
import { chainView, keyContactOf } from './chain-view-rules.ts';
import { type ManualRecord, noManual } from './manual-view-rules.ts';
import { needsView } from './needs-view-rules.ts';
import { profileForms } from './profile-form-rules.ts';
import { ago, type CardRecord, sentenceCase, type ViewContext } from './view-context-rules.ts';

const askAgainAfterMs = 30_000;

/** The customer information table of the source documents, column by column, and who decides. */
export function profileCard(
  record: CardRecord | undefined,
  profile: AccountProfile | null,
  context: ViewContext,
  manual: ManualRecord = noManual,
): ProfileCard {
  if (record === undefined || profile === null) {
    const card = accountCard(undefined, context);
    if (card.state === 'waiting' || card.state === 'unavailable') return card;
  }
  const { words } = context;
  const needs = needsView(profile?.facts.needs ?? [], manual, context);
  const chain = chainView(profile?.people ?? null, manual, context);
  return {
    state: 'profile',
    title: words.say('profile.title'),
    figures: profile === null ? [] : figures(profile, { needs, chain }, context),
    missing: words.say('profile.unknown'),
    needs,
    chain,
    forms: manual.mayWrite ? profileForms(context) : null,
    readOnly: manual.mayWrite ? null : words.say('manual.read_only'),
    freshness: words.say('freshness.as_of', { date: words.date(context.today) }),
    askAgainAfterMs,
  };
}

function figures(
  { facts, people, industryNames }: AccountProfile,
  { needs, chain }: { needs: NeedsView; chain: DecisionChain },
  context: ViewContext,
): Figure[] {
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
    figure(words.say('profile.industry'), industry && industryName(industry, words, industryNames)),
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
    keyContact(keyContactOf(people, chain), context, figure),
    figure(words.say('profile.needs'), needsText(needs, context)),
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
  contact: ReturnType<typeof keyContactOf>,
  { words }: ViewContext,
  figure: (label: string, value: string | null, hint?: string | null) => Figure,
): Figure {
  return figure(words.say('profile.key_contact'), contact?.name ?? null, contact?.job ?? null);
}

const needsNamed = 3;

function needsText({ needs }: NeedsView, { words }: ViewContext): string | null {
  if (needs.length === 0) return null;
  return words.list(needs.slice(0, needsNamed).map(({ name }) => name));
}
