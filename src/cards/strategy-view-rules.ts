import type { StrategyView } from '../../extensions/app/cards/contract.ts';
import type { Assessment } from '../model/assessment.ts';
import { portalId } from '../model/ids.ts';
import { workCalendar } from '../strategy/calendar.ts';
import { calendarFor } from '../strategy/execution-defaults.ts';
import { strategyLibrary } from '../strategy/library.ts';
import { type PlanFrame, situationOf } from '../strategy/plan.ts';
import {
  type NextStep,
  type Recommendation,
  recommendationOf,
  runsAsOf,
} from '../strategy/recommend.ts';
import type { ViewContext } from './view-context-rules.ts';

/** What to do next with the account and why; null while no strategy applies. */
export function strategyView(assessment: Assessment, context: ViewContext): StrategyView | null {
  const { words, today } = context;
  const situation = situationOf(assessment);
  const frame = frameOf(context);
  const runs = runsAsOf(situation, assessment.nineBoxSince, frame.library, today);
  const account = { situation, runs, signals: [], dismissed: [], snoozed: new Map() };
  const found = recommendationOf(account, frame, today);
  if (!found) return null;
  const { strategy, nextSteps } = found;
  const column = (name: 'step' | 'due' | 'owner' | 'mode') => words.say(`strategy.column_${name}`);
  return {
    title: words.say('strategy.title', { name: strategy.name[words.locale] }),
    principle: strategy.principle[words.locale],
    because: words.say('strategy.because', { facts: words.list(facts(assessment, context)) }),
    columns: [column('step'), column('due'), column('owner'), column('mode')],
    steps: nextSteps.map((step) => ({
      content: step.content[words.locale],
      due: dueText(step, found, context),
      owner: words.say(`owner_role.${step.role}`),
      mode: modeText(step, context),
    })),
  };
}

function frameOf({ portal }: ViewContext): PlanFrame {
  return {
    // Only keys of tasks name the portal, and a card makes none.
    portalId: portalId(0),
    library: Object.values(strategyLibrary),
    calendar: workCalendar(calendarFor(portal)),
    events: [],
  };
}

function facts({ value, potential, risk }: Assessment, { words }: ViewContext): string[] {
  const level = (key: 'high' | 'mid' | 'medium' | 'low') => ({
    level: words.say(`level.${key}`).toLowerCase(),
  });
  const found: string[] = [];
  if (value) found.push(words.say('strategy.fact_value', level(value.tier)));
  if (potential) found.push(words.say('strategy.fact_potential', level(potential.tier)));
  if (risk?.level) found.push(words.say('strategy.fact_risk', level(risk.level)));
  return found;
}

/** A win-back has not begun before somebody takes it up: its days count from then. */
function dueText(
  { dueOn }: NextStep,
  { strategy, because }: Recommendation,
  { words, today }: ViewContext,
): string {
  if (dueOn === null) return words.say('strategy.by_workflow');
  if (strategy.code === 'win_back' && because.since === today) {
    return words.count('strategy.within', dueOn - today);
  }
  return words.date(dueOn);
}

function modeText({ mode, needsApproval }: NextStep, { words }: ViewContext): string {
  const text = words.say(`step_mode.${mode}`);
  return needsApproval ? words.say('strategy.approval', { mode: text }) : text;
}
