import type { AccountId } from '../model/ids.ts';
import type { StepTask } from '../model/step-task.ts';
import type { Strategy, StrategyStep } from '../model/strategy.ts';
import type { Words } from '../words/words.ts';

/** Everything a task's text is made of. */
export type TaskFacts = {
  task: StepTask;
  strategy: Strategy | undefined;
  step: StrategyStep | undefined;
  accounts: readonly { id: AccountId; name: string | null }[];
  /** Why the account is where it is, the most important first. */
  reasons: readonly string[];
  /** How somebody adjusted the step. */
  adjustments: readonly string[];
  /** Who has the task it escalates. */
  lateOwner: string | null;
};

export type TextContext = {
  words: Words;
  linkTo: (accountId: AccountId) => string;
  ticketLink: (ticketId: string) => string;
};

const shownReasons = 2;
const shownAccounts = 100;
const isDated = /^\d{4}-(Q[1-4]|\d{2})$/;

/** `[type] step – company (period)`; a next action is called what somebody called it. */
export function taskSubject(facts: TaskFacts, { words }: TextContext): string {
  const { task, accounts, strategy } = facts;
  const what = task.title ?? stepText(facts, words);
  const who = accounts[0]?.name ?? accounts[0]?.id ?? '';
  if (task.kind === 'next_action') return words.say('task.next_action', { what, who });
  if (isBreach(task)) return words.say('task.breach', { who });
  if (task.kind === 'escalation') return words.say('task.escalation', { what, who });
  const named = { type: strategy?.name[words.locale] ?? '', what, period: periodText(task, words) };
  if (task.accountId !== null) return words.say('task.subject', { ...named, who });
  return words.count('task.merged_subject', accounts.length, named);
}

/** What tells the manager of a ticket, and not of somebody's task. */
function isBreach({ kind, parentKey }: StepTask): boolean {
  return kind === 'escalation' && parentKey === null;
}

/** Why, what to look at, where; and the word by which the task is found again. */
export function taskBody(facts: TaskFacts, context: TextContext): string {
  const { task, step, reasons } = facts;
  const { words } = context;
  const isStep = task.kind === 'step';
  const checklist = isStep ? (step?.checklist ?? []).map((text) => text[words.locale]) : [];
  return [
    ...notes(facts, words).map(paragraph),
    ...(isStep ? listed(words.say('task.why'), reasons.slice(0, shownReasons)) : []),
    ...listed(words.say('task.checklist'), checklist),
    ...ticketLine(task, context),
    ...accountLines(facts, context),
    paragraph(words.say('task.reference', { marker: task.marker })),
  ].join('');
}

function stepText({ step, strategy }: TaskFacts, { locale }: Words): string {
  return step?.content[locale] ?? strategy?.principle[locale] ?? '';
}

function periodText({ period, plannedOn }: StepTask, words: Words): string {
  return isDated.test(period) ? period : words.date(plannedOn);
}

/** Why nobody has to do a task any more, as it says; null where it says nothing of the kind. */
export function endedNote({ whyEnded }: StepTask, words: Words): string | null {
  if (whyEnded === null || whyEnded === 'deleted_in_hubspot') return null;
  return words.say(`task.ended_${whyEnded}`);
}

/** What is special about a task. */
function notes({ task, step, adjustments, lateOwner }: TaskFacts, words: Words): string[] {
  const found: string[] = [];
  const ended = endedNote(task, words);
  if (ended !== null) found.push(ended);
  if (isBreach(task)) found.push(words.say('task.breach_text'));
  else if (task.kind === 'escalation') {
    const date = words.date(task.plannedOn);
    found.push(words.say('task.escalation_text', { owner: lateOwner ?? '–', date }));
  }
  if (task.kind === 'step' && step?.needsApproval) found.push(words.say('task.needs_approval'));
  found.push(...adjustments.map((note) => words.say('task.adjusted', { note })));
  if (task.movedFrom !== null) found.push(words.say('task.moved'));
  return found;
}

function ticketLine(task: StepTask, { words, ticketLink }: TextContext): string[] {
  const [, ticketId] = /^ticket-(.+)$/.exec(task.period) ?? [];
  if (ticketId === undefined) return [];
  const url = escaped(ticketLink(ticketId));
  return [`<p><a href="${url}">${escaped(words.say('task.open_ticket'))}</a></p>`];
}

function accountLines({ task, accounts }: TaskFacts, { words, linkTo }: TextContext): string[] {
  const link = ({ id, name }: TaskFacts['accounts'][number], text: string) =>
    `<a href="${escaped(linkTo(id))}">${escaped(text || name || id)}</a>`;
  const [only] = accounts;
  if (task.accountId !== null && only) return [`<p>${link(only, words.say('task.open'))}</p>`];
  const items = accounts.slice(0, shownAccounts).map((account) => link(account, ''));
  const more = accounts.length - items.length;
  if (more > 0) items.push(escaped(words.count('task.more_accounts', more)));
  return items.length === 0
    ? []
    : [paragraph(words.say('task.accounts')), `<ul>${items.map(item).join('')}</ul>`];
}

function listed(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const items = texts.map((text) => item(escaped(text))).join('');
  return [paragraph(title), `<ul>${items}</ul>`];
}

const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
const item = (html: string) => `<li>${html}</li>`;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
