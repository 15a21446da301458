import type {
  Grid,
  HealthReport,
  Notice,
  PeopleForm,
} from '../../extensions/app/settings/contract.ts';
import { dayIn } from '../model/day.ts';
import { endless, lagOf } from '../model/lag.ts';
import { roles as allRoles } from '../model/role.ts';
import { calendarEnd } from '../strategy/calendar-end.ts';
import { languageName, localeOf, locales, type Words } from '../words/words.ts';
import { budgetForm } from './budget-view-rules.ts';
import { jobGrid } from './job-view-rules.ts';
import { fallbackNotice, leaverGrid } from './leaver-view-rules.ts';
import type { SettingsFacts } from './settings-facts.ts';

export function peopleView({ words, users, roles, portal }: SettingsFacts): PeopleForm {
  const named = new Map(users.map(({ userId, name }) => [userId, name]));
  for (const userId of roles.keys()) {
    if (!named.has(userId)) {
      named.set(userId, words.say('settings.history.user', { id: String(userId) }));
    }
  }
  const active = new Set(users.filter(({ isActive }) => isActive).map(({ userId }) => userId));
  return {
    title: words.say('settings.people.title'),
    text: words.say('settings.people.text'),
    label: words.say('settings.people.role'),
    people: [...named]
      .filter(([userId]) => active.has(userId) || roles.has(userId))
      .map(([userId, name]) => ({ userId, name, role: roles.get(userId) ?? 'kam' })),
    roles: allRoles.map((role) => ({ value: role, label: words.say(`settings.role.${role}`) })),
    language: {
      label: words.say('settings.language.label'),
      hint: words.say('settings.language.hint'),
      value: localeOf(portal.locale),
      options: locales.map((locale) => ({
        value: locale,
        label: languageName(locale),
      })),
    },
  };
}

export function healthView(facts: SettingsFacts): HealthReport {
  const { words, ownProperties, refused } = facts;
  return {
    title: words.say('settings.health.title'),
    notices: [fallbackNotice(facts), calendarNotice(facts)].filter((notice) => notice !== null),
    events: eventGrid(facts),
    lag: lagGrid(facts),
    waiting: waitingGrid(facts),
    budget: budgetForm(facts),
    jobs: jobGrid(facts),
    calls: callGrid(facts),
    refused: {
      title: words.say('settings.health.refused'),
      columns: [
        words.say('settings.health.record'),
        words.say('settings.health.why'),
        words.say('settings.health.attempts'),
      ],
      rows: refused.map(({ accountId, reason, attempts }) => [
        accountId,
        reason,
        words.number(attempts),
      ]),
      empty: words.say('settings.health.none_refused'),
      retry: words.say('settings.health.retry'),
      count: refused.length,
    },
    reconciliation: reconciliationGrid(facts),
    leavers: leaverGrid(facts),
    usage: usageGrid(facts),
    stored: storedGrid(facts),
    remove: {
      title: words.say('settings.remove.title'),
      text: words.count('settings.remove.text', ownProperties),
      button: words.say('settings.remove.button'),
      count: ownProperties,
      confirm: {
        title: words.say('settings.remove.confirm'),
        text: words.count('settings.remove.confirm_text', ownProperties),
        counting: '',
        yes: words.say('settings.remove.button'),
        no: words.say('settings.cancel'),
      },
    },
  };
}

/** Holidays that run out would let tasks fall on days off. */
function calendarNotice({ words, execution, portal, nowMs }: SettingsFacts): Notice | null {
  const end = calendarEnd(execution.calendar, dayIn(portal.timeZone)(nowMs));
  if (end === null) return null;
  const years = { last: String(end.completeTo), next: String(end.completeTo + 1) };
  return {
    tone: end.urgency === 'now' ? 'warning' : 'info',
    title: words.say('calendar_end.title', years),
    text: words.say(`calendar_end.${execution.calendar.name as 'CN' | 'US'}`, years),
  };
}

/** Whether HubSpot still tells us of changes. */
function eventGrid({ words, events, portal }: SettingsFacts): Grid {
  const { lastAt } = events;
  return {
    title: words.say('settings.events.title'),
    columns: [words.say('settings.health.measure'), words.say('settings.health.value')],
    rows:
      lastAt === null
        ? []
        : [
            [words.say('settings.events.last'), momentText(lastAt, { words, portal })],
            [words.say('settings.events.count'), words.number(events.events)],
          ],
    empty: words.say('settings.events.none'),
  };
}

function momentText(at: number, { words, portal }: Pick<SettingsFacts, 'words' | 'portal'>) {
  return `${words.date(dayIn(portal.timeZone)(at))} ${words.time(at, portal.timeZone)}`;
}

