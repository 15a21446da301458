import { nineBoxTypes } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type {
  Overlay,
  RunOutcome,
  Situation,
  Strategy,
  StrategyCode,
  StrategyRun,
} from '../model/strategy.ts';

/** The day by which a win-back has worked or not. */
const winBackDays = 30;

/** Beside the strategy of every account that has a type; their steps wait for signals and dates. */
const standingOverlays: readonly Overlay[] = ['complaint', 'data_quality'];

/** Besides, where people look after the account: low value is served without manual work. */
const personalOverlays: readonly Overlay[] = ['key_dates'];

type RunContext = {
  situation: Situation;
  library: readonly Strategy[];
  today: Day;
  /** From one start of a win-back to the next. */
  cooldownDays: number;
};

/** The strategies at work for an account after today's look at it, in order of their start. Safe to run twice a day. */
export function runsAfter(runs: readonly StrategyRun[], context: RunContext): StrategyRun[] {
  const going = runs.map((run) => (run.endedOn === null ? continued(run, context) : run));
  const starting = wantedStrategies(context).filter((code) => mayStart(code, going, context));
  const { today } = context;
  return [
    ...going,
    ...starting.map((strategy) => ({ strategy, startedOn: today, endedOn: null, outcome: null })),
  ];
}

function continued(run: StrategyRun, context: RunContext): StrategyRun {
  const outcome = outcomeOf(run, context);
  return outcome === null ? run : { ...run, endedOn: context.today, outcome };
}

function outcomeOf(run: StrategyRun, context: RunContext): RunOutcome | null {
  if (isWinBack(run.strategy)) return winBackOutcome(run, context);
  return wantedStrategies(context).includes(run.strategy) ? null : 'superseded';
}

/** Whether the customer came back is decided when the risk is gone, at the latest after 30 days. */
function winBackOutcome(
  { startedOn, isAsked }: StrategyRun,
  { situation, today }: RunContext,
): RunOutcome | null {
  const { risk, isLost, lastOrderOn } = situation;
  const lasts = risk === 'high' || isAsked === true;
  if (lasts && today < startedOn + winBackDays) return null;
  if (lastOrderOn !== null && lastOrderOn > startedOn) return 'recovered';
  return isLost || risk === 'high' ? 'lost' : 'risk_gone';
}

function wantedStrategies({ situation, library }: RunContext): StrategyCode[] {
  const { type, value } = situation;
  const wanted: StrategyCode[] = type === null ? [] : [type, ...standingOverlays];
  if (type !== null && value !== 'low') wanted.push(...personalOverlays);
  const winBack = winBackFor(situation);
  if (winBack) wanted.push(winBack);
  return wanted.filter((code) => library.some((strategy) => strategy.code === code));
}

/** People call who matters; the others get the automated variant. */
function winBackFor({
  risk,
  value,
}: Pick<Situation, 'risk' | 'value'>): 'win_back' | 'win_back_auto' | null {
  if (risk !== 'high' || value === null) return null;
  return value === 'low' ? 'win_back_auto' : 'win_back';
}

function mayStart(
  code: StrategyCode,
  runs: readonly StrategyRun[],
  { today, cooldownDays }: RunContext,
): boolean {
  const own = runs.filter((run) => run.strategy === code);
  if (own.some(({ endedOn }) => endedOn === null)) return false;
  if (!isWinBack(code)) return true;
  if (runs.some(({ strategy, endedOn }) => isWinBack(strategy) && endedOn === null)) return false;
  return own.every(({ startedOn }) => today >= startedOn + cooldownDays);
}

/** What to do with an account that no strategy is at work for: win-back where it is about to leave, else what its type asks for. */
export function advisedStrategy(
  situation: Pick<Situation, 'type' | 'risk' | 'value'>,
): StrategyCode | null {
  return winBackFor(situation) ?? situation.type;
}

function isWinBack(code: StrategyCode): boolean {
  return code === 'win_back' || code === 'win_back_auto';
}

/** The strategy a person should look at first: win-back while it is at work, else that of the type. */
export function leadingRun(runs: readonly StrategyRun[]): StrategyRun | undefined {
  const open = runs.filter(({ endedOn }) => endedOn === null);
  const types: readonly StrategyCode[] = nineBoxTypes;
  return (
    open.find(({ strategy }) => isWinBack(strategy)) ??
    open.find(({ strategy }) => types.includes(strategy))
  );
}
