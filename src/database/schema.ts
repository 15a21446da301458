import type { ColumnType, Kysely } from 'kysely';

/** Every table and column. Times (`…_at`) are ms since 1970, days (`…_day`) whole days, flags 0 or 1. */

/** The posts of HubSpot's that it waits because of, by their ids; null where none does. */
type Posts = ColumnType<string | null, string | null | undefined, string | null>;

/** A column that begins as 0. */
type Zero = ColumnType<number, number | undefined, number>;

type PortalTable = {
  portal_id: number;
  status: string;
  name: string | null;
  time_zone: string;
  currency: string;
  locale: string;
  ui_domain: string;
  scopes: string;
  /** Encrypted; null once the portal is gone. */
  access_token: string | null;
  refresh_token: string | null;
  token_expires_at: number;
  installed_at: number;
  /** When it was seen that the portal took the installation back; its data is erased thirty days later. */
  gone_at: number | null;
  /** Work waits until then: a daily limit, a data-centre migration. */
  blocked_until: number;
  blocked_reason: string | null;
  /** Properties that exist in the portal, as a JSON list; null before provisioning. */
  properties: string | null;
  /** The frame that scores are computed in; null before the first. */
  frame_id: string | null;
  /** When pipelines and owners were read last. */
  metadata_read_at: number;
  /** The language our properties are labelled in; null where it is not known. */
  labels_locale: ColumnType<string | null, string | null | undefined, string | null>;
  /** Grows with each process that takes the portal over; who holds an older one writes nothing more. */
  fence: Zero;
  /** Until then, by the database's clock, one process works the portal; 0 when none does. */
  lease_until: Zero;
  /** When the portal is looked at again though nothing woke it. */
  wake_at: Zero;
  /** Calls that may leave now, and as of when, in ms by the database's clock: shared by all processes. */
  tokens: Zero;
  tokens_at: Zero;
  search_tokens: Zero;
  search_tokens_at: Zero;
  /** What an admin allows; null: as much as the installation does. */
  calls_per_ten_seconds: ColumnType<number | null, number | null | undefined, number | null>;
  calls_per_day: ColumnType<number | null, number | null | undefined, number | null>;
  /** Drawn by lot: makes words that tell nothing; null before the first was asked for. */
  secret: ColumnType<string | null, string | null | undefined, string | null>;
};

/** What HubSpot posted, as received: one row for each portal in a POST. */
type InboxTable = { portal_id: number; inbox_id: string; received_at: number; body: string };

/** How many events came on a day, and when the last of them. */
type ReceivedEventTable = {
  portal_id: number;
  /** UTC day. */
  day: number;
  events: number;
  last_at: number;
};

/** How far HubSpot's journal of webhooks is read: of the app, not of a portal. */
type JournalTable = {
  app_id: string;
  /** What the next file is asked for with; empty before the first. */
  last_offset: string;
  read_at: number;
  /** How many there were in all files that were read. */
  events: number;
};

/** Records that changed in HubSpot and have to be read. One row a record, however many events. */
type DirtyRecordTable = {
  portal_id: number;
  object_type: string;
  object_id: string;
  /** Grows with every change, so that a change during a read is not forgotten. */
  seq: number;
  links_changed: number;
  changed_at: number;
  due_at: number;
  attempts: number;
  last_error: string | null;
  posts: Posts;
};

/** Accounts whose scores have to be computed again. */
type DirtyAccountTable = {
  portal_id: number;
  account_id: string;
  seq: number;
  reason: string;
  /** Who waits for it: the lowest number goes first. */
  rank: number;
  changed_at: number;
  posts: Posts;
};

/** Accounts whose scores differ from what HubSpot shows. */
type OutboxTable = {
  portal_id: number;
  account_id: string;
  seq: number;
  reason: string;
  rank: number;
  changed_at: number;
  due_at: number;
  attempts: number;
  last_error: string | null;
  posts: Posts;
};

/** What HubSpot has confirmed of our properties, as JSON. */
type WrittenTable = {
  portal_id: number;
  account_id: string;
  properties: string;
  written_at: number;
};

