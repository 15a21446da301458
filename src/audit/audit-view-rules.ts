import type { Grid } from '../../extensions/app/settings/contract.ts';
import type { AuditEntry } from '../model/audit.ts';
import { dayIn } from '../model/day.ts';
import type { WordKey, Words } from '../words/words.ts';
import { actionNames } from './audit-rules.ts';

type Shown = AuditEntry & { userName: string | null };

/** Who changed or took out what, the newest first. */
export function auditView(entries: readonly Shown[], timeZone: string, words: Words): Grid {
  const dayOf = dayIn(timeZone);
  return {
    title: words.say('audit.title'),
    columns: [
      words.say('audit.when'),
      words.say('audit.who'),
      words.say('audit.what'),
      words.say('audit.subject'),
      words.say('audit.outcome'),
    ],
    rows: entries.map((entry) => [
      `${words.date(dayOf(entry.at))} ${words.time(entry.at, timeZone)}`,
      whoOf(entry, words),
      actionNames.includes(entry.action)
        ? words.say(`audit.action.${entry.action}` as WordKey)
        : entry.action,
      entry.subject,
      words.say(`audit.outcome.${entry.outcome ?? 'unknown'}`),
    ]),
    empty: words.say('audit.empty'),
  };
}

function whoOf({ userId, userName }: Shown, words: Words): string {
  if (userId === null) return words.say('audit.itself');
  return userName ?? words.say('settings.history.user', { id: String(userId) });
}
