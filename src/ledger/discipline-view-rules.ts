import type { TextTable } from '../../extensions/app/pages/contract.ts';
import { type LedgerContext, ownerText, stepText } from '../cards/ledger-line-rules.ts';
import type { DecisionCount } from '../execution/decision-store.ts';
import { type DecisionKind, decisionKinds } from '../model/step-task.ts';
import type { StrategyCode } from '../model/strategy.ts';
import type { Window } from '../strategy/due-dates.ts';
import { executedStep, visitCompletion } from '../strategy/execution.ts';
import { ownerProperty, type RoleProblem } from '../strategy/roles.ts';
import type { JudgedTask, OwnerProblem } from './ledger-store.ts';

/** Of the visits in a manager's appraisal. */
const visitWeight = 0.2;
const mostRows = 20;

/** Visits of core accounts made on time, by owner and in all, with their weight in the appraisal. */
export function visitTable(
  visits: readonly JudgedTask[],
  window: Window,
  context: LedgerContext,
): TextTable | null {
  if (visits.length === 0) return null;
  const { words, dayOf } = context;
  const rowOf = (name: string, own: readonly JudgedTask[]) => {
    const steps = own.map((visit) => executedStep(visit, dayOf));
    const rate = visitCompletion(steps, window) ?? 0;
    const done = steps.filter(({ doneOn }) => doneOn !== null).length;
    const points = words.number(rate * visitWeight * 100, 1);
    return [name, words.number(own.length), words.number(done), words.percent(rate), points];
  };
  const groups = [...Map.groupBy(visits, ({ ownerId }) => ownerId)];
  const busiest = groups.toSorted(([, one], [, other]) => other.length - one.length);
  return {
    title: words.say('ledger.visits_title'),
    text: words.say('ledger.visits_text', {
      weight: words.percent(visitWeight),
      from: words.date(window.from),
      to: words.date(window.to),
    }),
    numbersFrom: 1,
    columns: [
      words.say('ledger.owner'),
      words.say('ledger.visits_planned'),
      words.say('ledger.visits_done'),
      words.say('ledger.visits_rate'),
      words.say('ledger.visits_points', { most: words.number(visitWeight * 100) }),
    ],
    rows: [
      rowOf(words.say('ledger.everybody'), visits),
      ...busiest.slice(0, mostRows).map(([id, own]) => rowOf(ownerText(id, context), own)),
    ],
  };
}

/** What hinders tasks from going where they should. */
export function problemTable(
  problems: readonly OwnerProblem[],
  context: LedgerContext,
): TextTable | null {
  if (problems.length === 0) return null;
  const { words } = context;
  const most = problems.toSorted((one, other) => other.tasks - one.tasks).slice(0, mostRows);
  return {
    title: words.say('ledger.problems_title'),
    text: words.say('ledger.problems_text'),
    numbersFrom: 2,
    columns: [
      words.say('ledger.problem_why'),
      words.say('ledger.problem_with'),
      words.say('ledger.problem_tasks'),
    ],
    rows: most.map((problem) => [
      whyText(problem, context),
      ownerText(problem.ownerId, context),
      words.number(problem.tasks),
    ]),
  };
}

function whyText({ problem, movedFrom }: OwnerProblem, context: LedgerContext): string {
  const { words } = context;
  const found = JSON.parse(problem ?? '[]') as RoleProblem[];
  const texts = found.map((each) => roleProblemText(each, context));
  if (movedFrom !== null) {
    texts.push(words.say('ledger.why_moved', { name: ownerText(movedFrom, context) }));
  }
  return texts.join(' · ');
}

function roleProblemText(problem: RoleProblem, context: LedgerContext): string {
  const { words } = context;
  switch (problem.code) {
    case 'deactivated_owner':
    case 'unknown_owner':
      return words.say(`ledger.why_${problem.code}`, { name: ownerText(problem.ownerId, context) });
    case 'empty_team':
      return words.say('ledger.why_empty_team', { team: problem.teamId });
    case 'empty_property':
      return words.say('ledger.why_empty_property', {
        property:
          problem.property === ownerProperty
            ? words.say('execution.record_owner')
            : problem.property,
      });
    case 'no_source':
      return words.say('ledger.why_no_source');
  }
}

/** How steps were taken up: those decided upon most often first. */
export function rateTable(
  counts: readonly DecisionCount[],
  days: number,
  context: LedgerContext,
): TextTable | null {
  if (counts.length === 0) return null;
  const { words } = context;
  const sumOf = (own: readonly DecisionCount[]) => own.reduce((sum, { times }) => sum + times, 0);
  const steps = [...Map.groupBy(counts, ({ step }) => step)];
  const most = steps.toSorted(([, one], [, other]) => sumOf(other) - sumOf(one));
  const shareOf = (own: readonly DecisionCount[], wanted: DecisionKind) =>
    words.percent(sumOf(own.filter(({ kind }) => kind === wanted)) / sumOf(own));
  return {
    title: words.say('ledger.rates_title'),
    text: words.say('ledger.rates_text', { days: words.duration(days) }),
    numbersFrom: 1,
    columns: [
      words.say('ledger.step'),
      words.say('ledger.rates_decided'),
      ...decisionKinds.map((kind) => words.say(`ledger.rates_${kind}`)),
    ],
    rows: most
      .slice(0, mostRows)
      .map(([step, own]) => [
        nameOf(step, context),
        words.number(sumOf(own)),
        ...decisionKinds.map((kind) => shareOf(own, kind)),
      ]),
  };
}

function nameOf(step: string, context: LedgerContext): string {
  const strategy = context.strategies.find(({ steps }) => steps.some(({ key }) => key === step));
  const code: StrategyCode = strategy?.code ?? 'core';
  return stepText({ title: null, strategy: code, step }, context);
}
