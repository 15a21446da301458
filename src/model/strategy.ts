import type { NineBoxType, RiskLevel, Tier } from './assessment.ts';
import type { Day } from './day.ts';
import type { AccountId } from './ids.ts';

export const textLocales = ['en', 'zh-CN', 'zh-TW'] as const;
/** One text in every language of the app: an admin edits all of them together. */
export type Texts = Readonly<Record<(typeof textLocales)[number], string>>;

/**
 * task: one an account. batch_task: one an owner for an event, listing the accounts.
 * bundled_task: one an owner and period. segment: no task, a list a workflow works on.
 * suggestion: shown on the card only. ticket: the clock of a ticket.
 */
export const stepModes = [
  'task',
  'batch_task',
  'bundled_task',
  'segment',
  'suggestion',
  'ticket',
] as const;
export type StepMode = (typeof stepModes)[number];

export const ownerRoles = [
  'kam',
  'sales_director',
  'executive_sponsor',
  'service_team',
  'technical_lead',
  'marketing',
  'manager',
] as const;
/** A post of the customer's sales and service; not what a user may do in this app. */
export type OwnerRole = (typeof ownerRoles)[number];

export const overlays = [
  'win_back',
  'win_back_auto',
  'complaint',
  'data_quality',
  'key_dates',
] as const;
/** What may run beside the strategy of the type. */
export type Overlay = (typeof overlays)[number];

export type StrategyCode = NineBoxType | Overlay;

export const signalKinds = [
  'new_need_enquiry',
  'complaint_resolved',
  'root_cause_missing',
  'deal_won',
  'contract_end',
  'contact_birthday',
] as const;
/** What happens to one account, or is going to, and calls for a step. */
export type SignalKind = (typeof signalKinds)[number];

export const eventKinds = ['customer_salon'] as const;
/** What an admin puts on the portal's calendar. */
export type EventKind = (typeof eventKinds)[number];

/** When a step is due; days are calendar days before they are moved to working days. */
export type Timing =
  /** After the account came to the type, or the overlay was triggered. */
  | { kind: 'after_start'; days: number; repeat: 'once' | 'yearly' }
  | { kind: 'monthly'; day: number }
  | { kind: 'quarterly'; monthOfQuarter: 1 | 2 | 3; day: number }
  /** Before the last day of the quarter. */
  | { kind: 'before_quarter_end'; days: number }
  | { kind: 'months'; months: readonly number[]; day: number }
  | { kind: 'before_step'; step: string; days: number }
  | { kind: 'before_expected_order'; days: number }
  | { kind: 'before_event'; event: EventKind; days: number }
  | { kind: 'after_signal'; signal: SignalKind; days: number }
  /** Of signals whose day is known before it comes. */
  | { kind: 'before_signal'; signal: SignalKind; days: number }
  /** A workflow of the customer's decides; for segments only. */
  | { kind: 'workflow' }
  /** The service level agreed; for tickets only. */
  | { kind: 'service_clock' };

/** none: nothing is needed; needed: asked for and not agreed yet; waived: an admin goes without. */
export const resourceStates = ['none', 'needed', 'confirmed', 'waived'] as const;

export type ResourceState = (typeof resourceStates)[number];

export type StepResources = { text: Texts | null; state: ResourceState };

export type StrategyStep = {
  /** Unique in the library, and part of every task's key: core.visit. */
  key: string;
  content: Texts;
  mode: StepMode;
  role: OwnerRole;
  timing: Timing;
  resources: StepResources;
  /** Somebody must agree before it goes to the customer: discounts and gifts. */
  needsApproval: boolean;
  checklist: readonly Texts[];
};

/** How the customer is served: four columns of the strategy table. */
export type StrategyAttributes = {
  touchpoints: Texts;
  response: Texts;
  resources: Texts;
  personalisation: Texts;
};

export type Strategy = {
  code: StrategyCode;
  /** Rises with every published change; tasks remember theirs. */
  version: number;
  name: Texts;
  principle: Texts;
  attributes: StrategyAttributes;
  steps: readonly StrategyStep[];
};

/** A strategy while it is written: what is missing is named, not guessed. */
export type StrategyDraft = Omit<Strategy, 'steps'> & {
  steps: readonly (Omit<StrategyStep, 'timing' | 'role'> & {
    timing: Timing | null;
    role: OwnerRole | null;
  })[];
};

export type PortalEvent = { id: string; kind: EventKind; on: Day };
export type AccountSignal = { id: string; kind: SignalKind; on: Day };

/** What strategies follow of an account. */
export type Situation = {
  accountId: AccountId;
  type: NineBoxType | null;
  risk: RiskLevel | null;
  value: Tier | null;
  isLost: boolean;
  lastOrderOn: Day | null;
  nextExpectedOn: Day | null;
  /** 1–6, 6 = highest. */
  priority: number;
  revenueAtRisk: number;
};

export type RunOutcome = 'recovered' | 'lost' | 'risk_gone' | 'superseded' | 'stopped';

/** A strategy at work for one account. Its start is the day that onEnter and onTrigger count from. */
export type StrategyRun = {
  strategy: StrategyCode;
  startedOn: Day;
  /** The first day it is at work no more; null while it is. */
  endedOn: Day | null;
  outcome: RunOutcome | null;
  /** Somebody asked for it, whatever the risk: it lasts its days. */
  isAsked?: true;
};

/** What was planned of an account, as its properties say it. */
export type Outlook = {
  nextActionOn: Day | null;
  /** The one at work that comes first; null while none is. */
  strategy: StrategyCode | null;
};

/** A step of one account with its date. The same step of the same period has the same key for ever. */
export type PlannedStep = {
  key: string;
  accountId: AccountId;
  strategy: StrategyCode;
  version: number;
  step: string;
  /** 2026-11, 2026-Q4, the day of the trigger, the id of the event … */
  period: string;
  mode: StepMode;
  role: OwnerRole;
  dueOn: Day;
  needsApproval: boolean;
};

export const executionStatuses = ['not_started', 'in_progress', 'done', 'deferred'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

/** A step that became a task. */
export type TakenStep = Pick<
  PlannedStep,
  'key' | 'accountId' | 'strategy' | 'step' | 'period' | 'dueOn'
> & { status: ExecutionStatus | 'withdrawn' };
