/**
 * What the service answers the tab of strategies. The service imports these types; this file imports
 * nothing. All texts are in the viewer's language; the page only arranges them.
 */
export type Texts = { en: string; 'zh-CN': string; 'zh-TW': string };
export type Choice = { value: string; label: string };
export type Sheet = { title: string; columns: string[]; rows: string[][]; empty: string };
export type Question = { title: string; text: string; counting: string; yes: string; no: string };

/** Its parts follow from its kind; the service names them in `TimingKind`. */
export type Timing = { kind: string } & Record<string, string | number | number[]>;

export type Step = {
  key: string;
  content: Texts;
  mode: string;
  role: string | null;
  timing: Timing | null;
  resources: { text: Texts | null; state: string };
  needsApproval: boolean;
  checklist: Texts[];
};

/** A strategy as it is edited and sent back. */
export type StrategyContent = {
  name: Texts;
  principle: Texts;
  attributes: { touchpoints: Texts; response: Texts; resources: Texts; personalisation: Texts };
  steps: Step[];
};

export type StrategyRow = {
  code: string;
  name: string;
  state: { text: string; tone: 'good' | 'neutral' };
  isOn: boolean;
  version: string;
  steps: string;
  /** What stands against switching it on. */
  obstacles: string[];
  /** Whether resources are among it, and no draft is under way. */
  maySettle: boolean;
};

export type StrategiesTab = {
  title: string;
  intro: string;
  columns: string[];
  strategies: StrategyRow[];
  switchOn: Question & {
    label: string;
    refused: string;
    settle: { confirmed: string; waived: string };
  };
  switchOff: Question & { label: string };
  edit: string;
  preview: { label: string; running: string; failed: string };
  /** The strategy table as a file, in each language: good for some minutes. */
  files: { label: string; hint: string; links: { label: string; url: string }[] };
  preset: { label: string; use: string; hint: string; options: Choice[] };
  /** Open tasks that the fallback has, that were passed on, or that HubSpot refuses. */
  problems: Sheet;
  execution: ExecutionForm;
};

/** Tasks that would be made if these strategies were on as well. */
export type TaskPreviewAnswer =
  | { state: 'running'; text: string }
  | { state: 'failed'; text: string }
  | { state: 'done'; summary: string; owners: Sheet };

export type NumberField = { name: string; label: string; hint: string; value: number };

export type RoleSource =
  | { kind: 'property'; property: string }
  | { kind: 'team'; teamId: string }
  | { kind: 'owner'; ownerId: string };

export type ExecutionForm = {
  saved: string;
  save: string;
  /** The holidays run out. */
  notice: { tone: 'info' | 'warning'; title: string; text: string } | null;
  limits: { title: string; fields: NumberField[] };
  cooldown: NumberField;
  tasks: {
    title: string;
    dueHour: NumberField;
    withdrawMode: { label: string; value: string; options: Choice[] };
  };
  calendar: {
    title: string;
    label: string;
    value: string;
    options: Choice[];
    /** ISO dates, one a line. */
    off: { label: string; hint: string; value: string };
    worked: { label: string; hint: string; value: string };
  };
  /** Of complaints that need not be answered at any hour. */
  hours: { title: string; hint: string; from: NumberField; to: NumberField };
  events: {
    title: string;
    hint: string;
    kind: { label: string; options: Choice[] };
    on: { label: string };
    list: { id: string; kind: string; on: string; label: string }[];
    add: string;
    remove: string;
    empty: string;
  };
  roles: {
    title: string;
    hint: string;
    roles: { role: string; label: string; chain: RoleSource[] }[];
    /** Values are sources: property:hubspot_owner_id, team:17, owner:9. */
    sources: Choice[];
    fallback: { label: string; hint: string; value: string; options: Choice[] };
    escalation: { label: string; hint: string; value: string; options: Choice[] };
  };
};

export type TimingKind = {
  value: string;
  label: string;
  /** What a timing of this kind begins with. */
  start: Timing;
  parts: {
    name: string;
    label: string;
    kind: 'number' | 'choice' | 'months';
    options: Choice[];
  }[];
};

/** One strategy with everything its editor needs. */
export type StrategyEditor = {
  code: string;
  /** The viewer's language among those of the texts. */
  locale: keyof Texts;
  title: string;
  content: StrategyContent;
  draft: { text: string; fingerprint: string; changes: Sheet } | null;
  /** Said at their step, elsewhere with its name; of the strategy as a whole where there is none. */
  problems: { step: string | null; text: string; named: string }[];
  labels: EditorLabels;
  modes: Choice[];
  roles: Choice[];
  resourceStates: Choice[];
  timings: TimingKind[];
  note: { label: string; value: string };
  publish: Question & { label: string };
  history: {
    title: string;
    versions: {
      version: number;
      title: string;
      text: string;
      changes: string[];
      canRollBack: boolean;
    }[];
    rollBack: Question & { label: string };
    export: string;
    import: string;
    importLabel: string;
  };
};

export type EditorLabels = {
  back: string;
  about: string;
  name: string;
  principle: string;
  touchpoints: string;
  response: string;
  resources: string;
  personalisation: string;
  steps: string;
  content: string;
  mode: string;
  role: string;
  nobody: string;
  when: string;
  noDate: string;
  stepResources: string;
  resourceState: string;
  approval: string;
  checklist: string;
  checklistHint: string;
  addStep: string;
  removeStep: string;
  up: string;
  /** What a step without a text is called. */
  newStep: string;
  save: string;
  discard: string;
  problems: string;
  /** What is labelled, in one of the languages: `{{label}}` stands for it. */
  languages: Texts;
};
