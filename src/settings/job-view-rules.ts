import type { Grid } from '../../extensions/app/settings/contract.ts';
import type { SettingsFacts } from './settings-facts.ts';

const jobs = [
  'person',
  'change',
  'write',
  'task',
  'backfill',
  'reconciliation',
  'uncounted',
] as const;
/** What a call to HubSpot is made for. */
type Job = (typeof jobs)[number];

const dayMs = 86_400_000;

/** What the calls to HubSpot were made for, today and over some days. */
export function jobGrid({ words, calls, nowMs }: SettingsFacts): Grid {
  const today = Math.floor(nowMs / dayMs);
  const byJob = Map.groupBy(calls, jobOf);
  const sum = (counts: SettingsFacts['calls']) =>
    counts.reduce((total, each) => total + each.calls, 0);
  return {
    title: words.say('settings.jobs.title'),
    columns: [
      words.say('settings.jobs.job'),
      words.say('settings.jobs.today'),
      words.say('settings.jobs.week'),
      words.say('settings.jobs.when_scarce'),
    ],
    rows: jobs.flatMap((job) => {
      const counts = byJob.get(job);
      if (!counts) return [];
      return [
        [
          words.say(`settings.jobs.${job}`),
          words.number(sum(counts.filter(({ day }) => day === today))),
          words.number(sum(counts)),
          whenScarce(job, words),
        ],
      ];
    }),
    empty: words.say('settings.health.no_calls'),
  };
}

/** What becomes of it when the day's budget is nearly used up. */
function whenScarce(job: Job, words: SettingsFacts['words']): string {
  if (job === 'uncounted') return '–';
  return job === 'backfill' || job === 'reconciliation'
    ? words.say('settings.jobs.waits')
    : words.say('settings.jobs.goes_on');
}

/** Scores and tasks are written for changes: they are told apart by what is called. */
function jobOf({ endpoint, priority }: SettingsFacts['calls'][number]): Job {
  if (priority === 'change' && endpoint === 'writeCompanies') return 'write';
  if (priority === 'change' && endpoint.endsWith('Tasks')) return 'task';
  return jobs.find((job) => job === priority) ?? 'uncounted';
}
