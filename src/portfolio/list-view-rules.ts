import type { AccountRow, Column, List } from '../../extensions/app/pages/contract.ts';
import { whoItIs } from '../cards/tier-view-rules.ts';
import type { Assessment } from '../model/assessment.ts';
import type { PortfolioSort } from '../model/portfolio.ts';
import type { Words } from '../words/words.ts';
import {
  accountsOnPage,
  bandText,
  industryText,
  type ListPage,
  moneyText,
  nameText,
  ownerText,
  type PortfolioContext,
  recordUrl,
} from './portfolio-context-rules.ts';
import type { PortfolioLine } from './portfolio-store.ts';
import { reasonsOf } from './reason-rules.ts';

/** A file holds at most so many accounts. */
export const accountsInFile = 10_000;
export const linkServesMinutes = 15;

/** Titles of the list, by what comes first. */
const orders: Record<PortfolioSort, `portfolio.list_${PortfolioSort}`> = {
  at_risk: 'portfolio.list_at_risk',
  revenue: 'portfolio.list_revenue',
  health: 'portfolio.list_health',
  name: 'portfolio.list_name',
};

export function listView(page: ListPage, context: PortfolioContext): List {
  const { words, question } = context;
  return {
    title: words.say(orders[question.sort]),
    counted: countedText(page, context),
    columns: columns(words),
    sort: question.sort,
    rows: page.lines.map((line) => accountRow(line, context)),
    empty:
      page.total === 0
        ? {
            title: words.say('portfolio.nobody_title'),
            text: words.say('portfolio.nobody_text'),
          }
        : null,
    page: question.page,
    pageCount: Math.max(1, Math.ceil(page.total / accountsOnPage)),
    csv: csvView(page, words),
  };
}

function countedText({ lines, total, isTotalExact }: ListPage, context: PortfolioContext): string {
  const { words, question } = context;
  if (lines.length === 0) return '';
  const from = (question.page - 1) * accountsOnPage + 1;
  return words.say(isTotalExact ? 'portfolio.counted' : 'portfolio.counted_open', {
    from: words.number(from),
    to: words.number(from + lines.length - 1),
    total: words.number(total),
  });
}

function columns(words: Words): Column[] {
  const column = (name: string, label: string, sort: PortfolioSort | null): Column => ({
    name,
    label,
    isNumber: name === 'revenue' || name === 'at_risk',
    sort,
  });
  return [
    column('account', words.say('portfolio.account'), 'name'),
    column('owner', words.say('portfolio.owner'), null),
    column('type', words.say('portfolio.type'), null),
    column('health', words.say('portfolio.health'), 'health'),
    column('why', words.say('portfolio.why'), null),
    column('revenue', words.say('portfolio.revenue'), 'revenue'),
    column('at_risk', words.say('portfolio.at_risk'), 'at_risk'),
  ];
}

function csvView({ total, csvUrl }: ListPage, words: Words): List['csv'] {
  if (csvUrl === null || total === 0) return null;
  const duration = words.count('unit.minutes', linkServesMinutes);
  return {
    label: words.say('portfolio.csv'),
    url: csvUrl,
    hint:
      total > accountsInFile
        ? words.say('portfolio.csv_hint_first', { n: words.number(accountsInFile), duration })
        : words.say('portfolio.csv_hint', { duration }),
  };
}

function accountRow(line: PortfolioLine, context: PortfolioContext): AccountRow {
  const { words } = context;
  const score = scoreOf(line);
  return {
    name: nameText(line.name, line.accountId),
    url: recordUrl(context, line.accountId),
    owner: ownerText(context, line.ownerId),
    type: typeText(line.assessment, words),
    health: score === null ? '' : words.number(score),
    band: bandText(line.healthBand, context),
    reasons: reasonsOf(line.assessment, context),
    revenue: moneyText(context, line.revenueTtm),
    atRisk: moneyText(context, line.revenueAtRisk),
  };
}

/** Too early to say is not a score. */
function scoreOf({ healthBand, healthScore }: PortfolioLine): number | null {
  return healthBand === null ? null : healthScore;
}

/** The type, or the life cycle of an account that has none. */
function typeText(assessment: Assessment, words: Words): string {
  const { nineBox, lifecycle } = assessment;
  if (nineBox) return words.say(`box.${nineBox}`);
  return lifecycle === 'active' || lifecycle === 'dormant'
    ? (whoItIs(assessment, words) ?? words.say(`lifecycle.${lifecycle}`))
    : words.say(`lifecycle.${lifecycle}`);
}

/** Names of the columns in the file, then one line an account; numbers stay numbers. */
export function csvHead(words: Words): string[] {
  return [
    words.say('portfolio.csv_id'),
    ...columns(words).map(({ label }) => label),
    words.say('portfolio.filter.industry'),
  ];
}

export function csvRow(line: PortfolioLine, context: PortfolioContext): (string | number | null)[] {
  const row = accountRow(line, context);
  return [
    line.accountId,
    row.name,
    row.owner,
    row.type,
    scoreOf(line),
    row.reasons.join('; '),
    cents(line.revenueTtm),
    cents(line.revenueAtRisk),
    line.industry === null ? null : industryText(context, line.industry),
  ];
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
