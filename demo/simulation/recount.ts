import { COMPANY, TASK } from '../../sandbox/object-types.ts';
import type { Portal } from '../../sandbox/portal.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';

/** A task as the portal shows it; what is counted is read off its text, as a person would. */
export type SeenTask = {
  id: number;
  kind: 'step' | 'escalation' | 'other';
  strategy: string;
  step: string;
  period: string;
  subject: string;
  companyIds: readonly number[];
  createdAt: number;
  /** null while it is open. */
  completedAt: number | null;
  isWithdrawn: boolean;
  /** Who had it from when on, the first at its creation. */
  owners: readonly { ownerId: string; since: number }[];
};

export type Recount = {
  tasksCreated: number;
  duplicates: number;
  unrecognised: number;
  perStrategy: Record<string, number>;
  perStep: Record<string, number>;
  withdrawn: number;
  moved: number;
  escalated: number;
};

/** Every task of the portal, whoever made it. */
export function tasksOf(portal: Portal): SeenTask[] {
  const table = portal.table(TASK);
  return Array.from({ length: table.rows() }, (_, row) => row)
    .filter((row) => table.isLive(row))
    .map((row) => seenTask(portal, row));
}

function seenTask(portal: Portal, row: number): SeenTask {
  const table = portal.table(TASK);
  const companies = portal.table(COMPANY);
  const text = (name: string) => table.get(row, name) ?? '';
  const id = table.idOf(row);
  const subject = text('hs_task_subject');
  const owners = portal.history
    .of(TASK, id, 'hubspot_owner_id')
    .map(({ value, timestamp }) => ({ ownerId: value ?? '', since: timestamp }))
    .reverse();
  const completed = text('hs_task_completion_date');
  return {
    ...named(subject),
    id,
    subject,
    companyIds: [...portal.links.between(TASK, COMPANY).of(row)].map((link) =>
      companies.idOf(link.row),
    ),
    createdAt: table.createdAt(row),
    completedAt: completed === '' ? null : Date.parse(completed),
    isWithdrawn: /Withdrawn by Mainstay/.test(text('hs_task_body')),
    owners,
  };
}

/** `[Core customers] Monthly proactive visit or call – Acme (2026-11)`. */
function named(subject: string): Pick<SeenTask, 'kind' | 'strategy' | 'step' | 'period'> {
  const period = /\(([^()]*)\)$/.exec(subject)?.[1] ?? '';
  if (subject.startsWith('Overdue: ')) {
    return { kind: 'escalation', strategy: '', step: '', period };
  }
  for (const strategy of Object.values(strategyLibrary)) {
    const type = `[${strategy.name.en}] `;
    if (!subject.startsWith(type)) continue;
    const rest = subject.slice(type.length);
    const step = strategy.steps.find(({ content }) => rest.startsWith(`${content.en} – `));
    if (step) return { kind: 'step', strategy: strategy.code, step: step.key, period };
  }
  return { kind: 'other', strategy: '', step: '', period };
}

export function recount(tasks: readonly SeenTask[]): Recount {
  const steps = tasks.filter(({ kind }) => kind === 'step');
  const occasions = new Set(steps.map(occasionOf));
  return {
    tasksCreated: steps.length,
    duplicates: steps.length - occasions.size,
    unrecognised: tasks.filter(({ kind }) => kind === 'other').length,
    perStrategy: countBy(steps, ({ strategy }) => strategy),
    perStep: countBy(steps, ({ step }) => step),
    withdrawn: steps.filter(({ isWithdrawn }) => isWithdrawn).length,
    moved: steps.filter(({ owners }) => owners.length > 1).length,
    escalated: tasks.filter(({ kind }) => kind === 'escalation').length,
  };
}

/** A merged task is its first owner's; the others are their company's. */
function occasionOf({ step, period, companyIds, owners }: SeenTask): string {
  const whose = companyIds.length === 1 ? companyIds[0] : owners[0]?.ownerId;
  return [step, period, whose].join('/');
}

function countBy<Item>(items: readonly Item[], nameOf: (item: Item) => string) {
  const counts: Record<string, number> = {};
  for (const name of items.map(nameOf).sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const newADay = 5;
const openAtOnce = 20;

/** Days on which an owner was given more than agreed, or something on top of a full table. */
export function ownerDaysOverBudget(
  tasks: readonly SeenTask[],
  dayAt: (ms: number) => number,
): number {
  const steps = tasks.filter(({ kind }) => kind === 'step');
  const given = countBy(steps, (task) => `${task.owners[0]?.ownerId}/${dayAt(task.createdAt)}`);
  const over = new Set(Object.keys(given).filter((day) => (given[day] ?? 0) > newADay));
  for (const { ownerId, at } of fullTables(steps)) over.add(`${ownerId}/${dayAt(at)}`);
  return over.size;
}

type Turn = { at: number; ownerId: string; open: 1 | -1; isNew: boolean };

/** When somebody who had the most there may be was given one more. */
function fullTables(tasks: readonly SeenTask[]): { ownerId: string; at: number }[] {
  const turns = tasks
    .flatMap(turnsOf)
    .sort((one, other) => one.at - other.at || one.open - other.open);
  const open = new Map<string, number>();
  const found: { ownerId: string; at: number }[] = [];
  for (const { at, ownerId, open: change, isNew } of turns) {
    const count = (open.get(ownerId) ?? 0) + change;
    open.set(ownerId, count);
    if (isNew && count > openAtOnce) found.push({ ownerId, at });
  }
  return found;
}

function turnsOf({ owners, completedAt, createdAt }: SeenTask): Turn[] {
  return owners.flatMap(({ ownerId, since }, index) => {
    const isNew = index === 0;
    const until = owners[index + 1]?.since ?? completedAt;
    const comes: Turn = { at: isNew ? createdAt : since, ownerId, open: 1, isNew };
    return until === null ? [comes] : [comes, { at: until, ownerId, open: -1, isNew: false }];
  });
}
