import type { Label } from '../../extensions/app/cards/contract.ts';
import type { Day } from '../model/day.ts';
import type { AccountId } from '../model/ids.ts';
import type { ImportedExecution } from '../model/imported-execution.ts';
import type { StepTask } from '../model/step-task.ts';
import type { ExecutionStatus, Strategy } from '../model/strategy.ts';
import { daysLate, executedStep, shownStatus } from '../strategy/execution.ts';
import { taskText } from '../strategy/recommend.ts';
import type { Words } from '../words/words.ts';

/** What lines of the ledger are said from. */
export type LedgerContext = {
  words: Words;
  today: Day;
  dayOf: (instantMs: number) => Day;
  strategies: readonly Strategy[];
  ownerNames: ReadonlyMap<string, string>;
};

/** A task with the one that follows from it, or a line of a ledger that was kept elsewhere. */
export type LedgerEntry = { account: { id: AccountId; name: string | null } } & (
  | { task: StepTask; next: StepTask | null }
  | { imported: ImportedExecution }
);

/** The ten columns of the ledger, in their order; texts that are not there are empty. */
export type LedgerLine = {
  number: string;
  name: string;
  step: string;
  owner: string;
  plannedOn: Day;
  doneOn: Day | null;
  status: ExecutionStatus;
  feedback: string;
  problem: string;
  next: string;
  daysLate: number;
};

export function ledgerLine(entry: LedgerEntry, context: LedgerContext): LedgerLine {
  const { id, name } = entry.account;
  const line = 'task' in entry ? lineOfTask(entry, context) : importedLine(entry.imported, context);
  return { number: id, name: name ?? id, ...line };
}

/** Names a line among those of its account. */
export function lineKey(entry: LedgerEntry): string {
  return 'task' in entry ? entry.task.marker : entry.imported.key;
}

type OwnLine = Omit<LedgerLine, 'number' | 'name'>;

function lineOfTask(
  { task, next }: { task: StepTask; next: StepTask | null },
  context: LedgerContext,
): OwnLine {
  const { words, today, dayOf } = context;
  const executed = executedStep(task, dayOf);
  return {
    step: stepText(task, context),
    owner: ownerText(task.ownerId, context),
    plannedOn: task.plannedOn,
    doneOn: executed.doneOn,
    status: shownStatus(executed, today),
    feedback: task.feedback ?? '',
    problem: task.problem ?? '',
    next: next
      ? words.say('ledger.next_text', {
          what: stepText(next, context),
          who: ownerText(next.ownerId, context),
          date: words.date(next.dueOn),
        })
      : '',
    daysLate: daysLate(executed, today),
  };
}

function importedLine(imported: ImportedExecution, context: LedgerContext): OwnLine {
  const { step, ownerId, ownerName, plannedOn, doneOn, feedback, problem, nextAction } = imported;
  return {
    step,
    owner: ownerId === null && ownerName !== null ? ownerName : ownerText(ownerId ?? '', context),
    plannedOn,
    doneOn,
    status: shownStatus(imported, context.today),
    feedback: feedback ?? '',
    problem: problem ?? '',
    next: nextAction ?? '',
    daysLate: daysLate(imported, context.today),
  };
}

export function stepText(
  task: Pick<StepTask, 'title' | 'strategy' | 'step'>,
  { strategies, words }: Pick<LedgerContext, 'strategies' | 'words'>,
): string {
  return taskText(task, strategies, words.locale);
}

export function ownerText(
  ownerId: string,
  { ownerNames, words }: Pick<LedgerContext, 'ownerNames' | 'words'>,
): string {
  return ownerId === '' ? words.say('ledger.nobody') : (ownerNames.get(ownerId) ?? ownerId);
}

const tones: Record<ExecutionStatus, Label['tone']> = {
  not_started: 'neutral',
  in_progress: 'neutral',
  done: 'good',
  deferred: 'watch',
};

export function statusLabel(status: ExecutionStatus, words: Words): Label {
  return { text: words.say(`ledger.status_${status}`), tone: tones[status] };
}

export function lateText(days: number, words: Words): string | null {
  return days > 0 ? words.count('ledger.late', days) : null;
}

/** The names of the ten columns. */
export function ledgerColumns(words: Words): string[] {
  return [
    words.say('ledger.number'),
    words.say('ledger.name'),
    words.say('ledger.step'),
    words.say('ledger.owner'),
    words.say('ledger.planned'),
    words.say('ledger.done'),
    words.say('ledger.status'),
    words.say('ledger.feedback'),
    words.say('ledger.problem'),
    words.say('ledger.next'),
  ];
}

/** What somebody wrote, as far as a row has room for it. */
export function shortened(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest).join('')}…`;
}
