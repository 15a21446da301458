import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Day } from '../model/day.ts';
import { type PortalId, portalId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import type { AccountFiles } from './accounts.ts';
import { type DateOrder, dateOrders, parseDay } from './fields.ts';

/** Options that `score` and `backtest` share. */
export type SharedOptions = {
  deals: string;
  companies?: string;
  tickets?: string;
  horizon?: number;
  lookback?: number;
  historyDays?: number;
  companyColumn?: string;
  dateColumn?: string;
  amountColumn?: string;
  stageColumn?: string;
  wonStage?: string[];
  complaintCategory: string[];
  dateOrder: DateOrder;
  quiet?: true;
};

export function withSharedOptions(command: Command): Command {
  return command
    .requiredOption('--deals <file>', 'deals as CSV, gzipped or not: company id, date, amount')
    .option(
      '--companies <file>',
      'companies as CSV: id, name …; those without a deal are prospects',
    )
    .option('--tickets <file>', 'tickets as CSV: company id, create date, category')
    .option(
      '--horizon <days>',
      'days ahead the risk speaks of (default: by length of history)',
      wholeDays,
    )
    .option(
      '--lookback <days>',
      'a customer bought within so many days (default: max(365, 2 × horizon))',
      wholeDays,
    )
    .option(
      '--history-days <days>',
      'use only deals of so many days before the scoring day',
      wholeDays,
    )
    .option('--company-column <heading>', 'heading of the company id in the deals file')
    .option('--date-column <heading>', 'heading of the close date in the deals file')
    .option('--amount-column <heading>', 'heading of the amount in the deals file')
    .option('--stage-column <heading>', 'heading of the deal stage in the deals file')
    .option('--won-stage <names...>', 'stages that mean won, if their names do not say so')
    .option('--complaint-category <names...>', 'ticket categories that are complaints', [
      'complaint',
    ])
    .addOption(
      new Option(
        '--date-order <order>',
        'how the files write days: 2024-12-31, 12/31/2024, 31/12/2024',
      )
        .choices(dateOrders)
        .default('ymd'),
    )
    .option('--quiet', 'say nothing but results and errors');
}

export function filesOf(options: SharedOptions): AccountFiles {
  return {
    deals: options.deals,
    companies: options.companies,
    tickets: options.tickets,
    columns: {
      company: options.companyColumn,
      date: options.dateColumn,
      amount: options.amountColumn,
      stage: options.stageColumn,
    },
    wonStages: options.wonStage ?? [],
    complaintCategories: options.complaintCategory,
    dateOrder: options.dateOrder,
  };
}

export function policyOf({ horizon, lookback }: SharedOptions): Policy {
  return { ...defaultPolicy, horizonDays: horizon ?? 'auto', lookbackDays: lookback ?? 'auto' };
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0) return days;
  throw new InvalidArgumentError('Expected a whole number of days above 0.');
}

export function wholeId(text: string): PortalId {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It has to be the number of a portal.');
  return portalId(Number(text));
}

export function dayOption(text: string): Day {
  const day = parseDay(text);
  if ('problem' in day) throw new InvalidArgumentError(`${day.problem}.`);
  return day.value;
}

/** Several days, separated by commas or spaces. */
export function daysOption(text: string, before: readonly Day[] | undefined): Day[] {
  return [...(before ?? []), ...text.split(',').filter(Boolean).map(dayOption)];
}
