import type { ReadyPortfolio } from '../../extensions/app/pages/contract.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import { portalId } from '../../src/model/ids.ts';
import type { PortfolioCell } from '../../src/model/portfolio.ts';
import type { PortfolioContext } from '../../src/portfolio/portfolio-context-rules.ts';
import type { PortfolioLine } from '../../src/portfolio/portfolio-store.ts';
import { readyPortfolio } from '../../src/portfolio/portfolio-view-rules.ts';
import { PortfolioQuery } from '../../src/portfolio/query-rules.ts';
import { cellTable, summaryOf } from '../../src/portfolio/summary-rules.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { type Locale, wordsIn } from '../../src/words/words.ts';
import { aCardPortal, anAssessment, noon } from '../cards/an-assessment.ts';
import { aCell } from './a-portfolio-account.ts';

export type Prepared = {
  cells?: readonly PortfolioCell[];
  lines?: readonly PortfolioLine[];
  query?: Readonly<Record<string, string>>;
  portal?: Partial<PortfolioContext['portal']>;
  locale?: Locale;
};

const twoKinds = [
  aCell({ valueTier: 'high', nineBox: 'core', accounts: 3, revenueTtm: 600, revenueAtRisk: 60 }),
  aCell({ accounts: 7, revenueTtm: 400, revenueAtRisk: 40, ownerId: null }),
];

export function aContext({ cells = twoKinds, query = {}, portal, locale = 'en' }: Prepared = {}) {
  const question = PortfolioQuery.parse(query);
  const context: PortfolioContext = {
    ...viewContext(wordsIn(locale), aCardPortal(portal), noon),
    portalId: portalId(42),
    uiDomain: 'app.example.com',
    policy: defaultPolicy,
    question,
    summary: summaryOf(cellTable([cells]), question.filter),
    sight: { kind: 'all' },
    ownerNames: new Map([['7', 'Ada Long']]),
    industryNames: new Map(),
  };
  return context;
}

export function aLine(
  assessment: Assessment = anAssessment(),
  difference: Partial<PortfolioLine> = {},
): PortfolioLine {
  return {
    accountId: assessment.accountId,
    name: 'Nordwind GmbH',
    ownerId: '7',
    industry: 'MACHINERY',
    nineBox: assessment.nineBox,
    lifecycle: assessment.lifecycle,
    healthBand: assessment.health?.band ?? null,
    healthScore: assessment.health?.score ?? null,
    revenueTtm: 412_000,
    revenueAtRisk: 259_560,
    assessment,
    ...difference,
  };
}

/** What the service answers the page. */
export function aPortfolio(prepared: Prepared = {}): ReadyPortfolio {
  const { cells = twoKinds, lines = [aLine()] } = prepared;
  const context = aContext(prepared);
  const found = {
    cells: cellTable([cells]),
    top: lines.slice(0, 5),
    largest: lines[0],
    page: {
      lines,
      total: lines.length === 0 ? 0 : context.summary.total.accounts,
      isTotalExact: true,
      csvUrl: 'https://mainstay.example.com/portfolio/file?mac=x',
    },
    readAt: noon,
  };
  return readyPortfolio(found, context);
}
