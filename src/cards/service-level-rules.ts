import type { Figure, Label } from '../../extensions/app/cards/contract.ts';
import type { NineBoxType } from '../model/assessment.ts';
import { dayIn } from '../model/day.ts';
import {
  type AgreedLevel,
  answerDueAt,
  type Office,
  type ServiceLevel,
  serviceLevelOf,
  type TicketTimes,
} from '../strategy/service-clock.ts';
import type { Words } from '../words/words.ts';
import type { ViewContext } from './view-context-rules.ts';

/** When a ticket's portal works, and what of the ticket its agent should know. */
export type TicketService = {
  office: Office;
  /** What the account's contract says; null: its type decides. */
  agreed: AgreedLevel | null;
  isComplaint: boolean;
  isRepeated: boolean;
  /** Closed, and nobody said why it came to it. */
  isUnexplained: boolean;
};

const hourMs = 3_600_000;

/** How soon a reply is due by the account's contract or its type, and how it stands with this ticket. */
export function serviceLevelFigure(
  type: NineBoxType | null,
  ticket: TicketTimes,
  { office, agreed }: Pick<TicketService, 'office' | 'agreed'>,
  context: ViewContext,
): Figure {
  const { words } = context;
  const level = agreed?.level ?? serviceLevelOf(type);
  const within = serviceLevelText(level, words);
  return {
    label: words.say('sla.label'),
    value: agreed
      ? words.say('sla.agreed', { level: within, date: words.date(agreed.until) })
      : within,
    hint: standingOf(ticket, level, answerDueAt(ticket.createdAt, level, office), context),
  };
}

export function serviceLevelText({ hours, window }: ServiceLevel, words: Words): string {
  return words.say(`sla.${window}`, { hours: words.count('unit.hours', hours) });
}

function standingOf(
  { firstReplyMs, closedAt }: TicketTimes,
  { window }: ServiceLevel,
  dueAt: number,
  { words, nowMs, portal }: ViewContext,
): string | null {
  const inHours = (ms: number) => words.count('unit.hours', Math.max(1, Math.round(ms / hourMs)));
  if (firstReplyMs !== null) return words.say('sla.replied', { hours: inHours(firstReplyMs) });
  if (closedAt !== null) return null;
  if (nowMs > dueAt) return words.say('sla.overdue', { hours: inHours(nowMs - dueAt) });
  if (window === 'always') return words.say('sla.due', { hours: inHours(dueAt - nowMs) });
  const day = words.date(dayIn(portal.timeZone)(dueAt));
  return words.say('sla.due_at', { day, time: words.time(dueAt, portal.timeZone) });
}

/** What sets a complaint apart from other tickets. */
export function complaintLabels(
  { isComplaint, isRepeated, isUnexplained }: Omit<TicketService, 'office' | 'agreed'>,
  { words }: Pick<ViewContext, 'words'>,
): Label[] {
  if (!isComplaint) return [];
  const complaint: Label = { text: words.say('ticket.complaint'), tone: 'watch' };
  const repeated: Label = { text: words.say('ticket.repeated'), tone: 'bad' };
  const unexplained: Label = { text: words.say('ticket.unexplained'), tone: 'watch' };
  return [complaint, ...(isRepeated ? [repeated] : []), ...(isUnexplained ? [unexplained] : [])];
}
