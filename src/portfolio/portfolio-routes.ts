import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { z } from 'zod';
import { RequestError } from '../errors.ts';
import { portalId } from '../model/ids.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import { answerPortfolio, type PortfolioDeps, portfolioFile } from './answer-portfolio.ts';
import type { FileLinks } from './file-link.ts';
import { PortfolioQuery } from './query-rules.ts';

/** The query is covered by a signature, so the portal in it is who asks. */
const Asker = z.object({
  portalId: z.coerce.number().int().positive().transform(portalId),
  locale: z.string().optional(),
});

/**
 * Answers the portfolio page. Mount behind the signature check. The signed `userId` says who asks:
 * which owners' accounts that person may see is to be decided here, before the question is answered.
 */
export function portfolioRoutes(deps: PortfolioDeps): Router {
  const routes = Router();
  routes.get('/portfolio', async (request, response) => {
    const { portalId, locale } = Asker.parse(request.query);
    const question = PortfolioQuery.parse(request.query);
    const words = wordsIn(localeOf(locale));
    response.json(await answerPortfolio(deps, { portalId, question, words }));
  });
  return routes;
}

/** The list as a file, for a browser that follows the page's link: our own signature stands for HubSpot's. */
export function portfolioFileRoutes(
  deps: PortfolioDeps & { fileLinks: Pick<FileLinks, 'check'> },
): Router {
  const routes = Router();
  routes.get('/portfolio/file', async (request, response) => {
    const { searchParams } = new URL(request.originalUrl, 'https://unused.invalid');
    const { portalId, locale } = Asker.parse(request.query);
    const words = wordsIn(localeOf(locale));
    const state = deps.fileLinks.check(searchParams, deps.now());
    if (state === 'forged') throw new RequestError(403, 'This link was not made here.');
    if (state === 'expired') throw new RequestError(410, words.say('portfolio.csv_expired'));
    const question = PortfolioQuery.parse(request.query);
    const day = deps.now().toISOString().slice(0, 10);
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="portfolio-${day}.csv"`,
      'cache-control': 'private, no-store',
    });
    await pipeline(Readable.from(portfolioFile(deps, { portalId, question, words })), response);
  });
  return routes;
}
