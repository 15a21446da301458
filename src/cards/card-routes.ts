import { Router } from 'express';
import { z } from 'zod';
import { type AccountId, accountId, type PortalId, portalId } from '../model/ids.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import { accountCard, unavailable } from './card-view-rules.ts';
import { type CardPortal, type CardRecord, viewContext } from './view-context-rules.ts';

export type CardDeps = {
  cards: {
    find(portalId: PortalId, accountId: AccountId): Promise<CardRecord | undefined>;
    /** undefined: this portal never installed the app. */
    portalState(portalId: PortalId): Promise<CardPortal | undefined>;
  };
  /** Asks for a company that is not known here; safe to call again while it is on its way. */
  queueSync(portalId: PortalId, accountId: AccountId): Promise<void>;
  now(): Date;
};

/** The query is covered by HubSpot's signature, so the portal in it is who asks. */
const CardQuery = z.object({
  portalId: z.coerce.number().int().positive().transform(portalId),
  locale: z.string().optional(),
});
const CardPath = z.object({
  companyId: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(accountId),
});

/** Answers cards from the local database alone. Mount behind the signature check. */
export function cardRoutes({ cards, queueSync, now }: CardDeps): Router {
  const routes = Router();
  routes.get('/cards/companies/:companyId', async (request, response) => {
    const { portalId, locale } = CardQuery.parse(request.query);
    const { companyId } = CardPath.parse(request.params);
    const [portal, record] = await Promise.all([
      cards.portalState(portalId),
      cards.find(portalId, companyId),
    ]);
    const words = wordsIn(localeOf(locale ?? portal?.locale));
    if (!portal) {
      response.json(unavailable('not-installed', { words }));
      return;
    }
    if (!record && portal.status === 'installed') await queueSync(portalId, companyId);
    response.json(accountCard(record, viewContext(words, portal, now().getTime())));
  });
  return routes;
}
