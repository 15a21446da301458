import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, Router } from 'express';
import { RequestError } from '../errors.ts';
import { wordsFor } from '../http/asked-words.ts';
import type { FileLinks } from '../http/file-link.ts';
import { Asker } from '../http/require-role.ts';
import type { PortalId } from '../model/ids.ts';
import { answerLedger, type LedgerDeps, openLedgerFile } from './answer-ledger.ts';
import { LedgerQuery } from './ledger-query-rules.ts';

/** Answers the tab of the ledger. Mount behind the signature check: the signed `userId` says who asks. */
export function ledgerRoutes(deps: LedgerDeps): Router {
  const routes = Router();
  routes.get('/ledger', async (request, response) => {
    response.json(await answerLedger(deps, askedIn(request)));
  });
  return routes;
}

/** The ledger as a file, for a browser that follows the page's link: our own signature stands for HubSpot's. */
export function ledgerFileRoutes(
  deps: LedgerDeps & {
    fileLinks: Pick<FileLinks, 'check'>;
    /** Writes down who took the ledger, and which part of it. */
    noteExport(portalId: PortalId, userId: number, question: object): Promise<void>;
  },
): Router {
  const routes = Router();
  routes.get('/ledger/file', async (request, response) => {
    const { searchParams } = new URL(request.originalUrl, 'https://unused.invalid');
    const state = deps.fileLinks.check(searchParams, deps.now());
    if (state === 'forged') throw new RequestError(403, 'This link was not made here.');
    if (state === 'expired') {
      throw new RequestError(410, wordsFor(request).say('portfolio.csv_expired'));
    }
    const asked = askedIn(request);
    await deps.noteExport(asked.portalId, asked.userId, asked.question);
    const lines = await openLedgerFile(deps, asked);
    const day = deps.now().toISOString().slice(0, 10);
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="executions-${day}.csv"`,
      'cache-control': 'private, no-store',
    });
    await pipeline(Readable.from(lines), response);
  });
  return routes;
}

function askedIn(request: Request) {
  const { query } = request;
  return { ...Asker.parse(query), question: LedgerQuery.parse(query), words: wordsFor(request) };
}
