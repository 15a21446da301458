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
  /** The word in its text that stands for the step and account it is of. */
  reference: string;
  /** When it was completed or opened again, the first of them its creation. */
  turns: readonly { isOpen: boolean; at: number }[];
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
  const past = (name: string) => portal.history.of(TASK, id, name).toReversed();
  return {
    ...named(subject),
    id,
    subject,
    reference: /\bms[0-9a-f]{24}\b/.exec(text('hs_task_body'))?.[0] ?? '',
    companyIds: [...portal.links.between(TASK, COMPANY).of(row)].map((link) =>
      companies.idOf(link.row),
    ),
    createdAt: table.createdAt(row),
    turns: past('hs_task_status').map(({ value, timestamp }) => ({
      isOpen: value !== 'COMPLETED',
      at: timestamp,
    })),
    isWithdrawn: /Withdrawn by Mainstay/.test(text('hs_task_body')),
    owners: past('hubspot_owner_id').map(({ value, timestamp }) => ({
      ownerId: value ?? '',
      since: timestamp,
    })),
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
  const references = new Set(steps.map(({ reference }) => reference));
  return {
    tasksCreated: steps.length,
    duplicates: steps.length - references.size,
    unrecognised: tasks.filter(({ kind }) => kind === 'other').length,
    perStrategy: countBy(steps, ({ strategy }) => strategy),
    perStep: countBy(steps, ({ step }) => step),
    withdrawn: steps.filter(({ isWithdrawn }) => isWithdrawn).length,
    moved: steps.filter(({ owners }) => owners.length > 1).length,
    escalated: tasks.filter(({ kind }) => kind === 'escalation').length,
  };
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

/** How a task came onto tables and went from them: given, passed on, completed, opened again. */
function turnsOf({ owners, turns }: SeenTask): Turn[] {
  const moments = [...new Set([...owners.map(({ since }) => since), ...turns.map(({ at }) => at)])];
  const found: Turn[] = [];
  let before: string | undefined;
  for (const at of moments.sort((one, other) => one - other)) {
    const isOpen = turns.findLast((turn) => turn.at <= at)?.isOpen ?? true;
    const ownerId = isOpen ? owners.findLast(({ since }) => since <= at)?.ownerId : undefined;
    if (ownerId === before) continue;
    if (before !== undefined) found.push({ at, ownerId: before, open: -1, isNew: false });
    if (ownerId !== undefined) found.push({ at, ownerId, open: 1, isNew: found.length === 0 });
    before = ownerId;
  }
  return found;
}
