import { type Request, Router } from 'express';
import { z } from 'zod';
import type { UnavailableAccount } from '../../extensions/app/cards/contract.ts';
import { type AccountId, accountId, type PortalId, portalId } from '../model/ids.ts';
import { isWithheldFrom } from '../model/publishing.ts';
import type { Role } from '../model/role.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import type { AccountPast } from './account-past.ts';
import type { AccountProfile } from './account-profile.ts';
import type { AccountStrategy } from './account-strategy.ts';
import { accountCard, unavailable } from './card-view-rules.ts';
import { type CardTicket, compactCard, ticketCard, unlinkedTicket } from './compact-view-rules.ts';
import type { ManualRecord } from './manual-view-rules.ts';
import { profileCard } from './profile-view-rules.ts';
import type { TicketService } from './service-level-rules.ts';
import {
  type CardPortal,
  type CardRecord,
  type ViewContext,
  viewContext,
} from './view-context-rules.ts';

export type CardDeps = {
  cards: {
    find(portalId: PortalId, accountId: AccountId): Promise<CardRecord | undefined>;
    findTicket(portalId: PortalId, ticketId: string): Promise<CardTicket | undefined>;
    /** undefined: this portal never installed the app. */
    portalState(portalId: PortalId): Promise<CardPortal | undefined>;
  };
  /** null: nobody we know. */
  roleOf(portalId: PortalId, userId: number | null): Promise<Role>;
  /** How an account came to where it is; null while that cannot be told. */
  past(portalId: PortalId, accountId: AccountId): Promise<AccountPast | null>;
  /** What is decided, planned and done for it; null while it is not known. */
  strategy(
    portalId: PortalId,
    accountId: AccountId,
    userId: number | null,
  ): Promise<AccountStrategy | null>;
  /** What people told of it, and whether this one may tell more. */
  manual(portalId: PortalId, accountId: AccountId, userId: number | null): Promise<ManualRecord>;
  /** false: an admin left it out of what is scored. */
  isScored(portalId: PortalId, accountId: AccountId): Promise<boolean>;
  /** null: not known here. */
  profile(portalId: PortalId, accountId: AccountId): Promise<AccountProfile | null>;
  /** What the time to answer a ticket follows from. */
  serviceOf(portalId: PortalId, ticket: CardTicket): Promise<TicketService>;
  /** Asks for a record that is not known here; safe to call again while it is on its way. */
  queueSync(portalId: PortalId, type: 'company' | 'ticket', id: string): Promise<void>;
  now(): Date;
};

/** The query is covered by HubSpot's signature, so the portal in it is who asks. */
const CardQuery = z.object({
  portalId: z.coerce.number().int().positive().transform(portalId),
  userId: z.coerce.number().int().positive().optional(),
  locale: z.string().optional(),
});
const recordId = z.string().regex(/^\d{1,20}$/);
const CompanyPath = z.object({ companyId: recordId.transform(accountId) });
const TicketPath = z.object({ ticketId: recordId });

/** Answers cards from the local database alone. Mount behind the signature check. */
export function cardRoutes(deps: CardDeps): Router {
  const { cards, queueSync } = deps;
  const routes = Router();

  /** The company as it is known; one that is not is asked for. */
  async function recordOf(asked: Asked, companyId: AccountId): Promise<CardRecord | undefined> {
    const record = await cards.find(asked.portalId, companyId);
    if (!record && asked.context?.portal.status === 'installed') {
      await queueSync(asked.portalId, 'company', companyId);
    }
    if (!record || record.assessment) return record;
    return { ...record, isOutside: !(await deps.isScored(asked.portalId, companyId)) };
  }

  routes.get('/cards/companies/:companyId', async (request, response) => {
    const asked = await askedBy(deps, request);
    const { companyId } = CompanyPath.parse(request.params);
    if (!asked.context) return void response.json(asked.refusal);
    const { portalId, userId, context } = asked;
    const record = await recordOf(asked, companyId);
    const isScored = record?.assessment?.health != null;
    const [past, manual, strategy] = await Promise.all([
      isScored ? deps.past(portalId, companyId) : null,
      record?.assessment ? deps.manual(portalId, companyId, userId) : null,
      isScored ? deps.strategy(portalId, companyId, userId) : null,
    ]);
    response.json(accountCard(record, context, { past, manual, strategy }));
  });

  routes.get('/cards/companies/:companyId/compact', async (request, response) => {
    const asked = await askedBy(deps, request);
    const { companyId } = CompanyPath.parse(request.params);
    if (!asked.context) return void response.json(asked.refusal);
    response.json(compactCard(await recordOf(asked, companyId), asked.context));
  });

  routes.get('/cards/companies/:companyId/profile', async (request, response) => {
    const asked = await askedBy(deps, request);
    const { companyId } = CompanyPath.parse(request.params);
    const { portalId, context } = asked;
    if (!context) return void response.json(asked.refusal);
    const isOpen = context.portal.status !== 'uninstalled';
    const record = isOpen ? await recordOf(asked, companyId) : undefined;
    if (!record) return void response.json(profileCard(undefined, null, context));
    const [profile, manual] = await Promise.all([
      deps.profile(portalId, companyId),
      deps.manual(portalId, companyId, asked.userId),
    ]);
    response.json(profileCard(record, profile, context, manual));
  });

  routes.get('/cards/tickets/:ticketId', async (request, response) => {
    const asked = await askedBy(deps, request);
    const { ticketId } = TicketPath.parse(request.params);
    if (!asked.context) return void response.json(asked.refusal);
    const ticket = await cards.findTicket(asked.portalId, ticketId);
    if (!ticket) {
      if (asked.context.portal.status === 'installed') {
        await queueSync(asked.portalId, 'ticket', ticketId);
      }
      return void response.json(compactCard(undefined, asked.context));
    }
    if (ticket.accountId === null) return void response.json(unlinkedTicket(asked));
    const record = await recordOf(asked, ticket.accountId);
    const service = await deps.serviceOf(asked.portalId, ticket);
    response.json(ticketCard(record, { ticket, service }, asked.context));
  });

  return routes;
}

type Asked = {
  portalId: PortalId;
  userId: number | null;
  words: ViewContext['words'];
} & ({ context: ViewContext; refusal: null } | { context: null; refusal: UnavailableAccount });

async function askedBy({ cards, roleOf, now }: CardDeps, request: Request): Promise<Asked> {
  const { portalId, userId = null, locale } = CardQuery.parse(request.query);
  const portal = await cards.portalState(portalId);
  const words = wordsIn(localeOf(locale ?? portal?.locale));
  const asked = { portalId, userId, words };
  const refused = (why: UnavailableAccount['why']) => {
    return { ...asked, context: null, refusal: unavailable(why, asked) };
  };
  if (!portal) return refused('not-installed');
  const isTriedOut = portal.mode === 'shadow' && portal.status !== 'uninstalled';
  if (isTriedOut && isWithheldFrom(await roleOf(portalId, userId), portal.mode)) {
    return refused('not-published');
  }
  return { ...asked, context: viewContext(words, portal, now().getTime()), refusal: null };
}
