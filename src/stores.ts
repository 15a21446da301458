import { createAssessmentStore } from './assessment/assessment-store.ts';
import { createFrameStore } from './assessment/frame-store.ts';
import { createManualInputStore } from './assessment/manual-input-store.ts';
import { createPolicyStore } from './assessment/policy-store.ts';
import { createSituationStore } from './assessment/situation-store.ts';
import type { Database } from './database/schema.ts';
import { createAccountTrailStore } from './execution/account-trail-store.ts';
import { createBirthdayTaskStore } from './execution/birthday-task-store.ts';
import { createComplaintStore } from './execution/complaint-store.ts';
import { createDecisionStore } from './execution/decision-store.ts';
import { createImportedExecutionStore } from './execution/imported-execution-store.ts';
import { createPlanStore } from './execution/plan-store.ts';
import { createRunStore } from './execution/run-store.ts';
import { createStrategyStore } from './execution/strategy-store.ts';
import { createTaskAccountStore } from './execution/task-account-store.ts';
import { createTaskChangeStore } from './execution/task-change-store.ts';
import { createTaskEditStore } from './execution/task-edit-store.ts';
import { createTaskProblemStore } from './execution/task-problem-store.ts';
import { createTaskStore } from './execution/task-store.ts';
import { createTaskSyncStore } from './execution/task-sync-store.ts';
import { createPortalStore } from './install/portal-store.ts';
import { createSecretStore } from './install/secret-store.ts';
import { createSettingStore } from './install/setting-store.ts';
import { createInboxStore } from './intake/inbox-store.ts';
import type { PortalSettings } from './model/settings.ts';
import { createPortfolioStore } from './portfolio/portfolio-store.ts';
import { defaultPolicy } from './scoring/policy.ts';
import { executionDefaults } from './strategy/execution-defaults.ts';
import { strategyLibrary } from './strategy/library.ts';
import { createBackfillStore } from './sync/backfill-store.ts';
import { createContactStore } from './sync/contact-store.ts';
import { createDirtyStore } from './sync/dirty-store.ts';
import { createEngagementStore } from './sync/engagement-store.ts';
import { createFamilyStore } from './sync/family-store.ts';
import { createIndustryStore } from './sync/industry-store.ts';
import { createListStore } from './sync/list-store.ts';
import { createPopulationStore } from './sync/population-store.ts';
import { createProductStore } from './sync/product-store.ts';
import { createRateStore } from './sync/rate-store.ts';
import { createReconciliationStore } from './sync/reconciliation-store.ts';
import { createRecordStore } from './sync/record-store.ts';
import { createSignalStore } from './sync/signal-store.ts';
import { createSourceStore } from './sync/source-store.ts';
import { createSurveyStore } from './sync/survey-store.ts';
import { createExecutionStore } from './workflow/execution-store.ts';
import { createLagStore } from './writeback/lag-store.ts';
import { createOutboxStore } from './writeback/outbox-store.ts';
import { createPublishingStore } from './writeback/publishing-store.ts';

/** The stores that bringing a portal up to date reads and writes, on a database or under a hold of it. */
export function createStores(db: Database, defaultSettings: PortalSettings) {
  return {
    assessments: createAssessmentStore(db),
    backfills: createBackfillStore(db),
    birthdayTasks: createBirthdayTaskStore(db),
    complaints: createComplaintStore(db),
    contacts: createContactStore(db),
    decisions: createDecisionStore(db),
    dirty: createDirtyStore(db),
    engagements: createEngagementStore(db),
    executions: createExecutionStore(db),
    families: createFamilyStore(db),
    frames: createFrameStore(db, defaultPolicy),
    imported: createImportedExecutionStore(db),
    inbox: createInboxStore(db),
    industries: createIndustryStore(db),
    lags: createLagStore(db),
    lists: createListStore(db),
    manualInputs: createManualInputStore(db),
    outbox: createOutboxStore(db),
    plans: createPlanStore(db),
    policies: createPolicyStore(db, defaultPolicy),
    population: createPopulationStore(db),
    portals: createPortalStore(db),
    portfolio: createPortfolioStore(db),
    products: createProductStore(db),
    publishing: createPublishingStore(db),
    rates: createRateStore(db),
    reconciliations: createReconciliationStore(db),
    records: createRecordStore(db),
    runs: createRunStore(db),
    secrets: createSecretStore(db),
    settings: createSettingStore(db, defaultSettings),
    signalRecords: createSignalStore(db),
    situations: createSituationStore(db),
    sources: createSourceStore(db),
    strategies: createStrategyStore(db, {
      library: Object.values(strategyLibrary),
      settingsFor: executionDefaults,
    }),
    surveys: createSurveyStore(db),
    taskAccounts: createTaskAccountStore(db),
    taskChanges: createTaskChangeStore(db),
    taskEdits: createTaskEditStore(db),
    taskProblems: createTaskProblemStore(db),
    tasks: createTaskStore(db),
    taskSync: createTaskSyncStore(db),
    trails: createAccountTrailStore(db),
  };
}
