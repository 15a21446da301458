import type { Portfolio } from '../../extensions/app/pages/contract.ts';
import { type CardPortal, type ViewContext, viewContext } from '../cards/view-context-rules.ts';
import { RequestError } from '../errors.ts';
import { byteOrderMark, csvLine } from '../http/csv-rules.ts';
import type { RoleOf } from '../http/require-role.ts';
import type { PortalId } from '../model/ids.ts';
import { maskedName } from '../model/masked-name.ts';
import { maskedPhones } from '../model/masked-phones.ts';
import type { Owner } from '../model/portal.ts';
import { isWithheldFrom } from '../model/publishing.ts';
import type { Role } from '../model/role.ts';
import type { Sight } from '../model/sight.ts';
import type { Words } from '../words/words.ts';
import { accountsInFile, csvHead, csvRow } from './list-view-rules.ts';
import {
  accountsOnPage,
  currentConditions,
  type PortfolioContext,
} from './portfolio-context-rules.ts';
import type { PageRequest, PortfolioLine, PortfolioStore } from './portfolio-store.ts';
import {
  nothingSeen,
  nothingYet,
  notInstalled,
  notPublished,
  readyPortfolio,
} from './portfolio-view-rules.ts';
import type { PortfolioQuestion } from './query-rules.ts';
import type { PortalCells } from './read-cells.ts';
import { ownersSeen, sightOf } from './sight-rules.ts';

export type PortfolioDeps = {
  portfolio: Pick<PortfolioStore, 'listPage' | 'count'>;
  cellsOf(portalId: PortalId): Promise<PortalCells>;
  /** undefined: this portal never installed the app. */
  portalState(portalId: PortalId): Promise<(CardPortal & { uiDomain: string }) | undefined>;
  /** Address of the list as a file, good for a while; its query says which list. */
  fileUrl(portalId: PortalId, query: Readonly<Record<string, string>>): string;
  roleOf: RoleOf;
  /** Active owners and those who left. */
  listOwners(portalId: PortalId): Promise<Owner[]>;
  /** What the portal calls its own industries, by their values. */
  industryNames(portalId: PortalId): Promise<ReadonlyMap<string, string>>;
  now(): Date;
};

export type Asked = {
  portalId: PortalId;
  /** Who asks, by HubSpot's signature or ours. */
  userId: number;
  question: PortfolioQuestion;
  words: Words;
};

const topAccounts = 5;
/** Searches are counted so far; a list that long is narrowed, not leafed through. */
const countedMatches = 2_000;
const linesAtOnce = 500;

/** One view of the portfolio page, from the local database alone. */
export async function answerPortfolio(deps: PortfolioDeps, asked: Asked): Promise<Portfolio> {
  const { portfolio } = deps;
  const { portalId, question, words } = asked;
  const known = await contextOf(deps, asked);
  if (known === undefined) return notInstalled(words);
  const { portal, counted, viewer } = known;
  if (isWithheldFrom(viewer.role, portal.mode)) return notPublished(words);
  if (counted.size === 0) return nothingYet(viewContext(words, portal, nowMs(deps)));
  const { cells } = counted.seenIn(viewer.sight);
  if (cells.size === 0) return nothingSeen(words);

  const context = fullContext(deps, asked, known);
  const request = requestOf(question, known);
  const { revenueAtRisk, revenueTtm } = context.summary.total;
  const first = (sort: PageRequest['sort'], limit: number) =>
    portfolio.listPage(portalId, { ...request, search: null, sort, limit });
  const [top, [largest], page] = await Promise.all([
    revenueAtRisk > 0 ? first('at_risk', topAccounts) : [],
    revenueTtm > 0 ? first('revenue', 1) : [],
    pageOf(deps, { portalId, request, page: question.page }, context),
  ]);
  const { readAt } = counted;
  const csvUrl = fileUrlOf(deps, asked);
  return readyPortfolio({ cells, top, largest, readAt, page: { ...page, csvUrl } }, context);
}