type RecordColumns = {
  portal_id: number;
  created_at: number;
  updated_at: number;
  /** When the read that brought this row began; an older read never overwrites a newer one. */
  read_at: number;
};

type CompanyTable = RecordColumns & {
  company_id: string;
  name: string | null;
  domain: string | null;
  industry: string | null;
  owner_id: string | null;
  lifecycle_stage: string | null;
  country: string | null;
  annual_revenue: number | null;
  employees: number | null;
  parent_id: string | null;
  last_contact_at: number | null;
  last_call_at: number | null;
  last_meeting_at: number | null;
  last_activity_at: number | null;
  /** Values of the properties an admin mapped, as a JSON object by property name. */
  mapped: string | null;
};

type DealTable = RecordColumns & {
  deal_id: string;
  company_id: string | null;
  amount: number | null;
  currency: string | null;
  amount_in_portal_currency: number | null;
  status: string;
  closed_at: number | null;
  stage_probability: number | null;
  is_new_business: number | null;
  /** HubSpot's id of the deal's stage; null where it was read before stages were kept. */
  stage: string | null;
};

type TicketTable = RecordColumns & {
  ticket_id: string;
  company_id: string | null;
  categories: string;
  closed_at: number | null;
  first_reply_ms: number | null;
  resolution_ms: number | null;
  /** Whether the property an admin mapped is filled: 'given' or 'missing'; null where none was asked for. */
  root_cause: ColumnType<string | null, string | null | undefined, string | null>;
};

type OwnerTable = {
  portal_id: number;
  owner_id: string;
  user_id: number | null;
  name: string;
  is_active: number;
  /** Id and name of each team they are in, as a JSON list. */
  teams: ColumnType<string, string | undefined, string>;
};

type BackfillTable = {
  portal_id: number;
  object_type: string;
  /** Where the next page begins; null at the start. */
  cursor: string | null;
  done: number;
  total: number | null;
  /** When this run of the first read began; rate and time left follow from it. */
  started_at: number;
  done_at_start: number;
  is_finished: number;
  /** The mapped properties this run asks for, as a JSON list; null where it asks for none. */
  mapped: ColumnType<string | null, string | null | undefined, string | null>;
};

type PolicyTable = {
  portal_id: number;
  version: number;
  body: string;
  published_at: number;
  /** The HubSpot user's id; so are all authors. */
  author: string;
  note: string | null;
  /** The version it was made from; of a version rolled back to, the one whose body it has. */
  parent: number | null;
};

/** The policy an admin is working on: one a portal. */
type PolicyDraftTable = {
  portal_id: number;
  body: string;
  note: string;
  based_on: number;
  author: string;
  saved_at: number;
};

/** What may be written to HubSpot; without a row, nothing. */
type PublishingTable = {
  portal_id: number;
  mode: string;
  is_paused: number;
  /** Owner ids, as a JSON list. */
  pilot_owners: string;
  changed_at: number;
  changed_by: string;
};

/** Roles given by hand; everybody else's follows from HubSpot. */
type UserRoleTable = {
  portal_id: number;
  user_id: number;
  role: string;
  granted_at: number;
  granted_by: string;
};

/** Steps of the set-up that an admin has ended. */
type SetupStepTable = { portal_id: number; step: string; done_at: number; done_by: string };

/** How often what was opened, by whom only as far as the role. */
type UsageCountTable = {
  portal_id: number;
  /** UTC day. */
  day: number;
  kind: string;
  role: string;
  uses: number;
};

type FrameTable = {
  portal_id: number;
  frame_id: string;
  day: number;
  policy_version: number;
  body: string;
  created_at: number;
};

type AssessmentTable = {
  portal_id: number;
  account_id: string;
  frame_id: string;
  assessed_at: number;
  /** The Assessment and the Standing it was measured against, as JSON. */
  body: string;
  standing: string | null;
  lifecycle: string;
  value_tier: string | null;
  health_score: number | null;
  health_band: string | null;
  risk_level: string | null;
  nine_box: string | null;
  revenue_ttm: number | null;
  revenue_at_risk: number | null;
};

