import type { SituationStore } from '../assessment/situation-store.ts';
import type { RunStore } from '../execution/run-store.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type { StrategyRun } from '../model/strategy.ts';
import type { WorkflowStatus } from '../model/workflow.ts';
import { type InputField, type Read, readChoice } from './input-rules.ts';
import type { Outcome } from './outcome-rules.ts';
import type { ActionRun } from './run-action.ts';

export type SteerPlayDeps = {
  runs: Pick<RunStore, 'listOf' | 'save'>;
  situations: Pick<SituationStore, 'markDue'>;
  strategies: Pick<StrategyStore, 'read'>;
  wake(portalId: PortalId): void;
};

const plays = ['win_back', 'win_back_auto'] as const;
type Play = (typeof plays)[number];
type Order = { operation: 'start' | 'stop'; play: Play };

/**
 * Starts a win-back whatever the risk is, or ends one: its open steps are withdrawn. Its tasks follow
 * with the next plan. Safe to run twice: the execution settles what it does, and what it answers.
 */
export async function steerPlay(deps: SteerPlayDeps, run: ActionRun): Promise<Outcome> {
  const order = orderOf(run);
  if ('problem' in order) return { status: 'invalid_input', message: order.problem };
  const { portal, accountId, today } = run;
  const { library, settings } = await deps.strategies.read(portal.id);
  if (!library.some(({ code }) => code === order.value.play)) return { status: 'switched_off' };

  const runs = (await deps.runs.listOf(portal.id, [accountId])).get(accountId) ?? [];
  const change = changeOf(order.value, runs, { today, cooldownDays: settings.cooldownDays });
  const answer = 'status' in change ? change.status : doneWith(change.run);
  const settled = await run.settle(answer);
  if (!settled.startsWith('done')) return { status: settled as WorkflowStatus };
  // Asked again, only what was settled first is carried out, and not the next one like it.
  if ('run' in change && (order.value.operation === 'start' || settled === answer)) {
    await deps.runs.save(portal.id, [{ ...change.run, accountId }]);
  }
  await deps.situations.markDue(portal.id, [accountId]);
  deps.wake(portal.id);
  return { status: 'done' };
}

/** Names the run that is started or ended. */
function doneWith({ strategy, startedOn }: StrategyRun): string {
  return `done ${strategy} ${startedOn}`;
}

function orderOf({ inputs, words }: ActionRun): Read<Order> {
  const field = (name: string): InputField => ({
    action: 'steer_play',
    name,
    given: inputs[name],
    words,
  });
  const operation = readChoice(field('operation'), ['start', 'stop']);
  if ('problem' in operation) return operation;
  const play = readChoice(field('play'), plays);
  if ('problem' in play) return play;
  return { value: { operation: operation.value, play: play.value } };
}

type Terms = { today: Day; cooldownDays: number };

/** The run as it is from now on, or why nothing changes. */
function changeOf(
  { operation, play }: Order,
  runs: readonly StrategyRun[],
  { today, cooldownDays }: Terms,
): { run: StrategyRun } | Outcome {
  const isPlay = ({ strategy }: StrategyRun) => plays.some((one) => one === strategy);
  const open = runs.find((run) => run.endedOn === null && isPlay(run));
  if (operation === 'stop') {
    if (open?.strategy !== play) return { status: 'not_running' };
    return { run: { ...open, endedOn: today, outcome: 'stopped' } };
  }
  if (open) return { status: 'already_running' };
  const rests = runs.some((run) => run.strategy === play && today < run.startedOn + cooldownDays);
  if (rests) return { status: 'cooling_down' };
  return { run: { strategy: play, startedOn: today, endedOn: null, outcome: null, isAsked: true } };
}
