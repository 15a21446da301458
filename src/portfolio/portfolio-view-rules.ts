import type {
  EmptyPortfolio,
  Notice,
  ReadyPortfolio,
  UnavailablePortfolio,
  WaitingPortfolio,
} from '../../extensions/app/pages/contract.ts';
import { backfillSum, isImporting } from '../cards/freshness-view-rules.ts';
import type { ViewContext } from '../cards/view-context-rules.ts';
import type { Words } from '../words/words.ts';
import { chosenView, filters } from './filter-view-rules.ts';
import { listView } from './list-view-rules.ts';
import { groups, nineBoxView, ownersView } from './map-view-rules.ts';
import { measures, moneyView } from './money-view-rules.ts';
import type { ListPage, PortfolioContext } from './portfolio-context-rules.ts';
import type { PortfolioLine } from './portfolio-store.ts';
import type { CellTable } from './summary-rules.ts';

const askAgainAfterMs = 4_000;

/** What was found for one question. */
export type Found = {
  cells: CellTable;
  /** Most revenue at risk first. */
  top: readonly PortfolioLine[];
  largest: PortfolioLine | undefined;
  page: ListPage;
  /** ms since 1970. */
  readAt: number;
};

export function readyPortfolio(found: Found, context: PortfolioContext): ReadyPortfolio {
  const { words, question } = context;
  const choices = filters(found.cells, context);
  return {
    state: 'ready',
    notices: notices(found.cells, context),
    filters: choices,
    chosen: chosenView(choices, context),
    search: {
      label: words.say('portfolio.search'),
      placeholder: words.say('portfolio.search_placeholder'),
      value: question.search ?? '',
    },
    tabs: {
      overview: words.say('portfolio.tab_overview'),
      accounts: words.say('portfolio.tab_accounts'),
      owners: words.say('portfolio.tab_owners'),
      execution: words.say('portfolio.tab_execution'),
    },
    money: moneyView(found.top, context),
    measures: measures(found.largest, context),
    nineBox: nineBoxView(context),
    groups: groups(context),
    owners: ownersView(context),
    list: listView(found.page, context),
    freshness: freshnessText(found.readAt, context),
  };
}

/** Whose accounts these are, and when they were counted. */
function freshnessText(readAt: number, { words, portal, sight }: PortfolioContext): string {
  const seen = sight.kind === 'all' ? 'all' : sight.of;
  return words.say(`portfolio.freshness_${seen}`, { time: words.time(readAt, portal.timeZone) });
}

function notices(cells: CellTable, { words, portal }: ViewContext): Notice[] {
  const found: Notice[] = [];
  if (portal.status === 'revoked') {
    found.push({
      tone: 'warning',
      title: words.say('notice.reconnect_title'),
      text: words.say('notice.reconnect_text'),
    });
  }
  if (isImporting(portal.backfill)) {
    const { done, total } = backfillSum(portal.backfill);
    const share = total ? words.percent(done / total) : words.number(done);
    found.push({
      tone: 'info',
      title: words.say('notice.importing_title', { share }),
      text: words.say('notice.importing_text'),
    });
  } else if (cells.values.lifecycle.every((state) => state === 'prospect')) {
    found.push({
      tone: 'info',
      title: words.say('portfolio.no_deals_title'),
      text: words.say('portfolio.no_deals_text'),
    });
  }
  return found;
}

/** Why there is nothing to show of a portal without scored accounts. */
export function nothingYet(
  context: ViewContext,
): WaitingPortfolio | EmptyPortfolio | UnavailablePortfolio {
  const { words, portal } = context;
  if (portal.status === 'revoked') {
    return {
      state: 'unavailable',
      why: 'reconnect',
      title: words.say('unavailable.reconnect_title'),
      text: words.say('portfolio.reconnect_text'),
    };
  }
  if (isImporting(portal.backfill)) return importing(context);
  const { done } = backfillSum(
    portal.backfill.filter(({ objectType }) => objectType === 'company'),
  );
  if (portal.backfill.length === 0 || done > 0) {
    return {
      state: 'waiting',
      title: words.say('waiting.unassessed_title'),
      text: words.say('waiting.syncing_text'),
      progress: null,
      askAgainAfterMs,
    };
  }
  return {
    state: 'empty',
    title: words.say('portfolio.empty_title'),
    text: words.say('portfolio.empty_text'),
  };
}

function importing({ words, portal }: ViewContext): WaitingPortfolio {
  const { done, total } = backfillSum(portal.backfill);
  const label = words.say('waiting.syncing_title');
  const known = total !== null && total > 0;
  return {
    state: 'waiting',
    title: label,
    text: words.say('waiting.syncing_text'),
    progress: {
      label,
      value: known ? done : 0,
      max: known ? total : 1,
      description: known
        ? words.say('waiting.progress', {
            done: words.number(done),
            total: words.number(total),
          })
        : words.say('waiting.progress_open', { done: words.number(done) }),
    },
    askAgainAfterMs,
  };
}

/** The portal has accounts, and the viewer none. */
export function nothingSeen(words: Words): EmptyPortfolio {
  return {
    state: 'empty',
    title: words.say('portfolio.none_seen_title'),
    text: words.say('portfolio.none_seen_text'),
  };
}

/** Scores are tried out, and the viewer is no admin. */
export function notPublished(words: Words): UnavailablePortfolio {
  return {
    state: 'unavailable',
    why: 'not-published',
    title: words.say('unavailable.not_published_title'),
    text: words.say('unavailable.not_published_text'),
  };
}

export function notInstalled(words: Words): UnavailablePortfolio {
  return {
    state: 'unavailable',
    why: 'not-installed',
    title: words.say('unavailable.not_installed_title'),
    text: words.say('unavailable.not_installed_text'),
  };
}
