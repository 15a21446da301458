import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { type Day, dayMs } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { decisionKinds, isOpen, type StepDecision, type StepTask } from '../model/step-task.ts';
import { executionStatuses, type Strategy } from '../model/strategy.ts';
import { longestSnoozeDays } from '../strategy/plan.ts';
import { dayOutside } from './card-refusal-rules.ts';
import { longestPlanDays } from './step-form-rules.ts';

const longestNote = 500;
const longestFeedback = 2_000;
const longestTitle = 200;

const Id = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const OwnerId = z.string().regex(/^\d{1,20}$/);
const DayOf = z.iso.date().transform((date) => Date.parse(date) / dayMs);
const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullable()
    .default(null)
    .transform((said) => said || null);

export const DecisionBody = z.object({
  id: Id,
  kind: z.enum(decisionKinds),
  strategy: z.string().max(40),
  step: z.string().max(80),
  stepKey: z.string().max(400).nullable().default(null),
  untilOn: DayOf.nullable().default(null),
  ownerId: OwnerId.nullable().default(null),
  note: text(longestNote),
});
export type DecisionBody = z.infer<typeof DecisionBody>;

export const UndoBody = z.object({ id: Id });

export const ExecutionBody = z.object({
  taskKey: z.string().min(1).max(400),
  status: z.enum(executionStatuses).nullable().default(null),
  feedback: text(longestFeedback),
  problem: text(longestFeedback),
  nextAction: z
    .object({ title: z.string().trim().min(1).max(longestTitle), ownerId: OwnerId, dueOn: DayOf })
    .nullable()
    .default(null),
});
export type ExecutionBody = z.infer<typeof ExecutionBody>;

/** What a decision is judged by. */
export type DecisionFacts = {
  portalId: PortalId;
  accountId: AccountId;
  today: Day;
  strategies: readonly Strategy[];
  tasks: readonly StepTask[];
};

type Chosen = Pick<StepDecision, 'strategy' | 'untilOn' | 'ownerId' | 'note'>;

/** What a decision means, without what its kind has no use for; throws what is wrong with it. */
export function checkedDecision(body: DecisionBody, facts: DecisionFacts): Chosen {
  const strategy = strategyOf(body, facts);
  const nothing: Chosen = { strategy, untilOn: null, ownerId: null, note: null };
  switch (body.kind) {
    case 'accept':
      return nothing;
    case 'dismiss':
      if (body.note === null) {
        throw new Refusal(400, (words) => words.say('step_form.reason_missing'));
      }
      return { ...nothing, note: body.note };
    case 'snooze':
      return { ...nothing, untilOn: snoozedUntil(body, facts), note: body.note };
    case 'adjust':
      return { ...nothing, ...adjustment(body, facts) };
  }
}

/** The step has to be one of the portal's, and the occasion one of the account's. */
function strategyOf({ strategy, step, stepKey }: DecisionBody, facts: DecisionFacts) {
  const { portalId, accountId, strategies, tasks } = facts;
  const known = strategies.find(({ code }) => code === strategy);
  const isOwn = tasks.some((task) => task.key === stepKey && task.accountId === accountId);
  const isStep = known?.steps.some(({ key }) => key === step) ?? false;
  const isOccasion = stepKey === null || stepKey.startsWith(`${portalId}:${accountId}:`);
  if (!known || !(isOwn || (isStep && isOccasion))) {
    throw new Refusal(404, (words) => words.say('refusal.no_step'));
  }
  return known.code;
}

function snoozedUntil({ stepKey, untilOn }: DecisionBody, { today }: DecisionFacts): Day {
  const latest = today + longestSnoozeDays;
  if (stepKey === null || untilOn === null || untilOn <= today || untilOn > latest) {
    throw dayOutside(longestSnoozeDays);
  }
  return untilOn;
}

function adjustment({ stepKey, untilOn, ownerId, note }: DecisionBody, facts: DecisionFacts) {
  const { accountId, tasks, today } = facts;
  const task = tasks.find(({ key }) => key === stepKey);
  if (task?.accountId !== accountId || !isOpen(task.status)) {
    throw new Refusal(409, (words) => words.say('refusal.task_closed'));
  }
  if (untilOn === null && ownerId === null && note === null) {
    throw new Refusal(400, (words) => words.say('step_form.nothing_adjusted'));
  }
  if (untilOn !== null) checkPlanned(untilOn, today);
  return { untilOn, ownerId, note };
}

export function checkPlanned(day: Day, today: Day): void {
  if (day < today || day > today + longestPlanDays) {
    throw dayOutside(longestPlanDays);
  }
}
