import type { Portfolio } from '../../extensions/app/pages/contract.ts';
import { type CardPortal, type ViewContext, viewContext } from '../cards/view-context-rules.ts';
import type { PortalId } from '../model/ids.ts';
import type { Words } from '../words/words.ts';
import { byteOrderMark, csvLine } from './csv-rules.ts';
import { accountsInFile, csvHead, csvRow } from './list-view-rules.ts';
import {
  accountsOnPage,
  currentConditions,
  type PortfolioContext,
} from './portfolio-context-rules.ts';
import type { PageRequest, PortfolioStore } from './portfolio-store.ts';
import { nothingYet, notInstalled, readyPortfolio } from './portfolio-view-rules.ts';
import type { PortfolioQuestion } from './query-rules.ts';
import type { PortalCells } from './read-cells.ts';

export type PortfolioDeps = {
  portfolio: Pick<PortfolioStore, 'listPage' | 'count' | 'ownerNames'>;
  cellsOf(portalId: PortalId): Promise<PortalCells>;
  /** undefined: this portal never installed the app. */
  portalState(portalId: PortalId): Promise<(CardPortal & { uiDomain: string }) | undefined>;
  /** Address of the list as a file, good for a while; its query says which list. */
  fileUrl(portalId: PortalId, query: Readonly<Record<string, string>>): string;
  now(): Date;
};

export type Asked = { portalId: PortalId; question: PortfolioQuestion; words: Words };

const topAccounts = 5;
/** Searches are counted so far; a list that long is narrowed, not leafed through. */
const countedMatches = 10_000;
const linesAtOnce = 500;

/** One view of the portfolio page, from the local database alone. */
export async function answerPortfolio(deps: PortfolioDeps, asked: Asked): Promise<Portfolio> {
  const { portfolio } = deps;
  const { portalId, question, words } = asked;
  const known = await contextOf(deps, asked);
  if (known === undefined) return notInstalled(words);
  const { portal, counted } = known;
  if (counted.cells.size === 0) return nothingYet(viewContext(words, portal, nowMs(deps)));

  const context = await fullContext(deps, asked, known);
  const request = requestOf(question, counted);
  const { revenueAtRisk, revenueTtm } = context.summary.total;
  const first = (sort: PageRequest['sort'], limit: number) =>
    portfolio.listPage(portalId, { ...request, search: null, sort, limit });
  const [top, [largest], page] = await Promise.all([
    revenueAtRisk > 0 ? first('at_risk', topAccounts) : [],
    revenueTtm > 0 ? first('revenue', 1) : [],
    pageOf(deps, { portalId, request, page: question.page }, context),
  ]);
  const query = { ...currentConditions(question), sort: question.sort, locale: words.locale };
  const csvUrl = deps.fileUrl(portalId, query);
  const { cells, readAt } = counted;
  return readyPortfolio({ cells, top, largest, readAt, page: { ...page, csvUrl } }, context);
}

/** The whole list of a question as a file, a part at a time; undefined where there is nothing to list. */
export async function* portfolioFile(deps: PortfolioDeps, asked: Asked): AsyncGenerator<string> {
  const known = await contextOf(deps, asked);
  yield byteOrderMark + csvLine(csvHead(asked.words));
  if (known === undefined) return;
  const context = await fullContext(deps, asked, known);
  const request = requestOf(asked.question, known.counted);
  for (let offset = 0; offset < accountsInFile; offset += linesAtOnce) {
    const lines = await deps.portfolio.listPage(asked.portalId, {
      ...request,
      offset,
      limit: linesAtOnce,
    });
    yield lines.map((line) => csvLine(csvRow(line, context))).join('');
    if (lines.length < linesAtOnce) return;
  }
}

type Known = { portal: CardPortal & { uiDomain: string }; counted: PortalCells };

/** An uninstalled portal shows nothing of what it once held. */
async function contextOf(deps: PortfolioDeps, { portalId }: Asked): Promise<Known | undefined> {
  const portal = await deps.portalState(portalId);
  if (!portal || portal.status === 'uninstalled') return undefined;
  return { portal, counted: await deps.cellsOf(portalId) };
}

async function fullContext(
  deps: PortfolioDeps,
  { portalId, question, words }: Asked,
  { portal, counted }: Known,
): Promise<PortfolioContext> {
  const view: ViewContext = viewContext(words, portal, nowMs(deps));
  return {
    ...view,
    portalId,
    uiDomain: portal.uiDomain,
    policy: counted.policy,
    question,
    summary: counted.summaryOf(question.filter),
    ownerNames: await deps.portfolio.ownerNames(portalId),
  };
}

function requestOf(question: PortfolioQuestion, { keyAccountFrom }: PortalCells): PageRequest {
  const { filter, search, sort } = question;
  return { filter, search, sort, offset: 0, limit: accountsOnPage, keyAccountFrom };
}

type PageOf = { portalId: PortalId; request: PageRequest; page: number };

/** How many there are is known from the counts, unless a name is searched for. */
async function pageOf(
  { portfolio }: PortfolioDeps,
  { portalId, request, page }: PageOf,
  { summary }: PortfolioContext,
) {
  const offset = (page - 1) * accountsOnPage;
  const counted = request.search === null ? summary.total.accounts : null;
  if (counted === 0) return { lines: [], total: 0, isTotalExact: true };
  const lines = await portfolio.listPage(portalId, { ...request, offset });
  if (counted !== null) return { lines, total: counted, isTotalExact: true };
  if (page === 1 && lines.length < accountsOnPage) {
    return { lines, total: lines.length, isTotalExact: true };
  }
  const total = await portfolio.count(portalId, request, countedMatches + 1);
  const isTotalExact = total <= countedMatches;
  return { lines, total: Math.min(total, countedMatches), isTotalExact };
}

function nowMs({ now }: PortfolioDeps): number {
  return now().getTime();
}
