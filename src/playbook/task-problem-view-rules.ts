import type { Sheet } from '../../extensions/app/settings/strategy-contract.ts';
import type { TaskProblem } from '../execution/task-problem-store.ts';
import type { RoleProblem } from '../strategy/roles.ts';
import { namedOwnerProperties } from './execution-view-rules.ts';
import type { PlaybookFacts } from './playbook-facts.ts';

/** Open tasks that did not go as they should, each with what is wrong. */
export function taskProblemSheet(facts: PlaybookFacts): Sheet {
  const { words, taskProblems } = facts;
  const column = (name: 'task' | 'account' | 'due' | 'owner' | 'reason') =>
    words.say(`task_problem.${name}`);
  return {
    title: words.say('task_problem.title'),
    columns: [column('task'), column('account'), column('due'), column('owner'), column('reason')],
    rows: taskProblems.map((problem) => [
      stepText(problem, facts),
      problem.accountName ?? problem.accountId ?? '–',
      words.date(problem.dueOn),
      ownerText(problem.ownerId, facts),
      reasonText(problem, facts),
    ]),
    empty: words.say('task_problem.none'),
  };
}

function stepText({ step, title }: TaskProblem, { words, inForce }: PlaybookFacts): string {
  const steps = inForce.strategies.flatMap((strategy) => strategy.steps);
  return title ?? steps.find(({ key }) => key === step)?.content[words.locale] ?? step;
}

function ownerText(ownerId: string, { words, owners }: PlaybookFacts): string {
  const owner = owners.find(({ id }) => id === ownerId);
  return owner?.name ?? words.say('task_problem.somebody', { id: ownerId });
}

/** What HubSpot refuses has to be put right first. */
function reasonText({ refusal, ownerProblem, movedFrom }: TaskProblem, facts: PlaybookFacts) {
  const { words } = facts;
  if (refusal !== null) return words.say('task_problem.refused', { reason: refusal });
  const problems = JSON.parse(ownerProblem ?? '[]') as RoleProblem[];
  if (problems.length > 0) {
    return words.list(problems.map((problem) => problemText(problem, facts)));
  }
  return words.say('task_problem.moved', { name: ownerText(movedFrom ?? '', facts) });
}

function problemText(problem: RoleProblem, facts: PlaybookFacts): string {
  const { words } = facts;
  switch (problem.code) {
    case 'deactivated_owner':
      return words.say('task_problem.moved', { name: ownerText(problem.ownerId, facts) });
    case 'unknown_owner':
      return words.say('task_problem.unknown_owner', { id: problem.ownerId });
    case 'empty_team':
      return words.say('task_problem.empty_team', { name: teamName(problem.teamId, facts) });
    case 'empty_property':
      return words.say('task_problem.empty_property', {
        name: propertyName(problem.property, facts),
      });
    case 'no_source':
      return words.say('task_problem.no_source');
  }
}

function teamName(teamId: string, { owners }: PlaybookFacts): string {
  const teams = owners.flatMap((owner) => owner.teams);
  return teams.find(({ id }) => id === teamId)?.name ?? teamId;
}

function propertyName(property: string, facts: PlaybookFacts): string {
  return namedOwnerProperties(facts).find(({ name }) => name === property)?.label ?? property;
}
