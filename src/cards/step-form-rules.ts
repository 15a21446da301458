import type { Option, StepForms } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../model/day.ts';
import type { Owner } from '../model/portal.ts';
import { executionStatuses } from '../model/strategy.ts';
import { longestSnoozeDays } from '../strategy/plan.ts';
import type { AccountStrategy } from './account-strategy.ts';
import type { ViewContext } from './view-context-rules.ts';

/** Dates of adjusted steps and next actions lie within so many days. */
export const longestPlanDays = 365;
/** A list to choose from, not the whole company. */
const mostOwners = 60;

/** The words and choices of what may be done with a step. */
export function stepForms(record: AccountStrategy, { words, today }: ViewContext): StepForms {
  const act = (name: 'accept' | 'log' | 'adjust' | 'snooze' | 'dismiss') =>
    words.say(`step_form.act_${name}`);
  return {
    title: words.say('step_form.title'),
    open: words.say('step_form.open'),
    act: words.say('step_form.act'),
    acts: {
      accept: act('accept'),
      log: act('log'),
      adjust: act('adjust'),
      snooze: act('snooze'),
      dismiss: act('dismiss'),
    },
    undo: words.say('step_form.undo'),
    save: words.say('manual.save'),
    saved: words.say('manual.saved'),
    failed: words.say('manual.failed'),
    dismiss: {
      reason: words.say('step_form.reason'),
      hint: words.say('step_form.reason_hint'),
      missing: words.say('step_form.reason_missing'),
    },
    snooze: {
      until: words.say('step_form.until'),
      hint: words.say('step_form.until_hint', { days: words.duration(longestSnoozeDays) }),
    },
    adjust: {
      dueOn: words.say('step_form.due'),
      owner: words.say('step_form.owner'),
      note: words.say('step_form.note'),
      missing: words.say('step_form.nothing_adjusted'),
    },
    log: {
      status: words.say('ledger.status'),
      statuses: executionStatuses.map((value) => ({
        value,
        label: words.say(`ledger.status_${value}`),
      })),
      feedback: words.say('ledger.feedback'),
      feedbackHint: words.say('step_form.feedback_hint'),
      problem: words.say('ledger.problem'),
      nextTitle: words.say('ledger.next'),
      next: words.say('step_form.next'),
      nextOwner: words.say('step_form.next_owner'),
      nextDue: words.say('step_form.next_due'),
      nextMissing: words.say('step_form.next_missing'),
    },
    owners: ownerOptions(record),
    firstDay: isoDate(today),
    lastSnoozeDay: isoDate(today + longestSnoozeDays),
    lastDay: isoDate(today + longestPlanDays),
  };
}

/** Who has to do with the account first, then the viewer's team, then the others by name. */
function ownerOptions({ owners, tasks, properties, viewerId }: AccountStrategy): Option[] {
  const active = owners.filter(({ isActive }) => isActive);
  const near = new Set([...Object.values(properties), ...tasks.map(({ ownerId }) => ownerId)]);
  const viewer = owners.find(({ userId }) => userId !== null && userId === viewerId);
  const teams = new Set(viewer?.teams.map(({ id }) => id));
  const distance = (owner: Owner) => {
    if (owner.id === viewer?.id || near.has(owner.id)) return 0;
    return owner.teams.some(({ id }) => teams.has(id)) ? 1 : 2;
  };
  return active
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, mostOwners)
    .map(({ id, name }) => ({ value: id, label: name }));
}
