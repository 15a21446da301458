/**
 * What the service answers a card. The service imports these types; this file imports nothing.
 * All texts are sentences and figures in the viewer's language; a card only arranges them.
 * `askAgainAfterMs` is the first pause before the card reads again; while nothing changes it grows.
 */
export type AccountCard = AssessedAccount | UnscoredAccount | WaitingAccount | UnavailableAccount;

/** Scored: the card shows everything. */
export type AssessedAccount = {
  state: 'assessed';
  /** One sentence a rep could say aloud. */
  headline: string;
  labels: Label[];
  notices: Notice[];
  health: HealthView;
  risk: RiskView;
  tier: TierView;
  /** null while no strategy applies. */
  strategy: StrategyView | null;
  outlook: Figure[];
  confidence: ConfidenceView;
  manual: ManualView;
  freshness: string;
  askAgainAfterMs: number;
};

/** Known, and no score by the rules: the card says why and shows what is known. */
export type UnscoredAccount = {
  state: 'unscored';
  why: 'prospect' | 'new' | 'lost' | 'insufficient' | 'outside';
  title: string;
  text: string;
  labels: Label[];
  notices: Notice[];
  figures: Figure[];
  /** null outside the accounts that are scored: there it would count for nothing. */
  manual: ManualView | null;
  /** null before anything was computed. */
  freshness: string | null;
  askAgainAfterMs: number;
};

/** Not known or not scored yet. */
export type WaitingAccount = {
  state: 'waiting';
  why: 'queued' | 'syncing' | 'unassessed';
  title: string;
  text: string;
  progress: { label: string; value: number; max: number; description: string } | null;
  askAgainAfterMs: number;
};

/** Somebody has to act in HubSpot first. */
export type UnavailableAccount = {
  state: 'unavailable';
  /** not-published: scores are tried out, and shown to admins only. */
  why: 'not-installed' | 'reconnect' | 'not-published';
  title: string;
  text: string;
};

/** Beside a record: the account at a glance. On a ticket it is the ticket's company. */
export type CompactCard = CompactAccount | UnlinkedTicket | WaitingAccount | UnavailableAccount;

export type CompactAccount = {
  state: 'shown';
  /** Where the open record is not the company itself. */
  company: string | null;
  headline: string;
  labels: Label[];
  notices: Notice[];
  /** null without a score. `score` is 0–100. */
  health: { score: number; figure: string } | null;
  figures: Figure[];
  reasons: string[];
  freshness: string | null;
  askAgainAfterMs: number;
};

/** A ticket without a company: there is no account to show. */
export type UnlinkedTicket = {
  state: 'unlinked';
  title: string;
  text: string;
  askAgainAfterMs: number;
};

/** What people told of the account, and the form to tell more. */
export type ManualView = {
  title: string;
  empty: string;
  entries: ManualEntry[];
  /** null for those who may only read; `readOnly` says why. */
  form: ManualForm | null;
  readOnly: string | null;
  verdict: {
    question: string;
    answers: { value: string; label: string }[];
    /** Who answered last, and when. */
    given: string | null;
  };
};

export type ManualEntry = {
  kind: string;
  /** What it is about, and what was said. */
  text: string;
  detail: string;
  note: string;
  /** What the form begins with when the entry is changed. */
  given: { value: string; note: string; expiresOn: string | null };
};

/** Days as 2026-11-20. */
export type ManualForm = {
  open: string;
  title: string;
  /** Of the button beside an entry. */
  edit: string;
  kind: string;
  value: string;
  note: string;
  reason: string;
  expiry: string;
  expiryHint: string;
  save: string;
  saved: string;
  failed: string;
  remove: string;
  reasonMissing: string;
  firstDay: string;
  lastDay: string;
  kinds: {
    kind: string;
    label: string;
    needsReason: boolean;
    defaultDay: string;
    values: { value: string; label: string }[];
  }[];
};

