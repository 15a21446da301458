import type { LedgerRow, LedgerView } from '../../extensions/app/cards/contract.ts';
import type { AccountId } from '../model/ids.ts';
import type { StepTask } from '../model/step-task.ts';
import {
  type LedgerContext,
  lateText,
  ledgerLine,
  shortened,
  statusLabel,
} from './ledger-line-rules.ts';

const shownRows = 8;
const longestText = 120;

type Account = { id: AccountId; name: string | null };

/** The account's part of the ledger: its number and name once, and for each step the other eight columns. */
export function ledgerView(
  account: Account,
  tasks: readonly StepTask[],
  context: LedgerContext,
): LedgerView {
  const { words } = context;
  const nextOf = new Map(tasks.map((task) => [task.parentKey, task]));
  const entries = tasks.filter(isInLedger).slice(0, shownRows);
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
    rows: entries.map((task) => rowOf(account, task, nextOf.get(task.key) ?? null, context)),
  };
}

/** What nobody has to do any more is no execution, and telling the manager is none either. */
function isInLedger({ kind, status }: StepTask): boolean {
  return kind !== 'escalation' && status !== 'withdrawn' && status !== 'dismissed';
}

function rowOf(
  account: Account,
  task: StepTask,
  next: StepTask | null,
  context: LedgerContext,
): LedgerRow {
  const { words } = context;
  const line = ledgerLine({ account, task, next }, context);
  const notes = [
    ['ledger.feedback', line.feedback],
    ['ledger.problem', line.problem],
    ['ledger.next', line.next],
  ] as const;
  return {
    key: task.marker,
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
