import type { TaskPreviewAnswer } from '../../extensions/app/settings/strategy-contract.ts';
import type { Owner } from '../model/portal.ts';
import type { TasksForeseen } from '../model/task-preview.ts';
import type { Words } from '../words/words.ts';
import type { TaskPreviewState } from './task-preview-desk.ts';

export type TaskPreviewFacts = {
  words: Words;
  owners: readonly Owner[];
  /** Whether the portal writes nothing yet. */
  isShadow: boolean;
};

/** How many tasks each owner would get. */
export function taskPreviewView(
  preview: TaskPreviewState,
  facts: TaskPreviewFacts,
): TaskPreviewAnswer {
  const { words } = facts;
  switch (preview.state) {
    case 'running':
      return { state: 'running', text: words.say('strategies.counting') };
    case 'failed':
      return {
        state: 'failed',
        text: words.say('strategies.preview_failed', { id: preview.errorId.slice(0, 8) }),
      };
    case 'done':
      return {
        state: 'done',
        summary: summaryOf(preview.foreseen, facts),
        owners: {
          title: words.say('strategies.preview_title'),
          columns: [
            words.say('strategies.column_owner'),
            words.say('strategies.column_tasks'),
            words.say('strategies.column_most'),
          ],
          rows: rowsOf(preview.foreseen, facts),
          empty: words.say('strategies.preview_none'),
        },
      };
  }
}

function summaryOf({ perOwner, queued }: TasksForeseen, { words, isShadow }: TaskPreviewFacts) {
  const total = perOwner.reduce((sum, [, tasks]) => sum + tasks, 0);
  const sentences = [words.count('strategies.preview_total', total)];
  if (queued > 0) sentences.push(words.count('strategies.preview_queued', queued));
  if (isShadow) sentences.push(words.say('strategies.preview_shadow'));
  return sentences.join(words.locale === 'en' ? ' ' : '');
}

function rowsOf({ perOwner, perDay }: TasksForeseen, { words, owners }: TaskPreviewFacts) {
  const names = new Map(owners.map(({ id, name }) => [id, name]));
  const mostOf = (ownerId: string) =>
    Math.max(...perDay.filter((day) => day.ownerId === ownerId).map(({ tasks }) => tasks));
  return [...perOwner]
    .sort(([, one], [, other]) => other - one)
    .map(([ownerId, tasks]) => [
      names.get(ownerId) ?? words.say('strategies.unknown_owner', { id: ownerId }),
      words.number(tasks),
      words.number(mostOf(ownerId)),
    ]);
}
