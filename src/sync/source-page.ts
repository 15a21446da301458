import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import type { PropertyApi } from '../hubspot/property-api.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { SourceName } from '../model/evidence-record.ts';
import type { AccountId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { PortalSettings } from '../model/settings.ts';
import type { ContactStore } from './contact-store.ts';
import type { DirtyStore } from './dirty-store.ts';
import type { EngagementStore } from './engagement-store.ts';
import type { ProductStore } from './product-store.ts';
import type { RateStore } from './rate-store.ts';
import type { RecordStore } from './record-store.ts';
import type { SourceCheckpoint } from './source-store.ts';
import type { SurveyStore } from './survey-store.ts';

export type SourceDeps = {
  evidenceApi: EvidenceApi;
  propertyApi: PropertyApi;
  settings: SettingStore;
  records: RecordStore;
  contacts: ContactStore;
  dirty: DirtyStore;
  surveys: SurveyStore;
  engagements: EngagementStore;
  rates: RateStore;
  products: ProductStore;
  now: () => Date;
};

/** What a page of a source brought; `cursor` is null when it was the last one of this run. */
export type SourcePage = { cursor: string | null; read: number; accountIds: readonly AccountId[] };

/** One kind of evidence: the scope it needs beyond the required ones, and how a page of it is read. */
export type Source = {
  name: SourceName;
  scope: string | null;
  /** It asks what deals there are, so it waits for the first read of the portal. */
  needsDeals?: boolean;
  /** The mapped property it reads by: when that changes, it is read whole again. */
  mappedIn?: (settings: PortalSettings) => string | null;
  /** Reads and saves a page. Safe to run twice: a crash repeats the page. */
  readPage: (deps: SourceDeps, portal: Portal, checkpoint: SourceCheckpoint) => Promise<SourcePage>;
};

export const nothingFound: SourcePage = { cursor: null, read: 0, accountIds: [] };

/** Search lags behind the records; what it says is as old as this, ms. */
export const searchLagMs = 60_000;
