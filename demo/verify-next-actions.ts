import { isoDate } from '../src/model/day.ts';
import { strategyLibrary } from '../src/strategy/library.ts';

/** A record of the stand-in's dump. */
type Row = {
  properties: Record<string, string | null>;
  associations: { companies?: { id: string }[] | undefined };
};

/**
 * The nearest date of each company's own open tasks, from the stand-in's tasks. Companies without are
 * left out: theirs is the date of a step that is not a task yet, and no record of the portal says it.
 */
export async function readNextActions(
  dump: (type: string) => Promise<Row[]>,
  dayOf: (ms: number) => number,
): Promise<Map<string, string>> {
  const days = new Map<string, number>();
  for (const { properties, associations } of await dump('tasks')) {
    const [company, ...others] = associations.companies ?? [];
    const subject = properties['hs_task_subject'] ?? '';
    const isOpen = properties['hs_task_status'] !== 'COMPLETED';
    if (!company || others.length > 0 || !isOpen || !isOwn(subject)) continue;
    const day = dayOf(Date.parse(properties['hs_timestamp'] ?? ''));
    days.set(company.id, Math.min(day, days.get(company.id) ?? day));
  }
  return new Map([...days].map(([id, day]) => [id, isoDate(day)]));
}

/** Neither merged with those of other accounts nor the manager's. */
function isOwn(subject: string): boolean {
  if (subject.startsWith('Overdue: ')) return false;
  return !Object.values(strategyLibrary).some(({ name, steps }) =>
    steps.some(
      ({ mode, content }) => mode !== 'task' && subject.startsWith(`[${name.en}] ${content.en} – `),
    ),
  );
}
