import type { CallBudget, SetBudget } from '../model/call-budget.ts';
import type { CompanyList, KeptList } from '../model/company-list.ts';
import type { ExecutionSettings } from '../model/execution-settings.ts';
import type { Verification } from '../model/frame.ts';
import type { LagCount } from '../model/lag.ts';
import type { CompanyProperty, DealStage, MappedRecord } from '../model/mapping.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';
import type { PolicyDraft, PolicyVersion } from '../model/policy-version.ts';
import type { Portal } from '../model/portal.ts';
import type { Publishing } from '../model/publishing.ts';
import type { Role } from '../model/role.ts';
import type { PortalSettings } from '../model/settings.ts';
import type { Words } from '../words/words.ts';
import type { CallCount, StoredKind, UseCount, Waiting } from './health-store.ts';
import type { Leaver } from './leaver-store.ts';
import type { PreviewState } from './preview-desk.ts';
import type { DataQuality } from './quality-store.ts';
import type { SettingChange } from './setting-change-store.ts';

/** Everything the settings page is said from. Times are ms since 1970. */
export type SettingsFacts = {
  words: Words;
  nowMs: number;
  portal: Portal;
  scopes: readonly { name: string; reason: string; isGranted: boolean }[];
  settings: PortalSettings;
  publishing: Publishing;
  doneSteps: readonly string[];
  properties: Readonly<Record<MappedRecord, readonly CompanyProperty[]>>;
  dealStageNames: readonly DealStage[];
  dealStages: readonly { stage: string | null; deals: number; won: number }[];
  lifecycleStages: readonly { stage: string | null; count: number }[];
  ticketCategories: readonly { category: string; tickets: number }[];
  /** Lists of companies; null where they cannot be read. */
  lists: readonly CompanyList[] | null;
  /** The one that says who is scored. */
  populationList: KeptList | undefined;
  companies: number;
  population: number;
  verification: Verification | null;
  quality: DataQuality;
  /** Newest first. */
  changes: readonly SettingChange[];
  history: readonly [PolicyVersion, ...PolicyVersion[]];
  draft: { draft: PolicyDraft; fingerprint: string } | null;
  preview: PreviewState<PolicyPreview>;
  users: readonly { userId: number; ownerId: string; name: string; isActive: boolean }[];
  roles: ReadonlyMap<number, Role>;
  calls: readonly (CallCount & { address: string })[];
  lags: readonly LagCount[];
  /** Of some days, and when the last of all came; null while none has. */
  events: { events: number; lastAt: number | null };
  /** Deactivated in HubSpot. */
  leavers: readonly Leaver[];
  execution: Pick<ExecutionSettings, 'roles' | 'escalationOwnerId' | 'calendar'>;
  /** Of our calls to HubSpot: the installation's, and what was set here of it. */
  budget: { defaults: CallBudget; set: SetBudget };
  uses: readonly UseCount[];
  waiting: readonly Waiting[];
  refused: readonly { accountId: string; reason: string; attempts: number }[];
  reconciliation: readonly {
    objectType: string;
    sweptAt: number;
    comparedAt: number;
    missedRecords: number;
    repairedAccounts: number;
  }[];
  stored: readonly { kind: StoredKind; rows: number }[];
  /** Our properties in the portal. */
  ownProperties: number;
};
