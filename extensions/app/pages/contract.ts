/**
 * What the service answers the portfolio page. The service imports these types; this file imports
 * nothing. All texts are in the viewer's language; the page only arranges them.
 */
export type Portfolio = ReadyPortfolio | WaitingPortfolio | EmptyPortfolio | UnavailablePortfolio;

/** What a click changes of the question the page asks; '' takes a condition away. */
export type Change = Readonly<Record<string, string>>;

export type Tone = 'good' | 'watch' | 'bad' | 'neutral';
export type Label = { text: string; tone: Tone };
export type Notice = { tone: 'info' | 'warning'; title: string; text: string };

export type ReadyPortfolio = {
  state: 'ready';
  notices: Notice[];
  filters: Filter[];
  /** Conditions in force, in words; empty without any. */
  chosen: { text: string; clear: string; change: Change } | null;
  search: { label: string; placeholder: string; value: string };
  tabs: { overview: string; accounts: string; owners: string; execution: string };
  money: Money;
  measures: Measure[];
  nineBox: NineBox;
  groups: Group[];
  owners: Owners;
  list: List;
  freshness: string;
};

export type Filter = {
  name: string;
  label: string;
  value: string;
  options: { label: string; value: string }[];
};

/** What is at stake, of how much, and who holds most of it. */
export type Money = {
  sentence: string;
  text: string;
  topTitle: string;
  columns: { account: string; atRisk: string; why: string };
  top: TopAccount[];
  open: string;
  change: Change;
};

export type TopAccount = { name: string; url: string; atRisk: string; share: string; why: string };

/** A figure against its limit; `change` opens the accounts behind it. */
export type Measure = {
  label: string;
  value: string;
  verdict: Label | null;
  hint: string;
  open: string | null;
  change: Change;
};

/** Three rows of value, high first; three columns of potential, low first. */
export type NineBox = {
  title: string;
  corner: string;
  columns: string[];
  rows: { label: string; cells: NineBoxCell[] }[];
  outside: { text: string; open: string; change: Change } | null;
};

export type NineBoxCell = {
  name: string;
  count: string;
  revenue: string;
  share: string;
  /** '' or a mark in words that the list shows this box. */
  mark: string;
  change: Change;
};

/** A distribution: lines that add up to all accounts. */
export type Group = { title: string; lines: GroupLine[] };
export type GroupLine = {
  label: string;
  tone: Tone;
  count: string;
  /** 0–100, of the accounts. */
  percent: number;
  share: string;
  revenue: string;
  change: Change;
};

export type Owners = {
  title: string;
  columns: {
    owner: string;
    accounts: string;
    revenue: string;
    atRisk: string;
    share: string;
    health: string;
    band: string;
  };
  rows: OwnerRow[];
  /** When not all owners are shown. */
  more: string | null;
};

export type OwnerRow = {
  name: string;
  accounts: string;
  revenue: string;
  atRisk: string;
  share: string;
  health: string;
  band: string;
  change: Change;
};

export type Column = { name: string; label: string; isNumber: boolean; sort: string | null };

export type List = {
  title: string;
  counted: string;
  columns: Column[];
  /** The sort in force. */
  sort: string;
  rows: AccountRow[];
  empty: { title: string; text: string } | null;
  page: number;
  pageCount: number;
  /** Short-lived address of the list as a file; null without accounts. */
  csv: { label: string; url: string; hint: string } | null;
};

export type AccountRow = {
  name: string;
  url: string;
  owner: string;
  type: string;
  health: string;
  band: Label;
  reasons: string[];
  revenue: string;
  atRisk: string;
};

/** What was planned and done for all accounts, in a tab of its own. */
export type Execution = ReadyExecution | UnavailablePortfolio;

export type ReadyExecution = {
  state: 'ready';
  filters: Filter[];
  ledger: ExecutionLedger;
  /** null while no visit was planned. */
  visits: TextTable | null;
  /** These three are for who answers for others; null where there is nothing to show. */
  spotChecks: { title: string; text: string; columns: string[]; rows: ExecutionRow[] } | null;
  problems: TextTable | null;
  rates: TextTable | null;
};

export type ExecutionLedger = {
  title: string;
  counted: string;
  /** The ten columns. */
  columns: string[];
  rows: ExecutionRow[];
  empty: string | null;
  page: number;
  pageCount: number;
  csv: { label: string; url: string; hint: string } | null;
};

export type ExecutionRow = {
  key: string;
  number: string;
  name: string;
  url: string;
  step: string;
  owner: string;
  planned: string;
  done: string;
  status: Label;
  late: string | null;
  feedback: string;
  problem: string;
  next: string;
};

/** The first column names the row; from the column `numbersFrom` on, counted from 0, there are numbers. */
export type TextTable = {
  title: string;
  text: string;
  columns: string[];
  numbersFrom: number;
  rows: string[][];
};

/** Not ready to be shown; the page asks again after `askAgainAfterMs`. */
export type WaitingPortfolio = {
  state: 'waiting';
  title: string;
  text: string;
  progress: { label: string; value: number; max: number; description: string } | null;
  askAgainAfterMs: number;
};

/** Everything was read, and there is nothing to show. */
export type EmptyPortfolio = { state: 'empty'; title: string; text: string };

/** Somebody has to act in HubSpot first. */
export type UnavailablePortfolio = {
  state: 'unavailable';
  /** not-published: scores are tried out, and shown to admins only. */
  why: 'not-installed' | 'reconnect' | 'not-published';
  title: string;
  text: string;
};
