import type { LedgerRow, LedgerView } from '../../extensions/app/cards/contract.ts';
import type { Day } from '../model/day.ts';
import type { AccountId } from '../model/ids.ts';
import type { ImportedExecution } from '../model/imported-execution.ts';
import type { StepTask } from '../model/step-task.ts';
import {
  type LedgerContext,
  type LedgerEntry,
  lateText,
  ledgerLine,
  lineKey,
  shortened,
  statusLabel,
} from './ledger-line-rules.ts';

const shownRows = 8;
const longestText = 120;

type Executions = { tasks: readonly StepTask[]; imported: readonly ImportedExecution[] };
type Dated = LedgerEntry & { on: Day };
type Account = { id: AccountId; name: string | null };

/** The account's part of the ledger: its number and name once, and for each step the other eight columns. */
export function ledgerView(
  account: Account,
  { tasks, imported }: Executions,
  context: LedgerContext,
): LedgerView {
  const { words } = context;
  const nextOf = new Map(tasks.map((task) => [task.parentKey, task]));
  const entries: Dated[] = [
    ...tasks
      .filter(isInLedger)
      .map((task) => ({ on: task.dueOn, account, task, next: nextOf.get(task.key) ?? null })),
    ...imported.map((line) => ({ on: line.plannedOn, account, imported: line })),
  ];
  const latest = entries.toSorted((one, other) => other.on - one.on).slice(0, shownRows);
  const customer = [
    ['ledger.number', account.id],
    ['ledger.name', account.name ?? account.id],
  ] as const;
  return {
    title: words.say('ledger.title'),
    customer: customer
      .map(([key, value]) => words.say('unit.labelled', { label: words.say(key), value }))
      .join(' · '),
    empty: words.say('ledger.empty'),
    columns: [
      words.say('ledger.step'),
      words.say('ledger.owner'),
      words.say('ledger.planned_done'),
      words.say('ledger.status'),
      words.say('ledger.came_of_it'),
    ],
    rows: latest.map((entry) => rowOf(entry, context)),
  };
}

/** What nobody has to do any more is no execution, and telling the manager is none either. */
function isInLedger({ kind, status }: StepTask): boolean {
  return kind !== 'escalation' && status !== 'withdrawn' && status !== 'dismissed';
}

function rowOf(entry: LedgerEntry, context: LedgerContext): LedgerRow {
  const { words } = context;
  const line = ledgerLine(entry, context);
  const notes = [
    ['ledger.feedback', line.feedback],
    ['ledger.problem', line.problem],
    ['ledger.next', line.next],
  ] as const;
  return {
    key: lineKey(entry),
    step: line.step,
    owner: line.owner,
    planned: words.date(line.plannedOn),
    done: line.doneOn === null ? '–' : words.date(line.doneOn),
    status: statusLabel(line.status, words),
    late: lateText(line.daysLate, words),
    notes: notes.flatMap(([key, text]) =>
      text === '' ? [] : [{ label: words.say(key), text: shortened(text, longestText) }],
    ),
  };
}
