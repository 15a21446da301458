import type { Message, MessageLine } from '../model/channel.ts';
import type { Day } from '../model/day.ts';
import type { Strategy } from '../model/strategy.ts';
import type { DigestStore, DueTask } from './digest-store.ts';
import { type MessageContext, nameOf, recordUrl } from './message-view-rules.ts';

export type DigestFacts = {
  owner: string;
  week: Day;
  changed: number;
  atRisk: Awaited<ReturnType<DigestStore['atRisk']>>;
  tasks: Awaited<ReturnType<DigestStore['tasks']>>;
};

/** What an owner should know at the beginning of a week; null when there is nothing to say. */
export function digestMessage(
  facts: DigestFacts,
  strategies: readonly Strategy[],
  context: MessageContext,
): Message | null {
  const { words } = context;
  const lines = [
    ...changedLines(facts, context),
    ...riskLines(facts, context),
    ...taskLines(facts, strategies, context),
  ];
  if (lines.length === 0) return null;
  const values = { owner: facts.owner, day: words.date(facts.week) };
  return { title: words.say('announce.digest_title', values), lines };
}

function changedLines({ changed }: DigestFacts, { words }: MessageContext): MessageLine[] {
  if (changed === 0) return [];
  return [{ text: words.count('announce.digest_changed', changed), url: null }];
}

function riskLines({ atRisk }: DigestFacts, context: MessageContext): MessageLine[] {
  const { words, portal } = context;
  if (atRisk.accounts === 0) return [];
  const amount = words.money(atRisk.amount, portal.currency);
  return [
    { text: words.count('announce.digest_at_risk', atRisk.accounts, { amount }), url: null },
    ...atRisk.first.map((account) => ({
      text: words.say('announce.digest_account', {
        name: nameOf(account, words),
        amount: words.money(account.revenueAtRisk, portal.currency),
      }),
      url: recordUrl(context, account.accountId),
    })),
  ];
}

function taskLines(
  { tasks }: DigestFacts,
  strategies: readonly Strategy[],
  context: MessageContext,
): MessageLine[] {
  const { words } = context;
  if (tasks.due + tasks.late === 0) return [];
  const late = words.count('announce.digest_late', tasks.late);
  return [
    { text: words.count('announce.digest_tasks', tasks.due, { late }), url: null },
    ...tasks.first.map((task) => ({
      text: taskText(task, strategies, context),
      url: task.accountId === null ? null : recordUrl(context, task.accountId),
    })),
  ];
}

function taskText(task: DueTask, strategies: readonly Strategy[], { words }: MessageContext) {
  const steps = strategies.find(({ code }) => code === task.strategy)?.steps ?? [];
  const content = steps.find(({ key }) => key === task.step)?.content[words.locale];
  const values = { task: task.title ?? content ?? task.step, day: words.date(task.dueOn) };
  return task.accountName === null
    ? words.say('announce.digest_task', values)
    : words.say('announce.digest_task_of', { ...values, name: task.accountName });
}