/** What the portfolio filters, sums and sorts by; a narrow copy, for rows of `assessment` are wide. */
type PortfolioAccountTable = {
  portal_id: number;
  account_id: string;
  name: string | null;
  /** The name in lower case, for searching and sorting. */
  name_key: string;
  owner_id: string | null;
  industry: string | null;
  lifecycle: string;
  value_tier: string | null;
  nine_box: string | null;
  matrix: string | null;
  health_band: string | null;
  /** The health score; 101 without one, so that accounts without a score come last. */
  health_order: number;
  risk_level: string | null;
  revenue_ttm: number;
  revenue_at_risk: number;
  silent_days: number | null;
  /** Of the 365 days before the last 365; null without a purchase in them. */
  revenue_year_before: number | null;
  /** Weighted revenue as of 365 days ago; null when it was no current customer then. */
  value_year_ago: number | null;
};

/** What HubSpot was asked, and for whom: see Priority; empty of calls from before that was counted. */
type CallCountTable = {
  portal_id: number;
  /** UTC day. */
  day: number;
  endpoint: string;
  priority: string;
  calls: number;
  failures: number;
};

/** What an admin set, as JSON; settings that are not in it have their defaults. */
type PortalSettingTable = {
  portal_id: number;
  body: string;
  /** Grows with every change; the frame says which one it was made under. */
  revision: ColumnType<number, number | undefined, number>;
};

/** How far evidence beside companies, deals and tickets has been read. */
type EvidenceSourceTable = {
  portal_id: number;
  source: string;
  /** 'unread', 'read', or 'not_granted': then the signal is unknown, not absent. */
  state: string;
  /** Where the next page of this run begins; null between runs. */
  cursor: string | null;
  /** Changes since then have not been looked for; null before the first run has ended. */
  since: number | null;
  started_at: number;
  done: number;
  read_at: number | null;
  due_at: number;
  attempts: number;
  problem: string | null;
  /** The mapped property it was read by. */
  mapped: string | null;
  /** Whether accounts were scored since it began to tell something. */
  is_learned: ColumnType<number, number | undefined, number>;
};

/** That somebody called or wrote, never what: the last 90 days. */
type EngagementTable = {
  portal_id: number;
  company_id: string;
  channel: string;
  engagement_id: string;
  happened_at: number;
  direction: string;
  /** E-mails of one conversation. */
  thread_id: string | null;
  /** Of an outbound call; null where its outcome does not say. */
  is_answered: number | null;
};

/** The part a contact has in decisions of a company. Names are masked before they get here. */
type ContactRoleTable = {
  portal_id: number;
  company_id: string;
  contact_id: string;
  roles: string;
  masked_name: string;
  job_title: string | null;
  /** Month and day alone, `MM-DD`; only where an admin mapped a property. */
  birthday: ColumnType<string | null, string | null | undefined, string | null>;
  read_at: number;
};

/** Contacts whose data was erased: a read that began before must not bring them back. */
type ErasedContactTable = { portal_id: number; contact_id: string; erased_at: number };

type SurveyAnswerTable = {
  portal_id: number;
  answer_id: string;
  company_id: string;
  contact_id: string | null;
  kind: string;
  value: number;
  answered_at: number;
  read_at: number;
};

/** What one unit of a currency is worth in the portal's. */
type ExchangeRateTable = {
  portal_id: number;
  currency: string;
  rate: number;
  effective_at: number;
};

/** The product families a deal sold, as a JSON list; deals that sold none have no row. */
type DealProductsTable = { portal_id: number; deal_id: string; families: string; read_at: number };

type ReconciliationTable = {
  portal_id: number;
  object_type: string;
  /** Everything modified before it has been seen. */
  watermark: number;
  swept_at: number;
  compared_at: number;
  cursor: string | null;
  is_comparing: number;
  /** Where a sweep under way goes on, as a time of modification; null between sweeps. */
  sweep_from: ColumnType<number | null, number | null | undefined, number | null>;
  missed_records: number;
  repaired_accounts: number;
};

