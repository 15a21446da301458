import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, Router } from 'express';
import { wordsFor } from '../http/asked-words.ts';
import { Asker } from '../http/require-role.ts';
import { type FileLinkDeps, markAsTable, requireFileLink } from '../http/table-file.ts';
import type { PortalId } from '../model/ids.ts';
import { answerPortfolio, openPortfolioFile, type PortfolioDeps } from './answer-portfolio.ts';
import { PortfolioQuery } from './query-rules.ts';

/** Answers the portfolio page. Mount behind the signature check: the signed `userId` says who asks. */
export function portfolioRoutes(deps: PortfolioDeps): Router {
  const routes = Router();
  routes.get('/portfolio', async (request, response) => {
    response.json(await answerPortfolio(deps, askedIn(request)));
  });
  return routes;
}

/** The list as a file, for a browser that follows the page's link: our own signature stands for HubSpot's. */
export function portfolioFileRoutes(
  deps: PortfolioDeps &
    FileLinkDeps & {
      /** Writes down who took the list, and which part of it. */
      noteExport(portalId: PortalId, userId: number, question: object): Promise<void>;
    },
): Router {
  const routes = Router();
  const isGood = requireFileLink(deps, 'portfolio.csv_expired');
  routes.get('/portfolio/file', isGood, async (request, response) => {
    const asked = askedIn(request);
    await deps.noteExport(asked.portalId, asked.userId, asked.question);
    const lines = await openPortfolioFile(deps, asked);
    const day = deps.now().toISOString().slice(0, 10);
    markAsTable(response, `portfolio-${day}.csv`);
    await pipeline(Readable.from(lines), response);
  });
  return routes;
}

function askedIn(request: Request) {
  const { query } = request;
  return { ...Asker.parse(query), question: PortfolioQuery.parse(query), words: wordsFor(request) };
}
