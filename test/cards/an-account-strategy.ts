import type { AccountStrategy } from '../../src/cards/account-strategy.ts';
import { accountId, portalId } from '../../src/model/ids.ts';
import type { StepDecision, StepTask } from '../../src/model/step-task.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { defaultChains } from '../../src/strategy/roles.ts';
import { noon, today } from './an-assessment.ts';

const library = Object.values(strategyLibrary);

/** Nothing was planned, decided or done yet, and all strategies are switched on. */
export function anAccountStrategy(difference: Partial<AccountStrategy> = {}): AccountStrategy {
  return {
    plan: { signals: [], dismissed: [], snoozed: new Map(), runs: [], taken: [] },
    frame: { portalId: portalId(7), library, calendar: workCalendar('none'), events: [] },
    switchedOn: library.map(({ code }) => code),
    whyNoTasks: null,
    roles: { chains: defaultChains, fallbackOwnerId: '12' },
    properties: { hubspot_owner_id: '11' },
    tasks: [],
    imported: [],
    decisions: [],
    owners: [
      { id: '11', userId: 7, name: 'Ben Chen', isActive: true, teams: [] },
      { id: '12', userId: 8, name: 'Ada Lind', isActive: true, teams: [] },
      { id: '13', userId: 9, name: 'Cy Left', isActive: false, teams: [] },
    ],
    viewerId: 7,
    mayWrite: true,
    ...difference,
  };
}

/** A monthly visit of a core account, open and due in three days. */
export function aStepTask(difference: Partial<StepTask> = {}): StepTask {
  const key = difference.key ?? '7:21000000011:core:1:core.visit:2026-11';
  return {
    key,
    marker: `marker of ${key}`,
    kind: 'step',
    parentKey: null,
    accountId: accountId('21000000011'),
    ownerId: '11',
    role: 'kam',
    ownerProblem: null,
    strategy: 'core',
    version: 1,
    step: 'core.visit',
    period: '2026-11',
    mode: 'task',
    title: null,
    dueOn: today + 3,
    plannedOn: today + 3,
    createdOn: today - 4,
    weight: 10,
    urgency: 'high',
    status: 'not_started',
    whyEnded: null,
    sync: 'sent',
    changes: [],
    seq: 1,
    hubspotId: '900',
    movedFrom: null,
    startedAt: null,
    completedAt: null,
    feedback: null,
    problem: null,
    escalatedAt: null,
    attempts: 0,
    lastError: null,
    ...difference,
  };
}

export function aDecision(difference: Partial<StepDecision> = {}): StepDecision {
  return {
    id: 'decision-1',
    accountId: accountId('21000000011'),
    kind: 'accept',
    strategy: 'core',
    step: 'core.visit',
    stepKey: null,
    untilOn: null,
    ownerId: null,
    note: null,
    authorId: 7,
    decidedAt: noon,
    decidedOn: today,
    ...difference,
  };
}