/** What people told of accounts; the latest of each kind and subject holds, null takes it back. */
type ManualInputTable = {
  portal_id: number;
  account_id: string;
  input_id: string;
  kind: string;
  value: string | null;
  note: string | null;
  author_id: number;
  entered_at: number;
  entered_day: number;
  expires_day: number | null;
  /** What within the account it is about: a contact's id, a need; null: the account as a whole. */
  subject: ColumnType<string | null, string | null | undefined, string | null>;
  /** Of a contact with a role; whole names are never kept. */
  masked_name: ColumnType<string | null, string | null | undefined, string | null>;
  job_title: ColumnType<string | null, string | null | undefined, string | null>;
};

/** The strategies an admin published; where there is none, that of the library is in force. */
type StrategyVersionTable = {
  portal_id: number;
  code: string;
  version: number;
  /** The Strategy, as JSON. */
  body: string;
  published_at: number;
  author: string;
  note: string;
  /** As of a policy. */
  parent: number;
};

/** The strategies admins are working on: one a strategy. */
type StrategyDraftTable = {
  portal_id: number;
  code: string;
  /** The StrategyDraft, as JSON. */
  body: string;
  note: string;
  based_on: number;
  author: string;
  saved_at: number;
};

/** How strategies become tasks, as far as an admin set it. */
type ExecutionSettingTable = {
  portal_id: number;
  body: string;
  /** Grows with every change, also of a strategy. */
  revision: number;
  changed_at: number;
  changed_by: string;
};

/** What strategies follow of an account; a narrow copy of its assessment. */
type AccountSituationTable = {
  portal_id: number;
  account_id: string;
  nine_box: string | null;
  risk_level: string | null;
  value_tier: string | null;
  is_lost: number;
  last_order_day: number | null;
  next_expected_day: number | null;
  priority: number;
  revenue_at_risk: number;
  /** When somebody has to act next, as the company's property says. */
  next_action_day: number | null;
  /** The strategy at work that comes first; null: none is, and what is advised holds. */
  strategy: string | null;
};

/** Which strategies are and were at work for an account. */
type StrategyRunTable = {
  portal_id: number;
  account_id: string;
  strategy: string;
  started_day: number;
  ended_day: number | null;
  outcome: string | null;
  /** Somebody asked for it, whatever the risk. */
  is_asked: number;
};

/** Steps that became tasks in HubSpot, one row a task; nothing is deleted when it is done. */
type StepTaskTable = {
  portal_id: number;
  /** Says which task is meant for ever: portal, account or owner, strategy, version, step, period. */
  task_key: string;
  /** Stands in the task's text, so that a task whose creation was not answered is found again. */
  marker: string;
  /** 'step' of a strategy, 'next_action' of another task, 'escalation' to the manager: of a task, or of a late complaint. */
  kind: string;
  /** The task it follows from. */
  parent_key: string | null;
  /** null: a merged task, its accounts are in `taken_step`. */
  account_id: string | null;
  owner_id: string;
  role: string;
  /** Whom the plan gave it to: another owner has it from a person. */
  planned_owner_id: string | null;
  /** Who had it before it had to be moved. */
  moved_from: string | null;
  /** Why the fallback has it, as JSON. */
  owner_problem: string | null;
  strategy: string;
  version: number;
  step: string;
  period: string;
  mode: string;
  /** What somebody wrote; null: the strategy's step says it. */
  title: string | null;
  /** What lateness is counted from; `due_day` is what HubSpot shows. */
  planned_day: number;
  due_day: number;
  /** When HubSpot got it; before that, when it was planned. */
  created_day: number;
  weight: number;
  urgency: string;
  /** An execution status, or 'withdrawn' or 'dismissed': nobody has to do it. */
  status: string;
  why_ended: string | null;
  /** 'to_create', 'sending' (asked for, not answered), 'sent', 'to_update', 'gone' (deleted in HubSpot). */
  sync: string;
  /** Parts of the task that HubSpot has not been told, a space after each; the same one may be there twice. */
  changes: string;
  seq: number;
  sending_since: number | null;
  hubspot_id: string | null;
  modified_at: number | null;
  started_at: number | null;
  completed_at: number | null;
  feedback: string | null;
  problem: string | null;
  logged_by: number | null;
  logged_at: number | null;
  escalated_at: number | null;
  /** When its status in HubSpot is looked at next. */
  look_at: number;
  attempts: number;
  due_at: number;
  last_error: string | null;
};

