import type { Day } from './day.ts';
import type { OwnerRole, PortalEvent, Strategy, StrategyCode } from './strategy.ts';

export const calendarNames = ['CN', 'US', 'none'] as const;
export type CalendarName = (typeof calendarNames)[number];

/** What an admin changed on a calendar; the last word has the edit. */
export type CalendarEdits = { off: readonly Day[]; worked: readonly Day[] };

export type NoiseLimits = {
  newTasksPerOwnerPerDay: number;
  openTasksPerOwner: number;
  /** A task is created this many days before it is due. */
  leadDays: number;
  /** So long after its date a step that found no room is still made up for. */
  queueDays: number;
};

/** Where the owner of a role is looked for, in this order of a chain. */
export type RoleSource =
  /** A company property that holds an owner's id. */
  | { kind: 'property'; property: string }
  /** The accounts are spread over the team; an account keeps its person while that person is there. */
  | { kind: 'team'; teamId: string }
  | { kind: 'owner'; ownerId: string };

export type RoleMap = {
  chains: Readonly<Partial<Record<OwnerRole, readonly RoleSource[]>>>;
  /** Who gets what nobody else does. Empty until an admin names one; nothing is switched on before. */
  fallbackOwnerId: string;
  /** Stands in for a fallback who left. */
  standInOwnerId?: string | null;
};

/** complete: the task is closed with a note that says why; delete: it goes to HubSpot's recycle bin. */
export const withdrawModes = ['complete', 'delete'] as const;
export type WithdrawMode = (typeof withdrawModes)[number];

/** Of every working day; 0 to 24 is the whole of it. */
export type WorkingHours = { from: number; to: number };

/** How a portal turns strategies into tasks; what an admin sets. */
export type ExecutionSettings = {
  /** The strategies whose steps become tasks; none until an admin says so. */
  switchedOn: readonly StrategyCode[];
  limits: NoiseLimits;
  /** From one start of a win-back to the next. */
  cooldownDays: number;
  calendar: { name: CalendarName; edits: CalendarEdits };
  /** When complaints are answered that need not be at any hour. */
  workingHours: WorkingHours;
  events: readonly PortalEvent[];
  roles: RoleMap;
  /** What becomes of an untouched task whose reason is gone. */
  withdrawMode: WithdrawMode;
  /** The hour of the portal's day at which tasks are due, 0–23. */
  dueHour: number;
  /** Who hears of overdue core steps; null: whoever the role manager resolves to. */
  escalationOwnerId: string | null;
};

/** What a portal's tasks follow from. */
export type StrategiesInForce = {
  /** One of each code, switched on or not. */
  strategies: readonly Strategy[];
  /** Those that are switched on. */
  library: readonly Strategy[];
  settings: ExecutionSettings;
  /** Grows with every change of the settings or of a strategy. */
  revision: number;
};