/** How long a change in HubSpot takes until the scores are there. */
function lagGrid({ words, lags }: SettingsFacts): Grid {
  const accounts = lags.reduce((sum, each) => sum + each.accounts, 0);
  const within = (share: number) => lagText(lagOf(lags, share) ?? 0, words);
  return {
    title: words.say('settings.health.lag'),
    columns: [words.say('settings.health.measure'), words.say('settings.health.value')],
    rows:
      accounts === 0
        ? []
        : [
            [words.say('settings.health.lag_half'), within(0.5)],
            [words.say('settings.health.lag_most'), within(0.95)],
            [words.say('settings.health.lag_accounts'), words.number(accounts)],
          ],
    empty: words.say('settings.health.no_lag'),
  };
}

function lagText(lagMs: number, words: Words): string {
  if (lagMs >= endless) return words.say('settings.health.longer');
  const minutes = lagMs / 60_000;
  if (minutes < 1) return words.count('unit.seconds', lagMs / 1_000);
  return minutes < 60
    ? words.count('unit.minutes', minutes)
    : words.count('unit.hours', minutes / 60);
}

function waitingGrid({ words, waiting, nowMs }: SettingsFacts): Grid {
  return {
    title: words.say('settings.health.waiting'),
    columns: [
      words.say('settings.health.step'),
      words.say('settings.health.count'),
      words.say('settings.health.oldest'),
    ],
    rows: waiting.map(({ step, count, since }) => [
      words.say(`settings.waiting.${step}`),
      words.number(count),
      since === null
        ? '–'
        : words.count('settings.health.minutes', Math.max(0, Math.floor((nowMs - since) / 60_000))),
    ]),
    empty: '',
  };
}

/** The busiest calls first, named as HubSpot's own log of an app's calls names them. */
function callGrid({ words, calls }: SettingsFacts): Grid {
  const sums = new Map<string, { made: number; failed: number }>();
  for (const { address, calls: made, failures } of calls) {
    const before = sums.get(address) ?? { made: 0, failed: 0 };
    sums.set(address, { made: before.made + made, failed: before.failed + failures });
  }
  const rows = [...sums].toSorted(([, one], [, other]) => other.made - one.made);
  return {
    title: words.say('settings.health.calls'),
    columns: [
      words.say('settings.health.call'),
      words.say('settings.health.count'),
      words.say('settings.health.failures'),
    ],
    rows: rows.map(([address, { made, failed }]) => [
      address,
      words.number(made),
      words.number(failed),
    ]),
    empty: words.say('settings.health.no_calls'),
  };
}

function reconciliationGrid({ words, reconciliation, portal }: SettingsFacts): Grid {
  const when = (at: number) => (at === 0 ? '–' : momentText(at, { words, portal }));
  return {
    title: words.say('settings.health.reconciliation'),
    columns: [
      words.say('settings.health.record_kind'),
      words.say('settings.health.swept'),
      words.say('settings.health.compared'),
      words.say('settings.health.missed'),
      words.say('settings.health.repaired'),
    ],
    rows: reconciliation.map((each) => [
      words.say(`settings.stored.${each.objectType as 'company' | 'deal' | 'ticket'}`),
      when(each.sweptAt),
      when(each.comparedAt),
      words.number(each.missedRecords),
      words.number(each.repairedAccounts),
    ]),
    empty: words.say('settings.health.not_yet'),
  };
}

function usageGrid({ words, uses }: SettingsFacts): Grid {
  const sums = new Map<string, number>();
  for (const { kind, role, uses: used } of uses) {
    sums.set(`${kind} ${role}`, (sums.get(`${kind} ${role}`) ?? 0) + used);
  }
  return {
    title: words.say('settings.health.usage'),
    columns: [
      words.say('settings.health.what'),
      ...allRoles.map((role) => words.say(`settings.role.${role}`)),
    ],
    rows: (['card', 'portfolio'] as const).map((kind) => [
      words.say(`settings.usage.${kind}`),
      ...allRoles.map((role) => words.number(sums.get(`${kind} ${role}`) ?? 0)),
    ]),
    empty: '',
  };
}

function storedGrid({ words, stored }: SettingsFacts): Grid {
  return {
    title: words.say('settings.health.stored'),
    columns: [
      words.say('settings.health.what'),
      words.say('settings.health.count'),
      words.say('settings.health.why_kept'),
    ],
    rows: stored.map(({ kind, rows }) => [
      words.say(`settings.stored.${kind}`),
      words.number(rows),
      words.say(`settings.stored_why.${kind}`),
    ]),
    empty: '',
  };
}
