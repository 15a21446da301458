import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Assessment } from '../model/assessment.ts';
import type { AccountId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { StepDecision, StepTask } from '../model/step-task.ts';
import { localeOf, type Words, wordsIn } from '../words/words.ts';
import type { DecisionStore } from './decision-store.ts';
import type { StrategyStore } from './strategy-store.ts';
import type { TaskAccountStore } from './task-account-store.ts';
import type { TaskStore } from './task-store.ts';
import { type TaskFacts, taskBody, taskSubject } from './task-text-rules.ts';

export type DescribeDeps = {
  assessments: Pick<AssessmentStore, 'findMany'>;
  decisions: Pick<DecisionStore, 'listSince'>;
  portals: Pick<PortalStore, 'find' | 'listOwners'>;
  strategies: Pick<StrategyStore, 'read'>;
  taskAccounts: TaskAccountStore;
  tasks: Pick<TaskStore, 'findMany'>;
  /** Why an account is where it is, the most important first. */
  reasonsOf: (assessment: Assessment, words: Words) => string[];
};

export type TaskText = { subject: string; body: string; accountIds: AccountId[] };

/** What tasks say, in the portal's language; by the key of the task. */
export async function describeTasks(
  deps: DescribeDeps,
  portal: Portal,
  tasks: readonly StepTask[],
): Promise<Map<string, TaskText>> {
  const words = wordsIn(localeOf(portal.locale));
  const { id, uiDomain } = portal;
  const recordUrl = `https://${uiDomain}/contacts/${id}/record`;
  const linkTo = (accountId: AccountId) => `${recordUrl}/0-2/${accountId}`;
  const ticketLink = (ticketId: string) => `${recordUrl}/0-5/${ticketId}`;
  const factsOf = await readFacts(deps, portal, tasks, words);
  return new Map(
    tasks.map((task) => {
      const facts = factsOf(task);
      const context = { words, linkTo, ticketLink };
      const accountIds = facts.accounts.map((account) => account.id);
      const text = { subject: taskSubject(facts, context), body: taskBody(facts, context) };
      return [task.key, { ...text, accountIds }];
    }),
  );
}

async function readFacts(
  deps: DescribeDeps,
  { id }: Portal,
  tasks: readonly StepTask[],
  words: Words,
): Promise<(task: StepTask) => TaskFacts> {
  const own = tasks.flatMap(({ accountId }) => accountId ?? []);
  const merged = tasks.filter(({ accountId }) => accountId === null).map(({ key }) => key);
  const parentKeys = tasks.flatMap(({ kind, parentKey }) =>
    kind === 'escalation' && parentKey !== null ? [parentKey] : [],
  );
  const { strategies } = await deps.strategies.read(id);
  const names = await deps.taskAccounts.namesOf(id, own);
  const subjects = await deps.taskAccounts.subjectsOf(id, merged);
  const assessed = await deps.assessments.findMany(id, own);
  const decided = await deps.decisions.listSince(id, own, 0);
  const parents = new Map((await deps.tasks.findMany(id, parentKeys)).map((one) => [one.key, one]));
  const owners = parents.size === 0 ? [] : await deps.portals.listOwners(id);

  const accountsOf = ({ key, accountId }: StepTask) =>
    accountId === null
      ? (subjects.get(key) ?? []).map((one) => ({ id: one.accountId, name: one.name }))
      : [{ id: accountId, name: names.get(accountId) ?? null }];
  const reasonsOf = (accountId: AccountId) => {
    const stored = assessed.get(accountId);
    return stored ? deps.reasonsOf(stored.assessment, words) : [];
  };
  return (task) => {
    const { accountId } = task;
    const strategy = strategies.find(({ code }) => code === task.strategy);
    const lateOwnerId = parents.get(task.parentKey ?? '')?.ownerId;
    return {
      task,
      strategy,
      step: strategy?.steps.find(({ key }) => key === task.step),
      accounts: accountsOf(task),
      reasons: accountId === null ? [] : reasonsOf(accountId),
      adjustments: accountId === null ? [] : adjustmentsOf(task, decided.get(accountId)),
      lateOwner: owners.find((owner) => owner.id === lateOwnerId)?.name ?? null,
    };
  };
}

function adjustmentsOf({ key }: StepTask, decisions: readonly StepDecision[] = []): string[] {
  return decisions
    .filter(({ kind, stepKey }) => kind === 'adjust' && stepKey === key)
    .flatMap(({ note }) => note ?? []);
}
