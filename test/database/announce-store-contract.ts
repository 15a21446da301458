import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnnouncementStore } from '../../src/announce/announcement-store.ts';
import { createChannelStore } from '../../src/announce/channel-store.ts';
import { createDigestStore } from '../../src/announce/digest-store.ts';
import { createNewsStore, type Saying } from '../../src/announce/news-store.ts';
import { resealChannels } from '../../src/announce/reseal-channels.ts';
import { createComplaintStore } from '../../src/execution/complaint-store.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { accountId } from '../../src/model/ids.ts';
import { createContactStore } from '../../src/sync/contact-store.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { createSignalStore } from '../../src/sync/signal-store.ts';
import { empty } from '../support/database.ts';
import { aRole } from '../support/evidence-records.ts';
import {
  aCompany,
  acme,
  aDealRecord,
  aTicketRecord,
  globex,
  later,
  noon,
} from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const dayMs = 24 * 3_600_000;
const company = accountId('1');
const channel = {
  id: 'channel-1',
  kind: 'slack',
  name: 'Team',
  topics: ['changes'],
  addedAt: noon.getTime(),
  address: 'sealed',
  secret: null,
} as const;
const saying: Saying = {
  channelIds: ['channel-1'],
  topic: 'changes',
  message: { title: 'News', lines: [] },
};

