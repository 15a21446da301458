import type { NineBoxType } from '../../src/model/assessment.ts';
import type { Day } from '../../src/model/day.ts';
import { accountId, portalId } from '../../src/model/ids.ts';
import type { Situation, Strategy, StrategyStep, Timing } from '../../src/model/strategy.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import { dayOf } from '../../src/strategy/civil-dates.ts';
import type { TimingFacts } from '../../src/strategy/due-dates.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import type { AccountPlan, PlanFrame } from '../../src/strategy/plan.ts';

/** `2026-11-05` as a day. */
export function on(date: string): Day {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return dayOf(year, month, day);
}

export function aSituation(difference: Partial<Situation> = {}): Situation {
  return {
    accountId: accountId('1'),
    type: 'regular',
    risk: 'low',
    value: 'mid',
    isLost: false,
    lastOrderOn: null,
    nextExpectedOn: null,
    priority: 3,
    revenueAtRisk: 1_000,
    ...difference,
  };
}

/** Of one type since a day, and nothing else at work. */
export function anAccountOf(
  type: NineBoxType,
  since: Day,
  difference: Partial<AccountPlan> = {},
): AccountPlan {
  return {
    situation: aSituation({ type }),
    runs: [{ strategy: type, startedOn: since, endedOn: null, outcome: null }],
    signals: [],
    dismissed: [],
    snoozed: new Map(),
    ...difference,
  };
}

export function aFrame(difference: Partial<PlanFrame> = {}): PlanFrame {
  return {
    portalId: portalId(7),
    library: Object.values(strategyLibrary),
    calendar: workCalendar('CN'),
    events: [],
    ...difference,
  };
}

export function someFacts(difference: Partial<TimingFacts> = {}): TimingFacts {
  return {
    startedOn: on('2025-01-01'),
    lastOrderOn: null,
    nextExpectedOn: null,
    signals: [],
    events: [],
    calendar: workCalendar('none'),
    ...difference,
  };
}

const same = (text: string) => ({ en: text, 'zh-CN': text, 'zh-TW': text });

export function aStep(key: string, timing: Timing, difference: Partial<StrategyStep> = {}) {
  const step: StrategyStep = {
    key,
    content: same(`Do ${key}`),
    mode: 'task',
    role: 'kam',
    timing,
    resources: { text: null, state: 'none' },
    needsApproval: false,
    checklist: [],
    ...difference,
  };
  return step;
}

export function aStrategy(steps: StrategyStep[], difference: Partial<Strategy> = {}): Strategy {
  const text = same('Text');
  return {
    code: 'regular',
    version: 1,
    name: text,
    principle: text,
    attributes: { touchpoints: text, response: text, resources: text, personalisation: text },
    steps,
    ...difference,
  };
}