/** Who the account is. */
export type ProfileCard = ProfiledAccount | WaitingAccount | UnavailableAccount;

export type ProfiledAccount = {
  state: 'profile';
  title: string;
  /** The twelve columns of the customer information table, in its order. */
  figures: Figure[];
  /** What stands where a value is not known. */
  missing: string;
  needs: NeedsView;
  chain: DecisionChain;
  /** null for those who may only read; `readOnly` says why. */
  forms: ProfileForms | null;
  readOnly: string | null;
  freshness: string;
  askAgainAfterMs: number;
};

/** What the customer wants, each with what shows it and how old that is. */
export type NeedsView = {
  title: string;
  empty: string;
  columns: string[];
  /** `subject` names the need to the service. */
  needs: { subject: string; name: string; evidence: string; age: string }[];
};

/** Two short forms; days as 2026-11-20. */
export type ProfileForms = {
  save: string;
  saved: string;
  failed: string;
  remove: string;
  expiry: string;
  expiryHint: string;
  firstDay: string;
  lastDay: string;
  need: {
    open: string;
    title: string;
    name: string;
    evidence: string;
    missing: string;
    /** Of the button beside a need. */
    remove: string;
    defaultDay: string;
  };
  role: {
    open: string;
    title: string;
    contact: string;
    noContacts: string;
    role: string;
    roles: { value: string; label: string }[];
    note: string;
    missing: string;
    defaultDay: string;
  };
};

/** Who decides, names masked; a person with two roles stands twice. */
export type DecisionChain = {
  title: string;
  columns: string[];
  /** `told` where somebody entered it here, with the contact it is of. */
  people: {
    role: string;
    name: string;
    job: string;
    source: string;
    told: { contactId: string } | null;
  }[];
  gaps: string[];
};

export type Tone = 'good' | 'watch' | 'bad' | 'neutral';
export type Label = { text: string; tone: Tone };
/** `hint` is a second line under the value. */
export type Figure = { label: string; value: string; hint: string | null };
export type Notice = { tone: 'info' | 'warning'; title: string; text: string };

export type HealthView = {
  /** 0–100. */
  score: number;
  /** The figure in words: the drawn one has no label of its own. */
  figure: string;
  band: Label;
  /** Against 30 days ago; null when there was no score then. */
  change: string | null;
  reasonsTitle: string;
  /** The largest contributions, most important first. */
  reasons: Reason[];
  bill: Bill;
  /** Satisfaction, depth of cooperation, growth and risk, with the points each brings. */
  dimensions: { title: string; figures: Figure[] };
  /** null while the past is not known to fit the score. */
  trend: TrendView | null;
};

/** A year of the score. A point's month carries the marks of what happened in it. */
export type TrendView = {
  title: string;
  axes: { month: string; score: string };
  points: { month: string; score: number }[];
  /** What the marks mean, for those that occur. */
  legend: string;
  /** The same in words. */
  table: { title: string; columns: string[]; rows: string[][] };
  change: ChangeView | null;
};

/** From one score to another: the first line and the deltas add up to the last line. */
export type ChangeView = {
  title: string;
  columns: string[];
  lines: { kind: 'total' | 'delta'; label: string; points: number; pointsText: string }[];
};

export type Reason = {
  direction: 'up' | 'down';
  points: string;
  text: string;
};

/** `lines` add up to the score: base, factors, cap if any, total. */
export type Bill = {
  title: string;
  columns: {
    factor: string;
    value: string;
    average: string;
    points: string;
    grade: string;
    asOf: string;
  };
  chart: BillChart | null;
  lines: BillLine[];
  /** Shown factors that give no points, each with the reason. */
  notCounted: { title: string; lines: string[] } | null;
  /** What the grades mean, for those that occur. */
  legend: string[];
};

