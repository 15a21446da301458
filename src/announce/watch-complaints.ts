import type { StrategyStore } from '../execution/strategy-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { Portal } from '../model/portal.ts';
import { workCalendar } from '../strategy/calendar.ts';
import { answerDueAt, serviceLevelOf } from '../strategy/service-clock.ts';
import type { ComplaintStore } from './complaint-store.ts';
import type { NewsStore } from './news-store.ts';

export type WatchDeps = {
  complaints: ComplaintStore;
  news: NewsStore;
  strategies: Pick<StrategyStore, 'read'>;
  settings: Pick<SettingStore, 'read'>;
  now: () => Date;
};

const dayMs = 24 * 3_600_000;
/** Complaints from before are history, not an alarm. */
const watchedMs = 30 * dayMs;
const alarmMs = 3 * dayMs;

/** Notes the complaints whose time to answer is over, each once. Safe to run twice, and by several at once. */
export async function watchComplaints(deps: WatchDeps, portal: Portal): Promise<void> {
  const { complaints, news, strategies, settings, now } = deps;
  const nowMs = now().getTime();
  const waiting = await complaints.listUnanswered(portal.id, nowMs - watchedMs);
  if (waiting.length === 0) return;
  const { complaintCategories } = await settings.read(portal.id);
  const { calendar, workingHours } = (await strategies.read(portal.id)).settings;
  const office = {
    timeZone: portal.timeZone,
    calendar: workCalendar(calendar.name, calendar.edits),
    hours: workingHours,
  };
  const late = waiting
    .filter(({ categories }) =>
      categories.some((category) => complaintCategories.includes(category.toLowerCase())),
    )
    .map(({ ticketId, accountId, type, createdAt }) => ({
      ticketId,
      accountId,
      dueAt: answerDueAt(createdAt, serviceLevelOf(type), office),
      noticedAt: nowMs,
    }))
    .filter(({ dueAt }) => dueAt < nowMs && dueAt > nowMs - alarmMs);
  await news.noteBreaches(portal.id, late);
}
