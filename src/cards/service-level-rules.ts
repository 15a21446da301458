import type { Figure } from '../../extensions/app/cards/contract.ts';
import type { NineBoxType } from '../model/assessment.ts';
import type { TicketRecord } from '../model/record.ts';
import type { ViewContext } from './view-context-rules.ts';

/** By when a ticket of an account wants its first reply. */
type ServiceLevel = { hours: number; window: 'always' | 'working_days' };

const hourMs = 3_600_000;
const standard: ServiceLevel = { hours: 48, window: 'working_days' };
const levels: Partial<Record<NineBoxType, ServiceLevel>> = {
  core: { hours: 8, window: 'always' },
  mature_stable: { hours: 24, window: 'always' },
  maintain: { hours: 24, window: 'always' },
};

export type TicketTimes = Pick<TicketRecord, 'createdAt' | 'firstReplyMs' | 'closedAt'>;

/** How soon a reply is due by the account's type, and how it stands with this ticket. */
export function serviceLevelFigure(
  type: NineBoxType | null,
  ticket: TicketTimes,
  context: ViewContext,
): Figure {
  const { words } = context;
  const level = (type && levels[type]) ?? standard;
  return {
    label: words.say('sla.label'),
    value: words.say(`sla.${level.window}`, { hours: words.count('unit.hours', level.hours) }),
    hint: standingOf(level, ticket, context),
  };
}

/** Hours on working days cannot be told from two times alone, so only what is certain is said of them. */
function standingOf(
  { hours, window }: ServiceLevel,
  { createdAt, firstReplyMs, closedAt }: TicketTimes,
  { words, nowMs }: ViewContext,
): string | null {
  const inHours = (ms: number) => words.count('unit.hours', Math.max(1, Math.round(ms / hourMs)));
  if (firstReplyMs !== null) return words.say('sla.replied', { hours: inHours(firstReplyMs) });
  if (closedAt !== null || window === 'working_days') return null;
  const leftMs = createdAt + hours * hourMs - nowMs;
  return words.say(leftMs < 0 ? 'sla.overdue' : 'sla.due', { hours: inHours(Math.abs(leftMs)) });
}
