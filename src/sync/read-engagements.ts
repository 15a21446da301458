import { dayMs } from '../model/day.ts';
import type { Source } from './source-page.ts';

/** Scoring looks 90 days back; a day more for time zones. */
const keptDays = 91;
/** With a page of a search still within what one call for links can carry. */
const engagementsAtOnce = 800;

function engagements(channel: 'call' | 'email', scope: string | null): Source {
  return {
    name: channel,
    scope,

    async readPage({ evidenceApi, engagements: store, now }, { id }, { cursor: afterId, since }) {
      const oldest = now().getTime() - keptDays * dayMs;
      const start = { afterId, since: Math.max(since ?? oldest, oldest) };
      const page = await evidenceApi.searchEngagements(id, channel, start);
      // HubSpot tells nothing of calls and e-mails when companies are merged: they are linked anew.
      const isLastOfDay = since !== null && page.lastId === null;
      const lost = isLastOfDay ? await store.listLost(id, channel, engagementsAtOnce) : [];
      const asked = new Map(
        [...lost, ...page.found].map((engagement) => [engagement.id, engagement]),
      );
      const ids = [...asked.keys()];
      const companies = await evidenceApi.readCompaniesOf(id, channel, ids, 'backfill');
      const linked = [...asked.values()].flatMap((engagement) =>
        (companies.get(engagement.id) ?? []).map((accountId) => ({ ...engagement, accountId })),
      );
      await store.remove(id, lost);
      await store.save(id, linked);
      if (page.lastId === null) await store.removeBefore(id, oldest);
      return {
        cursor: page.lastId,
        read: page.read,
        accountIds: linked.map(({ accountId }) => accountId),
      };
    },
  };
}

/** That there were calls and how they ended; their notes are never read. */
export const calls = engagements('call', null);

/** That there were e-mails and in which direction; neither their subject nor their text is ever read. */
export const emails = engagements('email', 'sales-email-read');
