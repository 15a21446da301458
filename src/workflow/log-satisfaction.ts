import type { Day } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { type InputField, problem, readChoice, readDay, readWhole } from './input-rules.ts';
import type { Outcome } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

export type SatisfactionAnswer = {
  /** The same when it is told again. */
  externalId: string;
  accountId: AccountId;
  kind: 'nps' | 'csat';
  value: number;
  answeredOn: Day;
};

export type LogSatisfactionDeps = {
  /** Keeps the answer as evidence and has the account scored; an answer told twice counts once. */
  keepAnswer(portalId: PortalId, answer: SatisfactionAnswer): Promise<void>;
};

const scales = { nps: [0, 10], csat: [1, 5] } as const;

/** Keeps what a customer answered. Safe to run twice: the execution names the answer. */
export async function logSatisfaction(
  { keepAnswer }: LogSatisfactionDeps,
  run: ActionRun,
): Promise<Outcome> {
  const answer = answerOf(run);
  if ('problem' in answer) return { status: 'invalid_input', message: answer.problem };
  const { accountId } = run;
  await keepAnswer(run.portal.id, {
    externalId: `workflow:${run.id}`,
    accountId,
    ...answer.value,
  });
  return { status: 'done' };
}

type Answer = Pick<SatisfactionAnswer, 'kind' | 'value' | 'answeredOn'>;

function answerOf({ inputs, words, today }: ActionRun): { value: Answer } | { problem: string } {
  const field = (name: string): InputField => ({
    action: 'log_satisfaction',
    name,
    given: inputs[name],
    words,
  });
  const kind = readChoice(field('scale'), ['nps', 'csat']);
  if ('problem' in kind) return kind;
  const score = readWhole(field('score'), scales[kind.value]);
  if ('problem' in score) return score;
  const day = readDay(field('answered_on'));
  if ('problem' in day) return day;
  const answeredOn = day.value ?? today;
  if (answeredOn > today) return problem(field('answered_on'), 'future');
  return { value: { kind: kind.value, value: score.value, answeredOn } };
}
