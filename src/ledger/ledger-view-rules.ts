import type { ExecutionLedger, ExecutionRow, Filter } from '../../extensions/app/pages/contract.ts';
import {
  type LedgerContext,
  type LedgerEntry,
  lateText,
  ledgerColumns,
  ledgerLine,
  lineKey,
  shortened,
  statusLabel,
} from '../cards/ledger-line-rules.ts';
import { isoDate } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type { Owner } from '../model/portal.ts';
import { executionStatuses } from '../model/strategy.ts';
import { recordUrl } from '../portfolio/portfolio-context-rules.ts';
import { conditionsOf, type LedgerQuestion, strategyCodes } from './ledger-query-rules.ts';

export const linesOnPage = 20;
/** A file holds at most so many lines. */
export const linesInFile = 10_000;
export const linkServesMinutes = 15;
const longestText = 160;
const mostOwners = 200;

export type LedgerViewContext = LedgerContext & {
  portalId: PortalId;
  uiDomain: string;
  question: LedgerQuestion;
};

export type LedgerPage = {
  entries: readonly LedgerEntry[];
  total: number;
  isTotalExact: boolean;
  csvUrl: string;
};

export function executionLedger(page: LedgerPage, context: LedgerViewContext): ExecutionLedger {
  const { words, question } = context;
  const { total, isTotalExact, entries, csvUrl } = page;
  const duration = words.count('unit.minutes', linkServesMinutes);
  return {
    title: words.say('ledger.title'),
    counted: countedText(page, context),
    columns: ledgerColumns(words),
    rows: entries.map((entry) => executionRow(entry, context)),
    empty: total === 0 ? words.say('ledger.none') : null,
    page: question.page,
    pageCount: Math.max(1, Math.ceil(total / linesOnPage)),
    csv:
      total === 0
        ? null
        : {
            label: words.say('portfolio.csv'),
            url: csvUrl,
            // What is counted no further may be longer than the file.
            hint: isTotalExact
              ? words.say('portfolio.csv_hint', { duration })
              : words.say('ledger.csv_hint_first', { n: words.number(linesInFile), duration }),
          },
  };
}

function countedText({ entries, total, isTotalExact }: LedgerPage, context: LedgerViewContext) {
  const { words, question } = context;
  if (entries.length === 0) return '';
  const from = (question.page - 1) * linesOnPage + 1;
  return words.say(isTotalExact ? 'ledger.counted' : 'ledger.counted_open', {
    from: words.number(from),
    to: words.number(from + entries.length - 1),
    total: words.number(total),
  });
}

export function executionRow(entry: LedgerEntry, context: LedgerViewContext): ExecutionRow {
  const { words } = context;
  const line = ledgerLine(entry, context);
  return {
    key: `${lineKey(entry)}-${entry.account.id}`,
    number: line.number,
    name: line.name,
    url: recordUrl(context, entry.account.id),
    step: line.step,
    owner: line.owner,
    planned: words.date(line.plannedOn),
    done: line.doneOn === null ? '–' : words.date(line.doneOn),
    status: statusLabel(line.status, words),
    late: lateText(line.daysLate, words),
    feedback: shortened(line.feedback, longestText),
    problem: shortened(line.problem, longestText),
    next: shortened(line.next, longestText),
  };
}

/** The ten columns of a line of the file; days as 2026-11-20. */
export function fileRow(entry: LedgerEntry, context: LedgerContext): string[] {
  const line = ledgerLine(entry, context);
  return [
    line.number,
    line.name,
    line.step,
    line.owner,
    isoDate(line.plannedOn),
    line.doneOn === null ? '' : isoDate(line.doneOn),
    statusLabel(line.status, context.words).text,
    line.feedback,
    line.problem,
    line.next,
  ];
}

/** What one can choose from; owners are those the viewer sees, by name. */
export function ledgerFilters(
  owners: readonly Owner[],
  { words, question, strategies }: LedgerViewContext,
): Filter[] {
  const chosen = conditionsOf(question);
  const filter = (name: string, label: string, options: Filter['options']): Filter => ({
    name,
    label,
    value: chosen[name] ?? '',
    options: [{ label: words.say('portfolio.filter.all'), value: '' }, ...options],
  });
  const nameOf = (code: (typeof strategyCodes)[number]) =>
    strategies.find((strategy) => strategy.code === code)?.name[words.locale] ?? code;
  return [
    filter(
      'owner',
      words.say('ledger.owner'),
      owners
        .filter(({ id }, index) => index < mostOwners || id === chosen['owner'])
        .map(({ id, name }) => ({ label: name, value: id })),
    ),
    filter(
      'strategy',
      words.say('ledger.type'),
      strategyCodes.map((code) => ({ label: nameOf(code), value: code })),
    ),
    filter(
      'status',
      words.say('ledger.status'),
      executionStatuses.map((status) => ({
        label: words.say(`ledger.status_${status}`),
        value: status,
      })),
    ),
  ];
}