/** Which task an account's step of a period became. */
type TakenStepTable = {
  portal_id: number;
  account_id: string;
  step: string;
  period: string;
  step_key: string;
  task_key: string;
  strategy: string;
  /** The account left a merged task that goes on for others, or its own task was withdrawn. */
  is_withdrawn: number;
};

/** What people decided about steps of an account. */
type StepDecisionTable = {
  portal_id: number;
  account_id: string;
  decision_id: string;
  kind: string;
  strategy: string;
  step: string;
  step_key: string | null;
  until_day: number | null;
  /** The new owner of an adjustment. */
  owner_id: string | null;
  note: string | null;
  author_id: number;
  decided_at: number;
  decided_day: number;
  /** Date and owner of the task before it: what undoing goes back to. */
  from_day: number | null;
  from_owner_id: string | null;
  /** It counts no more since then. */
  undone_at: number | null;
  undone_by: number | null;
};

/** Lines of execution ledgers that were kept elsewhere; nothing of them is sent to HubSpot. */
type ImportedExecutionTable = {
  portal_id: number;
  account_id: string;
  /** Of the step and its day. */
  execution_key: string;
  step: string;
  /** null: who did it is no user of the portal. */
  owner_id: string | null;
  owner_name: string | null;
  planned_day: number;
  done_day: number | null;
  status: string;
  feedback: string | null;
  problem: string | null;
  next_action: string | null;
};

/** Accounts whose tasks are planned again before the day is over. */
type PlanDueTable = { portal_id: number; account_id: string; seq: number };

/** For which day, and from which settings, a portal's tasks were planned last. */
type TaskPlanTable = { portal_id: number; planned_day: number; revision: string };

/** Where a team talks: a webhook of its chat. */
type ChannelTable = {
  portal_id: number;
  channel_id: string;
  kind: string;
  name: string;
  /** Encrypted; whoever has it can write to the chat. So is the secret, of DingTalk only. */
  address: string;
  secret: string | null;
  /** What it wants to hear of, as a JSON list. */
  topics: string;
  added_at: number;
  added_by: string;
};

/** Messages on their way to channels; what was sent or given up stays for thirty days. */
type AnnouncementTable = {
  portal_id: number;
  announcement_id: string;
  channel_id: string;
  topic: string;
  /** Title and lines as JSON, in the portal's language. */
  message: string;
  /** 'waiting', 'sent' or 'dead'. */
  state: string;
  created_at: number;
  due_at: number;
  attempts: number;
  last_error: string | null;
};

/** Types, risks and value tiers that accounts passed from and to in the last ninety days. */
type AccountTransitionTable = {
  portal_id: number;
  account_id: string;
  kind: string;
  happened_at: number;
  from_value: string | null;
  to_value: string | null;
  /** 1 as well when there was nobody to announce it to. */
  is_announced: number;
};

/** Complaints that had no answer when it was due. */
type ComplaintBreachTable = {
  portal_id: number;
  ticket_id: string;
  account_id: string;
  due_at: number;
  noticed_at: number;
  is_announced: number;
  /** 1 as well when no manager was to be told. */
  is_escalated: number;
};

/** Owners whose digest of a week was made; the week by its Monday. */
type OwnerDigestTable = { portal_id: number; owner_id: string; week_day: number; made_at: number };

/** A step of a workflow that we were asked to run; kept for two weeks, so that one asked for again is answered, not repeated. */
type WorkflowExecutionTable = {
  portal_id: number;
  /** HubSpot's callback id. */
  execution_id: string;
  action: string;
  account_id: string;
  /** What the action chose to work on, kept before it did. */
  subject: string | null;
  /** What was answered, as JSON: HubSpot's output fields; null: begun, and not answered. */
  outputs: string | null;
  /** The workflow waits for the outputs. */
  is_open: number;
  received_at: number;
  due_at: number;
  attempts: number;
  last_error: string | null;
};

/** What an admin changed of the settings: one row a setting; values as JSON. */
type SettingChangeTable = {
  portal_id: number;
  change_id: string;
  changed_at: number;
  author: string;
  setting: string;
  value_before: string;
  value_after: string;
};

