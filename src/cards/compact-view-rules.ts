import type {
  AccountCard,
  AssessedAccount,
  CompactAccount,
  CompactCard,
  Figure,
  UnlinkedTicket,
  UnscoredAccount,
} from '../../extensions/app/cards/contract.ts';
import type { AccountId } from '../model/ids.ts';
import type { TicketTimes } from '../strategy/service-clock.ts';
import { accountCard } from './card-view-rules.ts';
import { complaintLabels, serviceLevelFigure, type TicketService } from './service-level-rules.ts';
import type { CardRecord, ViewContext } from './view-context-rules.ts';

/** What is stored of a ticket, as far as its card shows it. */
export type CardTicket = TicketTimes & {
  accountId: AccountId | null;
  categories: readonly string[];
  /** The mapped property was asked for and is empty. */
  lacksRootCause: boolean;
  /** Other tickets of its account from the thirty days before. */
  others: readonly { categories: readonly string[]; createdAt: number }[];
};

const reasonsShown = 3;
/** Revenue, revenue at risk and the next order: what they may bring in a year is for the whole card. */
const outlookShown = 3;
const askAgainMs = { unlinked: 30_000 };

/** The account at a glance: what the account card says, cut to what decides. */
export function compactCard(record: CardRecord | undefined, context: ViewContext): CompactCard {
  const card = accountCard(record, context);
  return isShown(card) ? shown(card, record, context) : card;
}

/** The same of a ticket's company, with how soon this ticket wants a reply. */
export function ticketCard(
  record: CardRecord | undefined,
  { ticket, service }: { ticket: TicketTimes; service: TicketService },
  context: ViewContext,
): CompactCard {
  const card = accountCard(record, context);
  if (!isShown(card)) return card;
  const compact = shown(card, record, context);
  const type = record?.assessment?.nineBox ?? null;
  const reply = serviceLevelFigure(type, ticket, service, context);
  return {
    ...compact,
    company: record?.name ?? null,
    labels: [...complaintLabels(service, context), ...compact.labels],
    figures: [reply, ...compact.figures],
  };
}

/** The ticket belongs to no company. */
export function unlinkedTicket({ words }: Pick<ViewContext, 'words'>): UnlinkedTicket {
  return {
    state: 'unlinked',
    title: words.say('ticket.unlinked_title'),
    text: words.say('ticket.unlinked_text'),
    askAgainAfterMs: askAgainMs.unlinked,
  };
}

type Shown = AssessedAccount | UnscoredAccount;

function isShown(card: AccountCard): card is Shown {
  return card.state === 'assessed' || card.state === 'unscored';
}

function shown(card: Shown, record: CardRecord | undefined, context: ViewContext): CompactAccount {
  const { labels, notices, freshness, askAgainAfterMs } = card;
  const common = { state: 'shown', company: null, labels, freshness, askAgainAfterMs } as const;
  const warnings = notices.filter(({ tone }) => tone === 'warning');
  if (card.state === 'unscored') {
    const { title, text, figures } = card;
    return {
      ...common,
      headline: title,
      notices: warnings,
      health: null,
      figures,
      reasons: [text],
    };
  }
  const { headline, health, risk, outlook } = card;
  return {
    ...common,
    headline,
    notices: warnings,
    health: { score: health.score, figure: health.figure },
    figures: [...tierFigure(record, context), ...outlook.slice(0, outlookShown)],
    reasons: risk.reasons.slice(0, reasonsShown),
  };
}

function tierFigure(record: CardRecord | undefined, { words }: ViewContext): Figure[] {
  const { value, nineBox } = record?.assessment ?? {};
  if (!value) return [];
  return [
    {
      label: words.say('tier.value'),
      value: words.say(`level.${value.tier}`),
      hint: nineBox ? words.say(`type.${nineBox}`) : null,
    },
  ];
}
