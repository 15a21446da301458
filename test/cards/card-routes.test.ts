import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { type CardDeps, cardRoutes } from '../../src/cards/card-routes.ts';
import type { CardTicket } from '../../src/cards/compact-view-rules.ts';
import { accountId, portalId } from '../../src/model/ids.ts';
import { anAccountStrategy } from './an-account-strategy.ts';
import {
  aCardPortal,
  aCardRecord,
  aManualRecord,
  anAssessment,
  aPast,
  aProfile,
  aTicketService,
  noon,
} from './an-assessment.ts';

const company = '21000000011';

const hourMs = 3_600_000;
const tickets: Record<string, CardTicket> = {
  '51': {
    accountId: accountId(company),
    createdAt: noon - 2 * hourMs,
    firstReplyMs: null,
    closedAt: null,
    categories: [],
    lacksRootCause: false,
    others: [],
  },
  '52': {
    accountId: null,
    createdAt: noon,
    firstReplyMs: null,
    closedAt: null,
    categories: [],
    lacksRootCause: false,
    others: [],
  },
};

/** A service that knows one company of one portal. */
function aService({ portal = aCardPortal() as ReturnType<typeof aCardPortal> | undefined } = {}) {
  const queued: string[] = [];
  const deps: CardDeps = {
    cards: {
      find: async (asked, account) =>
        asked === portalId(7) && account === accountId(company)
          ? aCardRecord(anAssessment())
          : undefined,
      findTicket: async (asked, ticket) => (asked === portalId(7) ? tickets[ticket] : undefined),
      portalState: async (asked) => (asked === portalId(7) ? portal : undefined),
    },
    roleOf: async (_portal, userId) => (userId === 1 ? 'admin' : 'manager'),
    past: async () => aPast(),
    strategy: async () => anAccountStrategy(),
    manual: async () => aManualRecord(),
    isScored: async () => true,
    profile: async () => aProfile(),
    serviceOf: async () => aTicketService(),
    queueSync: async (asked, type, id) => {
      queued.push(`${asked}/${type}/${id}`);
    },
    now: () => new Date(noon),
  };
  return { app: express().use(cardRoutes(deps)), queued };
}

describe('GET /cards/companies/:id', () => {
  it("answers in the viewer's language", async () => {
    const { app } = aService();

    const { body } = await request(app).get(`/cards/companies/${company}?portalId=7&locale=zh-cn`);

    expect(body).toMatchObject({ state: 'assessed', health: { band: { text: '关注' } } });
  });

  it("falls back to the portal's language", async () => {
    const { app } = aService({ portal: aCardPortal({ locale: 'zh-tw' }) });

    const { body } = await request(app).get(`/cards/companies/${company}?portalId=7`);

    expect(body).toMatchObject({ health: { band: { text: '關注' } } });
  });

  it('queues a company it does not know', async () => {
    const { app, queued } = aService();

    const { body } = await request(app).get('/cards/companies/99?portalId=7');

    expect(body).toMatchObject({ state: 'waiting', why: 'queued' });
    expect(queued).toEqual(['7/company/99']);
  });

  it.each(['', '/compact', '/profile'])(
    'shows scores that are tried out to admins only: %s',
    async (card) => {
      const { app, queued } = aService({ portal: aCardPortal({ mode: 'shadow' }) });
      const asked = (userId: string) =>
        request(app).get(`/cards/companies/${company}${card}?portalId=7${userId}`);

      const states = await Promise.all(
        ['&userId=1', '&userId=2', ''].map(async (userId) => (await asked(userId)).body),
      );

      expect(states.map(({ why }) => why)).toEqual([undefined, 'not-published', 'not-published']);
      expect(states[1]).toMatchObject({
        state: 'unavailable',
        title: 'The scores are not published yet',
      });
      expect(queued).toEqual([]);
    },
  );

  it('queues nothing that it knows', async () => {
    const { app, queued } = aService();

    await request(app).get(`/cards/companies/${company}?portalId=7`);

    expect(queued).toEqual([]);
  });

  it('queues nothing where it may not read', async () => {
    const { app, queued } = aService({ portal: aCardPortal({ status: 'revoked' }) });

    const { body } = await request(app).get('/cards/companies/99?portalId=7');

    expect(body).toMatchObject({ state: 'unavailable', why: 'reconnect' });
    expect(queued).toEqual([]);
  });

  it('tells nothing to a portal that never installed the app', async () => {
    const { app, queued } = aService();

    const { body } = await request(app).get(`/cards/companies/${company}?portalId=8`);

    expect(body).toMatchObject({ state: 'unavailable', why: 'not-installed' });
    expect(queued).toEqual([]);
  });

  it('stays well under what a card may receive', async () => {
    const { app } = aService();

    const { text } = await request(app).get(`/cards/companies/${company}?portalId=7&locale=zh-tw`);

    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
  });
});

describe('GET /cards/companies/:id/compact', () => {
  it('answers what decides, in a tenth of the account card', async () => {
    const { app } = aService();

    const { body, text } = await request(app).get(
      `/cards/companies/${company}/compact?portalId=7&locale=zh-tw`,
    );

    expect(body).toMatchObject({ state: 'shown', company: null, health: { score: 43 } });
    expect(Buffer.byteLength(text)).toBeLessThan(3_000);
  });
});

describe('GET /cards/tickets/:id', () => {
  it("shows the ticket's company and how long a reply may still take", async () => {
    const { app } = aService();

    const { body } = await request(app).get('/cards/tickets/51?portalId=7&locale=en');

    expect(body).toMatchObject({
      state: 'shown',
      company: 'Nordwind GmbH',
      figures: [
        { label: 'First reply', value: 'within 24 hours, any day', hint: '22 hours left' },
        { label: 'Value tier', value: 'High', hint: 'Mature stable customer' },
        {},
        {},
        {},
      ],
    });
  });

  it('says so when the ticket has no company', async () => {
    const { app, queued } = aService();

    const { body } = await request(app).get('/cards/tickets/52?portalId=7');

    expect(body).toMatchObject({ state: 'unlinked', title: 'This ticket has no company' });
    expect(queued).toEqual([]);
  });

  it('asks for a ticket it does not know', async () => {
    const { app, queued } = aService();

    const { body } = await request(app).get('/cards/tickets/99?portalId=7');

    expect(body).toMatchObject({ state: 'waiting' });
    expect(queued).toEqual(['7/ticket/99']);
  });
});

describe('GET /cards/companies/:id/profile', () => {
  it('answers the twelve columns of the customer table and who decides', async () => {
    const { app } = aService();

    const { body } = await request(app).get(`/cards/companies/${company}/profile?portalId=7`);

    expect(body.figures).toHaveLength(12);
    expect(body.chain.people).toHaveLength(2);
  });

  it('tells nothing of a portal that never installed the app', async () => {
    const { app } = aService();

    const { body } = await request(app).get(`/cards/companies/${company}/profile?portalId=8`);

    expect(body).toMatchObject({ state: 'unavailable', why: 'not-installed' });
  });
});
