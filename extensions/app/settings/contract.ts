/**
 * What the service answers the settings page. The service imports these types; this file imports
 * nothing. All texts are in the viewer's language; the page only arranges them.
 */
export type Settings = ReadySettings | UnavailableSettings;

/** Somebody has to act in HubSpot first. */
export type UnavailableSettings = {
  state: 'unavailable';
  why: 'not-installed' | 'reconnect';
  title: string;
  text: string;
};

export type Tone = 'good' | 'watch' | 'bad' | 'neutral';
export type Label = { text: string; tone: Tone };
export type Option = { value: string; label: string };
/** What an admin should not overlook. */
export type Notice = { tone: 'info' | 'warning'; title: string; text: string };
export type Grid = { title: string; columns: string[]; rows: string[][]; empty: string };

export type StepId =
  | 'connection'
  | 'mapping'
  | 'population'
  | 'diagnosis'
  | 'shadow'
  | 'pilot'
  | 'publish';

/** One line of the checklist: its state, what was found and what it changes. */
export type Step = {
  id: StepId;
  title: string;
  state: Label;
  isDone: boolean;
  found: string;
  changes: string;
};

export type ReadySettings = {
  state: 'ready';
  tabs: {
    setup: string;
    policy: string;
    strategies: string;
    people: string;
    notifications: string;
    history: string;
    health: string;
  };
  intro: string;
  steps: Step[];
  /** The first step that is not done; null when all are. */
  currentStep: StepId | null;
  stepDone: string;
  connection: Grid;
  mapping: Mapping;
  population: PopulationForm;
  diagnosis: Grid;
  publishing: PublishingForm;
  policy: PolicyForm;
  people: PeopleForm;
  history: SettingHistory;
  health: HealthReport;
};

export type MappingField = {
  name:
    | 'amountProperty'
    | 'currencyProperty'
    | 'renewalProperty'
    | 'kamOwnerProperty'
    | 'industryProperty'
    | 'productFamilyProperty'
    | 'rootCauseProperty'
    | 'birthdayProperty';
  label: string;
  hint: string;
  value: string;
  options: Option[];
};

/** Several of these, or none. */
export type SeveralOf = { label: string; hint: string; value: string[]; options: Option[] };

export type Mapping = {
  title: string;
  fields: MappingField[];
  wonStages: SeveralOf;
  complaintCategories: SeveralOf;
  check: string;
  save: string;
  saved: string;
};

/** What a property holds: asked for one at a time. */
export type MappingCheck = { verdict: Label; fill: string; samples: string };

export type PopulationForm = {
  title: string;
  stages: SeveralOf;
  wonDealOnly: { label: string; value: boolean };
  list: { label: string; hint: string; value: string; options: Option[] };
  /** How many are scored now. */
  count: string;
  check: string;
  save: string;
  saved: string;
};

/** How many would be scored. */
export type PopulationSentence = { text: string };

export type PublishingForm = {
  title: string;
  mode: 'shadow' | 'pilot' | 'live';
  modeLabel: Label;
  text: string;
  owners: { label: string; value: string[]; options: Option[] };
  pilot: string;
  live: string;
  shadow: string;
  isPaused: boolean;
  pauseLabel: string;
  pauseHint: string;
  confirm: Confirmation;
};

/** Asked before something is done; `counted` comes with the count. */
export type Confirmation = { title: string; counting: string; yes: string; no: string };

export type WriteSentence = { text: string };

export type PolicyField = {
  path: string;
  label: string;
  group: string;
  kind: 'number' | 'choice';
  value: string;
  options: Option[];
  /** In force, where the draft differs. */
  inForce: string | null;
};

export type PolicyForm = {
  title: string;
  current: string;
  presets: { label: string; use: string; options: Option[] };
  fields: PolicyField[];
  note: { label: string; value: string };
  draft: {
    title: string;
    text: string;
    fingerprint: string;
    changes: Grid;
  } | null;
  save: string;
  preview: string;
  publish: string;
  discard: string;
  confirm: Confirmation;
  result: PreviewResult;
  history: {
    title: string;
    versions: {
      version: number;
      title: string;
      text: string;
      changes: string[];
      canRollBack: boolean;
    }[];
    rollBack: string;
    confirm: Confirmation & { text: string };
    export: string;
    import: string;
    importLabel: string;
  };
};

export type PreviewResult =
  | { state: 'none' }
  | { state: 'running'; text: string }
  | { state: 'failed'; text: string }
  | {
      state: 'done';
      title: string;
      summary: string;
      /** False when the draft has changed since. */
      isCurrent: boolean;
      writes: string;
      /** Before it is published: all of the above. */
      confirm: string;
      sample: string | null;
      backtest: Grid;
      charts: BeforeAfter[];
      shifts: Grid;
      moves: Grid;
    };

/** Accounts of each group, drawn beside each other as they are and as they would be. */
export type BeforeAfter = {
  title: string;
  axes: { group: string; accounts: string };
  points: { group: string; when: string; accounts: number }[];
};

export type PeopleForm = {
  title: string;
  text: string;
  label: string;
  people: { userId: number; name: string; role: string }[];
  roles: Option[];
  language: { label: string; value: string; options: Option[]; hint: string };
};

export type SettingHistory = {
  title: string;
  intro: string;
  empty: string;
  changes: { id: string; title: string; text: string; canUndo: boolean }[];
  undo: string;
  confirm: Confirmation & { text: string };
};

/** How many calls may leave for HubSpot; a value is as it was typed, empty where the default holds. */
export type BudgetForm = Grid & {
  text: string;
  fields: { name: string; label: string; hint: string; value: string }[];
  save: string;
  saved: string;
};

export type HealthReport = {
  title: string;
  notices: Notice[];
  events: Grid;
  lag: Grid;
  waiting: Grid;
  budget: BudgetForm;
  jobs: Grid;
  calls: Grid;
  refused: Grid & { retry: string; count: number };
  reconciliation: Grid;
  leavers: Grid;
  usage: Grid;
  stored: Grid;
  remove: {
    title: string;
    text: string;
    button: string;
    count: number;
    confirm: Confirmation & { text: string };
  };
};

/** The chats a portal announces to; asked for when its tab is opened. */
export type ChannelForm = {
  title: string;
  text: string;
  empty: string;
  channels: {
    id: string;
    name: string;
    kind: string;
    topics: string[];
    standing: { label: Label; reason: string; hasDead: boolean };
  }[];
  topics: { label: string; options: Option[] };
  add: {
    title: string;
    kind: { label: string; options: (Option & { hint: string })[] };
    name: string;
    address: { label: string; hint: string };
    secret: { label: string; hint: string };
    button: string;
    done: string;
  };
  test: { button: string; done: string };
  retry: string;
  remove: { button: string; text: string; confirm: Confirmation };
};