/** What the portal calls its own industries, as a JSON list of values and names. */
type IndustryNamesTable = { portal_id: number; property: string; names: string; read_at: number };

/** The list of HubSpot's that says which companies are scored. */
type CompanyListTable = {
  portal_id: number;
  list_id: string;
  name: string;
  /** 'read', 'not_granted', or 'gone': then what was read last goes on to hold. */
  state: string;
  members: number;
  read_at: number;
  /** Where a reading under way goes on, and when it began; null between readings. */
  cursor: ColumnType<string | null, string | null | undefined, string | null>;
  began_at: ColumnType<number | null, number | null | undefined, number | null>;
};

type ListMemberTable = {
  portal_id: number;
  list_id: string;
  company_id: string;
  /** When the last reading that named it began. */
  seen_at: Zero;
};

/** A preview of rules, or of tasks: one of each a portal. */
type PreviewTable = {
  portal_id: number;
  /** What is previewed, by what it says. */
  fingerprint: string;
  /** Tells one attempt from the next. */
  run: string;
  state: string;
  /** When the process that makes it was heard of last: one that went silent makes it no more. */
  seen_at: number;
  /** What came of it, as JSON, once it is done. */
  body: string | null;
};

/** How many accounts were written so long after their change. */
type LagCountTable = {
  portal_id: number;
  /** UTC day. */
  day: number;
  /** The upper end of a span of times. */
  up_to_ms: number;
  accounts: number;
};

/** Who changed or took out what, and what became of it; see model/audit.ts. */
type AuditEntryTable = {
  portal_id: number;
  entry_id: string;
  happened_at: number;
  user_id: number | null;
  action: string;
  subject: string;
  /** Null while it is under way. */
  outcome: string | null;
};

export type Tables = {
  portal: PortalTable;
  inbox: InboxTable;
  received_event: ReceivedEventTable;
  journal: JournalTable;
  dirty_record: DirtyRecordTable;
  dirty_account: DirtyAccountTable;
  outbox: OutboxTable;
  written: WrittenTable;
  company: CompanyTable;
  deal: DealTable;
  ticket: TicketTable;
  owner: OwnerTable;
  backfill: BackfillTable;
  policy: PolicyTable;
  policy_draft: PolicyDraftTable;
  publishing: PublishingTable;
  user_role: UserRoleTable;
  setup_step: SetupStepTable;
  usage_count: UsageCountTable;
  frame: FrameTable;
  assessment: AssessmentTable;
  portfolio_account: PortfolioAccountTable;
  industry_names: IndustryNamesTable;
  call_count: CallCountTable;
  portal_setting: PortalSettingTable;
  evidence_source: EvidenceSourceTable;
  engagement: EngagementTable;
  contact_role: ContactRoleTable;
  erased_contact: ErasedContactTable;
  survey_answer: SurveyAnswerTable;
  exchange_rate: ExchangeRateTable;
  deal_products: DealProductsTable;
  reconciliation: ReconciliationTable;
  manual_input: ManualInputTable;
  workflow_execution: WorkflowExecutionTable;
  strategy_version: StrategyVersionTable;
  strategy_draft: StrategyDraftTable;
  execution_setting: ExecutionSettingTable;
  channel: ChannelTable;
  announcement: AnnouncementTable;
  account_transition: AccountTransitionTable;
  complaint_breach: ComplaintBreachTable;
  owner_digest: OwnerDigestTable;
  account_situation: AccountSituationTable;
  strategy_run: StrategyRunTable;
  step_task: StepTaskTable;
  taken_step: TakenStepTable;
  step_decision: StepDecisionTable;
  imported_execution: ImportedExecutionTable;
  plan_due: PlanDueTable;
  task_plan: TaskPlanTable;
  setting_change: SettingChangeTable;
  company_list: CompanyListTable;
  list_member: ListMemberTable;
  policy_preview: PreviewTable;
  task_preview: PreviewTable;
  lag_count: LagCountTable;
  audit_entry: AuditEntryTable;
};

export type Database = Kysely<Tables>;
