import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, Router } from 'express';
import { wordsFor } from '../http/asked-words.ts';
import { Asker } from '../http/require-role.ts';
import { type FileLinkDeps, markAsTable, requireFileLink } from '../http/table-file.ts';
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
  deps: LedgerDeps &
    FileLinkDeps & {
      /** Writes down who took the ledger, and which part of it. */
      noteExport(portalId: PortalId, userId: number, question: object): Promise<void>;
    },
): Router {
  const routes = Router();
  const isGood = requireFileLink(deps, 'portfolio.csv_expired');
  routes.get('/ledger/file', isGood, async (request, response) => {
    const asked = askedIn(request);
    await deps.noteExport(asked.portalId, asked.userId, asked.question);
    const lines = await openLedgerFile(deps, asked);
    const day = deps.now().toISOString().slice(0, 10);
    markAsTable(response, `executions-${day}.csv`);
    await pipeline(Readable.from(lines), response);
  });
  return routes;
}

function askedIn(request: Request) {
  const { query } = request;
  return { ...Asker.parse(query), question: LedgerQuery.parse(query), words: wordsFor(request) };
}