/** What the stores behind announcements promise, whatever engine is below them. */
export function describeAnnounceStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  function stores() {
    const { db } = opened;
    return {
      db,
      announcements: createAnnouncementStore(db),
      channels: createChannelStore(db),
      complaints: createComplaintStore(db),
      digests: createDigestStore(db),
      news: createNewsStore(db),
      contacts: createContactStore(db),
      records: createRecordStore(db),
    };
  }

  const breach = { ticketId: '9', accountId: company, dueAt: 1, noticedAt: 2 };

  describe('channels', () => {
    it('keep to their portal, and take their messages with them', async () => {
      const { channels, complaints, news, announcements } = stores();
      await channels.add(acme, channel, '7');
      await complaints.noteBreaches(acme, [breach]);
      await news.takeBreaches(acme, noon, () => saying);

      expect(await channels.list(globex)).toEqual([]);
      expect(await channels.find(acme, channel.id)).toEqual(channel);
      expect(await channels.listPortals()).toEqual([acme]);
      await channels.remove(acme, channel.id);
      expect(await announcements.countByChannel(acme)).toEqual([]);
    });

    it('are sealed anew with the key of today', async () => {
      const { channels } = stores();
      const [before, today] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
      const address = createTokenSeal(before).seal('https://chat', `channel/${acme}`);
      await channels.add(acme, { ...channel, address }, '7');

      await resealChannels(channels, createTokenSeal(today, [before]));

      const kept = await channels.find(acme, channel.id);
      expect(createTokenSeal(today).open(kept?.address ?? '', `channel/${acme}`)).toBe(
        'https://chat',
      );
    });
  });

  describe('news', () => {
    it('are taken once, and said in the same breath', async () => {
      const { complaints, news, announcements } = stores();
      await complaints.noteBreaches(acme, [breach]);
      await complaints.noteBreaches(acme, [{ ...breach, dueAt: 5 }]);
      const told: unknown[] = [];
      const say = (breaches: readonly unknown[]) => {
        told.push(...breaches);
        return saying;
      };

      await news.takeBreaches(acme, noon, say);
      await news.takeBreaches(acme, noon, say);

      expect(told).toEqual([breach]);
      expect(await news.hasNews(acme, 'complaint_breach')).toBe(false);
      expect(await news.lastSaidAt(acme, 'changes')).toBe(noon.getTime());
      expect(await announcements.countByChannel(acme)).toMatchObject([{ state: 'waiting' }]);
    });

    it('give an owner one digest a week', async () => {
      const { news, announcements } = stores();
      const digest = { ...saying, topic: 'digest' } as const;

      await news.sayDigest(acme, { ownerId: '3', week: 100 }, digest, noon);
      await news.sayDigest(acme, { ownerId: '3', week: 100 }, digest, noon);
      await news.sayDigest(acme, { ownerId: '3', week: 107 }, digest, noon);

      expect(await announcements.countByChannel(acme)).toMatchObject([{ messages: 2 }]);
    });
  });

  describe('announcements', () => {
    it('are taken by one, and by another once that one is late', async () => {
      const { news, announcements } = stores();
      await news.sayDigest(acme, { ownerId: '3', week: 100 }, saying, noon);

      const first = await announcements.takeNext(acme, 'channel-1', noon);
      const second = await announcements.takeNext(acme, 'channel-1', noon);
      const third = await announcements.takeNext(acme, 'channel-1', later(61_000));
      await announcements.markSent(acme, third?.id ?? '');

      expect([first?.attempts, second, third?.attempts]).toEqual([1, undefined, 2]);
      expect(await announcements.countSaid(acme, 'channel-1', later(62_000))).toBe(1);
      expect(await announcements.countSaid(acme, 'channel-1', later(130_000))).toBe(0);
    });

    it('are given up with a reason, and said again when asked for', async () => {
      const { news, announcements } = stores();
      await news.sayDigest(acme, { ownerId: '3', week: 100 }, saying, noon);
      const taken = await announcements.takeNext(acme, 'channel-1', noon);
      await announcements.giveUp(acme, taken?.id ?? '', '410 gone');

      expect(await announcements.countByChannel(acme)).toEqual([
        { channelId: 'channel-1', state: 'dead', messages: 1, reason: '410 gone' },
      ]);
      expect(await announcements.retryDead(acme, 'channel-1', noon)).toBe(1);
      expect((await announcements.takeNext(acme, 'channel-1', noon))?.attempts).toBe(1);
    });

    it('are forgotten after thirty days, but for those that wait', async () => {
      const { news, announcements } = stores();
      await news.sayDigest(acme, { ownerId: '3', week: 100 }, saying, noon);
      await news.sayDigest(acme, { ownerId: '4', week: 100 }, saying, noon);
      const taken = await announcements.takeNext(acme, 'channel-1', noon);
      await announcements.markSent(acme, taken?.id ?? '');

      await announcements.forgetOld(new Date(noon.getTime() + 31 * dayMs));
      await news.forgetOld(new Date(noon.getTime() + 91 * dayMs));

      expect(await announcements.countByChannel(acme)).toMatchObject([{ state: 'waiting' }]);
    });
  });

  it('list the tickets nobody answered, but for those known to be late', async () => {
    const { records, complaints } = stores();
    const createdAt = noon.getTime();
    const open = { accountId: company, createdAt, closedAt: null, firstReplyMs: null };
    await records.save(acme, {
      type: 'ticket',
      readAt: createdAt,
      records: [
        aTicketRecord({ id: '8', ...open, firstReplyMs: 5 }),
        aTicketRecord({ id: '9', ...open }),
        aTicketRecord({ id: '10', ...open, closedAt: createdAt }),
        aTicketRecord({ id: '11', ...open }),
        aTicketRecord({ id: '12', ...open, accountId: null }),
      ],
    });
    await complaints.noteBreaches(acme, [breach]);

    const waiting = await complaints.listUnanswered(acme, createdAt - dayMs);

    expect(waiting.map(({ ticketId }) => ticketId)).toEqual(['11']);
  });

  it('tell a manager of a late complaint once, and say what was answered meanwhile', async () => {
    const { records, complaints } = stores();
    const ticket = { accountId: company, createdAt: noon.getTime(), firstReplyMs: null };
    await records.save(acme, {
      type: 'ticket',
      readAt: later(1_000).getTime(),
      records: [
        aTicketRecord({ id: '9', ...ticket, closedAt: null }),
        aTicketRecord({ id: '10', ...ticket, closedAt: later(1_000).getTime() }),
      ],
    });
    await complaints.noteBreaches(acme, [breach, { ...breach, ticketId: '10' }]);

    const untold = await complaints.listUntold(acme);
    await complaints.escalated(acme, ['9']);
    const after = await complaints.listUntold(acme);

    const answered = { ticketId: '10', accountId: company, isAnswered: true };
    expect(untold).toContainEqual({ ticketId: '9', accountId: company, isAnswered: false });
    expect(untold).toHaveLength(2);
    expect(after).toEqual([answered]);
    expect(await complaints.listUntold(globex)).toEqual([]);
  });

  it('tell an owner of nothing where there is nothing', async () => {
    const { digests } = stores();

    expect(await digests.countChanged(acme, '3', 0)).toBe(0);
    expect(await digests.atRisk(acme, '3')).toEqual({ accounts: 0, amount: 0, first: [] });
    expect(await digests.tasks(acme, '3', { today: 100, until: 106 })).toEqual({
      due: 0,
      late: 0,
      first: [],
    });
    expect(await digests.listOwners(acme, 100, 5)).toEqual([]);
  });

  it('read the dates that call for a step', async () => {
    const { db, contacts, records } = stores();
    const readAt = noon.getTime();
    const won = { accountId: company, status: 'won', closedAt: readAt } as const;
    const mapped = { contract_end: '2026-12-31' };
    await records.save(acme, {
      type: 'company',
      readAt,
      records: [aCompany({ id: company, mapped })],
    });
    await records.save(acme, {
      type: 'deal',
      readAt,
      records: [
        aDealRecord({ id: '21', ...won }),
        aDealRecord({ id: '22', ...won, closedAt: readAt - 9 * dayMs }),
      ],
    });
    const longAgo = readAt - 9 * dayMs;
    await records.save(acme, {
      type: 'ticket',
      readAt,
      records: [
        aTicketRecord({ id: '41', accountId: company, createdAt: readAt }),
        aTicketRecord({ id: '42', accountId: company, createdAt: longAgo, closedAt: readAt }),
        aTicketRecord({ id: '43', accountId: company, createdAt: longAgo, closedAt: longAgo }),
        aTicketRecord({ id: '44', accountId: company, createdAt: longAgo }),
      ],
    });
    await contacts.replace(acme, {
      contactIds: ['31', '32'],
      roles: [
        aRole({ contactId: '31', accountId: company, birthday: '02-29' }),
        aRole({ contactId: '32', accountId: company }),
      ],
      readAt,
    });

    const found = await createSignalStore(db).listSince(acme, [company], readAt - dayMs);

    expect(found.get(company)).toMatchObject({
      closedDeals: [{ id: '21', status: 'won', closedAt: readAt }],
      tickets: [{ id: '41', closedAt: null }, { id: '42' }],
      mapped,
      birthdays: [{ contactId: '31', monthDay: '02-29' }],
    });
  });
}
