import type { StepAct, StepView } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../model/day.ts';
import type { AccountId } from '../model/ids.ts';
import { isOpen, type StepDecision, type StepTask } from '../model/step-task.ts';
import { daysLate, executedStep, shownStatus } from '../strategy/execution.ts';
import { type NextStep, openSteps, type Recommendation } from '../strategy/recommend.ts';
import { resolveRole } from '../strategy/roles.ts';
import { leadingRun } from '../strategy/runs.ts';
import type { AccountStrategy } from './account-strategy.ts';
import {
  type LedgerContext,
  lateText,
  ownerText,
  statusLabel,
  stepText,
} from './ledger-line-rules.ts';

export type StepContext = LedgerContext & {
  record: AccountStrategy;
  found: Recommendation;
  accountId: AccountId;
};

const leastSteps = 3;
const mostOpen = 6;
const mostDismissed = 3;
const mostToTell = 2;
/** So long after it was done somebody still knows what came of it. */
const toldWithinDays = 14;

/** What is open, what comes next, what is done and not told of, and what was decided against. */
export function stepViews(context: StepContext): StepView[] {
  const { record, found } = context;
  const open = openSteps(record.tasks).slice(0, mostOpen);
  const comingUp = found.nextSteps.slice(0, Math.max(0, leastSteps - open.length));
  return [
    ...open.map((task) => taskView(task, context)),
    ...comingUp.map((step) => plannedView(step, context)),
    ...untold(context).map((task) => taskView(task, context)),
    ...dismissals(context).map((decision) => dismissedView(decision, context)),
  ];
}

function untold({ record, today, dayOf }: StepContext): StepTask[] {
  const isFresh = (at: number | null) => at !== null && today - dayOf(at) <= toldWithinDays;
  return record.tasks
    .filter(
      ({ kind, status, feedback, completedAt }) =>
        kind !== 'escalation' && status === 'done' && feedback === null && isFresh(completedAt),
    )
    .slice(0, mostToTell);
}

function taskView(task: StepTask, context: StepContext): StepView {
  const { words, today, dayOf, record } = context;
  const { strategy, step, key, role } = task;
  const executed = executedStep(task, dayOf);
  return {
    strategy,
    step,
    stepKey: key,
    content: stepText(task, context),
    detail: words.say(`step_mode.${task.mode}`),
    due: words.date(task.dueOn),
    late: lateText(daysLate(executed, today), words),
    owner: ownerText(task.ownerId, context),
    role: words.say(`owner_role.${role}`),
    status: statusLabel(shownStatus(executed, today), words),
    decided: decidedOn(task, context),
    acts: record.mayWrite ? actsOf(task) : [],
    task: {
      dueOn: isoDate(Math.max(task.dueOn, today)),
      ownerId: task.ownerId,
      hasNextAction: record.tasks.some(({ parentKey, kind }) => {
        return kind === 'next_action' && parentKey === key;
      }),
    },
  };
}

/** A merged task is not one account's to decide, nor to report. What is begun is not decided against. */
function actsOf({ accountId, status }: StepTask): StepAct[] {
  if (accountId === null) return [];
  if (status === 'done') return ['log'];
  const acts: StepAct[] = ['accept', 'log', 'adjust', 'snooze'];
  return status === 'in_progress' ? acts : [...acts, 'dismiss'];
}

function plannedView(next: NextStep, context: StepContext): StepView {
  const { words, record, found } = context;
  const { step, key, role, mode, needsApproval } = next;
  const way = words.say(`step_mode.${mode}`);
  const acts: StepAct[] = key === null ? ['accept', 'dismiss'] : ['accept', 'snooze', 'dismiss'];
  return {
    strategy: found.strategy.code,
    step,
    stepKey: key,
    content: next.content[words.locale],
    detail: needsApproval ? words.say('strategy.approval', { mode: way }) : way,
    due: dueText(next, context),
    late: null,
    owner: personOf(next, context),
    role: words.say(`owner_role.${role}`),
    status: { text: words.say('strategy.planned'), tone: 'neutral' },
    decided: decidedOn({ key, step }, context),
    acts: record.mayWrite ? acts : [],
    task: null,
  };
}

/** A win-back that is not at work begins when somebody takes it up: its days count from then. */
function dueText({ dueOn }: NextStep, { found, record, words, today }: StepContext): string {
  if (dueOn === null) return words.say('strategy.by_workflow');
  if (found.strategy.code === 'win_back' && !leadingRun(record.plan.runs)) {
    return words.count('strategy.within', dueOn - today);
  }
  return words.date(dueOn);
}

function personOf({ role }: NextStep, context: StepContext): string {
  const { record, accountId } = context;
  const owners = record.owners.map(({ id, isActive, teams }) => ({
    id,
    isActive,
    teamIds: teams.map((team) => team.id),
  }));
  const account = { accountId, properties: record.properties };
  return ownerText(resolveRole(role, account, record.roles, owners).ownerId, context);
}

function dismissals({ record, today }: StepContext): StepDecision[] {
  const open = record.tasks.filter(({ status }) => isOpen(status));
  const latest = new Map(
    record.decisions
      .filter(({ kind, decidedOn }) => kind === 'dismiss' && today < decidedOn + dismissedDays)
      .map((decision) => [decision.step, decision]),
  );
  return [...latest.values()]
    .filter(({ stepKey }) => stepKey === null || !open.some(({ key }) => key === stepKey))
    .slice(-mostDismissed);
}

/** As long as a dismissed step stays away. */
const dismissedDays = 90;

function dismissedView(decision: StepDecision, context: StepContext): StepView {
  const { words } = context;
  const { strategy, step, stepKey } = decision;
  return {
    strategy,
    step,
    stepKey,
    content: stepText({ title: null, strategy, step }, context),
    detail: '',
    due: '–',
    late: null,
    owner: '–',
    role: '',
    status: { text: words.say('strategy.dismissed'), tone: 'neutral' },
    decided: decidedText(decision, context),
    acts: [],
    task: null,
  };
}

/** The newest decision on an occasion; a dismissal stands in a line of its own. */
function decidedOn(
  { key, step }: { key: string | null; step: string },
  context: StepContext,
): StepView['decided'] {
  const own = context.record.decisions.findLast(
    (decision) =>
      decision.kind !== 'dismiss' &&
      (key === null
        ? decision.stepKey === null && decision.step === step
        : decision.stepKey === key),
  );
  return own ? decidedText(own, context) : null;
}

function decidedText(
  { id, kind, untilOn, ownerId, note, authorId, decidedOn: day }: StepDecision,
  context: StepContext,
): NonNullable<StepView['decided']> {
  const { words, record } = context;
  const author = record.owners.find(({ userId }) => userId === authorId);
  const name = author?.name ?? words.say('manual.user', { id: `${authorId}` });
  const parts = [
    words.say(`strategy.decided_${kind}`, { name, date: words.date(day) }),
    untilOn === null ? '' : words.say('strategy.decided_until', { date: words.date(untilOn) }),
    ownerId === null ? '' : ownerText(ownerId, context),
    note ?? '',
  ];
  return { id, text: parts.filter((part) => part !== '').join(' · ') };
}