export type BillLine = {
  kind: 'base' | 'factor' | 'cap' | 'total';
  label: string;
  value: string | null;
  average: string | null;
  points: number;
  pointsText: string;
  grade: { mark: string; meaning: string } | null;
  /** What the portal's own past says of the factor; null where it was not asked. */
  own: string | null;
  asOf: string | null;
};

/** The factors that move the score, as bars up and down. */
export type BillChart = {
  title: string;
  axes: { factor: string; points: string };
  bars: { factor: string; points: number }[];
};

export type RiskView = {
  title: string;
  level: Label;
  /** Each one a checkable sentence. */
  reasons: string[];
  /** Probability, or why none is shown. */
  basis: string;
};

export type TierView = {
  title: string;
  /** Type, rank and priority in one line. */
  sentence: string;
  figures: Figure[];
  remarks: string[];
  nineBox: NineBoxView | null;
};

/** What to do next and why; `columns` head step, date, person and status. */
export type StrategyView = {
  title: string;
  principle: string;
  because: string;
  /** That no tasks are written, why, and who can change it. */
  notice: Notice | null;
  columns: string[];
  steps: StepView[];
  /** null for those who may only read; `readOnly` says why. */
  forms: StepForms | null;
  readOnly: string | null;
  ledger: LedgerView;
};

export type StepAct = 'accept' | 'log' | 'adjust' | 'snooze' | 'dismiss';

export type StepView = {
  /** These three name the step to the service; `stepKey` the occasion, where there is one. */
  strategy: string;
  step: string;
  stepKey: string | null;
  content: string;
  detail: string;
  due: string;
  late: string | null;
  owner: string;
  role: string;
  status: Label;
  /** What was decided last; `id` undoes it. */
  decided: { id: string; text: string } | null;
  /** What may be done with it; nothing by those who may only read. */
  acts: StepAct[];
  /** What the forms begin with, where the step is a task. */
  task: StepTaskView | null;
};

/** Days as 2026-11-20. */
export type StepTaskView = {
  dueOn: string;
  ownerId: string;
  /** A task has one. */
  hasNextAction: boolean;
};

export type StepForms = {
  title: string;
  open: string;
  act: string;
  acts: Record<StepAct, string>;
  undo: string;
  save: string;
  saved: string;
  failed: string;
  dismiss: { reason: string; hint: string; missing: string };
  snooze: { until: string; hint: string };
  adjust: { dueOn: string; owner: string; note: string; missing: string };
  log: {
    status: string;
    statuses: Option[];
    feedback: string;
    feedbackHint: string;
    problem: string;
    nextTitle: string;
    next: string;
    nextOwner: string;
    nextDue: string;
    nextMissing: string;
  };
  owners: Option[];
  firstDay: string;
  lastSnoozeDay: string;
  lastDay: string;
};

export type Option = { label: string; value: string };

/** What was planned and what came of it, the latest first. */
export type LedgerView = {
  title: string;
  /** Whose ledger it is: number and name. */
  customer: string;
  empty: string;
  columns: string[];
  rows: LedgerRow[];
};

export type LedgerRow = {
  key: string;
  step: string;
  owner: string;
  planned: string;
  done: string;
  status: Label;
  late: string | null;
  /** Feedback, problem and next action, those that there are. */
  notes: { label: string; text: string }[];
};

/** The service's answer to what somebody did with a step; a hint refuses nothing. */
export type StepAnswer = { state: 'saved'; hint: string | null };

/** Three rows of value, high first; three columns of potential, low first. */
export type NineBoxView = {
  title: string;
  corner: string;
  columns: string[];
  rows: { label: string; cells: NineBoxCell[] }[];
  /** Since when, and what before. */
  history: string | null;
};

/** `mark` names the account's own cell and the one before, so that position is not told by colour alone. */
export type NineBoxCell = { name: string; place: 'here' | 'before' | 'empty'; mark: string | null };

export type ConfidenceView = { title: string; tone: Tone; lines: string[] };