/** The link says who asked for it: what they may see is looked up again when it is opened. */
function fileUrlOf(deps: PortfolioDeps, { portalId, userId, question, words }: Asked): string {
  const { sort } = question;
  const query = { ...currentConditions(question), sort, locale: words.locale };
  return deps.fileUrl(portalId, { ...query, userId: String(userId) });
}

/** The whole list of a question as a file; who asks is judged before the first line. */
export async function openPortfolioFile(
  deps: PortfolioDeps,
  asked: Asked,
): Promise<AsyncGenerator<string>> {
  return fileLines(deps, asked, await contextOf(deps, asked));
}

/** Other people's names and numbers leave HubSpot masked, but with an admin. */
async function* fileLines(deps: PortfolioDeps, asked: Asked, known: Known | undefined) {
  yield byteOrderMark + csvLine(csvHead(asked.words));
  if (known === undefined || isWithheldFrom(known.viewer.role, known.portal.mode)) return;
  const full = fullContext(deps, asked, known);
  const { role, ownerNames } = known.viewer;
  const context = role === 'admin' ? full : { ...full, ownerNames: maskedNames(ownerNames) };
  const request = requestOf(asked.question, known);
  for (let offset = 0; offset < accountsInFile; offset += linesAtOnce) {
    const lines = await deps.portfolio.listPage(asked.portalId, {
      ...request,
      offset,
      limit: linesAtOnce,
    });
    yield lines
      .map((line) => (role === 'admin' ? line : withoutPhones(line)))
      .map((line) => csvLine(csvRow(line, context)))
      .join('');
    if (lines.length < linesAtOnce) return;
  }
}

/** A company's name may be a person's, with a number beside it. */
function withoutPhones(line: PortfolioLine): PortfolioLine {
  return { ...line, name: line.name === null ? null : maskedPhones(line.name) };
}

type Viewer = { role: Role; sight: Sight; ownerNames: ReadonlyMap<string, string> };
type Known = {
  portal: CardPortal & { uiDomain: string };
  counted: PortalCells;
  industryNames: ReadonlyMap<string, string>;
  viewer: Viewer;
};

/** An uninstalled portal shows nothing of what it once held. */
async function contextOf(deps: PortfolioDeps, asked: Asked): Promise<Known | undefined> {
  const portal = await deps.portalState(asked.portalId);
  if (!portal || portal.status === 'uninstalled') return undefined;
  const viewer = await viewerOf(deps, asked);
  const [counted, industryNames] = await Promise.all([
    deps.cellsOf(asked.portalId),
    deps.industryNames(asked.portalId),
  ]);
  return { portal, viewer, counted, industryNames };
}

async function viewerOf(deps: PortfolioDeps, { portalId, userId, words }: Asked): Promise<Viewer> {
  const role = await deps.roleOf(portalId, userId);
  const owners = await deps.listOwners(portalId);
  const sight = sightOf(role, userId, owners);
  if (sight === null) throw new RequestError(403, words.say('portfolio.forbidden'));
  return { role, sight, ownerNames: new Map(owners.map(({ id, name }) => [id, name])) };
}

function maskedNames(names: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...names].map(([ownerId, name]) => [ownerId, maskedName(null, name)]));
}

function fullContext(
  deps: PortfolioDeps,
  { portalId, question, words }: Asked,
  { portal, counted, industryNames, viewer }: Known,
): PortfolioContext {
  const view: ViewContext = viewContext(words, portal, nowMs(deps));
  return {
    ...view,
    portalId,
    uiDomain: portal.uiDomain,
    policy: counted.policy,
    question,
    summary: counted.seenIn(viewer.sight).summaryOf(question.filter),
    sight: viewer.sight,
    ownerNames: viewer.ownerNames,
    industryNames,
  };
}

function requestOf(question: PortfolioQuestion, { counted, viewer }: Known): PageRequest {
  const { filter, search, sort } = question;
  const { keyAccountFrom } = counted;
  const ownerIds = ownersSeen(viewer.sight);
  return { filter, search, sort, ownerIds, offset: 0, limit: accountsOnPage, keyAccountFrom };
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
