import type { Settings } from '../../extensions/app/settings/contract.ts';
import type { FrameStore } from '../assessment/frame-store.ts';
import { HubspotError } from '../errors.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import { fingerprintOf } from '../http/fingerprint.ts';
import { addressOf } from '../hubspot/endpoints.ts';
import type { PortalId } from '../model/ids.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';
import type { PolicyBody } from '../model/policy-version.ts';
import type { Portal } from '../model/portal.ts';
import type { ReconciliationStore } from '../sync/reconciliation-store.ts';
import type { Words } from '../words/words.ts';
import type { LagStore } from '../writeback/lag-store.ts';
import { diagnosisView } from './diagnosis-view-rules.ts';
import type { HealthStore } from './health-store.ts';
import { healthView, peopleView } from './health-view-rules.ts';
import type { LeaverStore } from './leaver-store.ts';
import { type PolicyDeskDeps, policyHistory } from './policy-desk.ts';
import { policyView } from './policy-view-rules.ts';
import type { PreviewDesk } from './preview-desk.ts';
import type { QualityStore } from './quality-store.ts';
import { settingHistory } from './setting-change-view-rules.ts';
import type { SettingsFacts } from './settings-facts.ts';
import {
  connectionView,
  mappingView,
  populationView,
  publishingView,
  stepsView,
} from './setup-view-rules.ts';
import type { UndoDeps } from './undo-change.ts';

export type AnswerSettingsDeps = PolicyDeskDeps &
  Omit<UndoDeps, 'outbox'> & {
    outbox: UndoDeps['outbox'] & {
      retryRefused(id: PortalId, now: Date): Promise<number>;
      listRefused(
        id: PortalId,
        limit: number,
      ): Promise<{ accountId: string; reason: string; attempts: number }[]>;
    };
    frames: Pick<FrameStore, 'findCurrent'>;
    reconciliations: Pick<ReconciliationStore, 'list'>;
    health: HealthStore;
    leavers: LeaverStore;
    strategies: Pick<StrategyStore, 'readSettings'>;
    quality: QualityStore;
    lags: Pick<LagStore, 'since'>;
    previews: Pick<PreviewDesk<PolicyBody, PolicyPreview>, 'start' | 'stateOf'>;
    /** Each with its reason in a language. */
    scopes: readonly { name: string; reason: Readonly<Record<'en' | 'zh-CN' | 'zh-TW', string>> }[];
  };

const shownDays = 7;
const usageDays = 30;
const shownRefusals = 50;
const shownChanges = 100;
const dayMs = 86_400_000;
/** No condition on which companies are scored. */
export const everybody = {
  population: { lifecycleStages: null, wonDealOnly: false, listId: null },
  wonStages: null,
};

/** The whole settings page; what HubSpot has to be asked for is left out while it does not answer. */
export async function answerSettings(
  deps: AnswerSettingsDeps,
  portalId: PortalId,
  words: Words,
): Promise<Settings> {
  const portal = await deps.portals.find(portalId);
  if (!portal || portal.status === 'uninstalled') {
    return {
      state: 'unavailable',
      why: 'not-installed',
      title: words.say('unavailable.not_installed_title'),
      text: words.say('unavailable.not_installed_text'),
    };
  }
  if (portal.status === 'revoked') {
    return {
      state: 'unavailable',
      why: 'reconnect',
      title: words.say('unavailable.reconnect_title'),
      text: words.say('settings.reconnect_text'),
    };
  }
  return settingsPage(await factsOf(deps, portal, words));
}

export function settingsPage(facts: SettingsFacts): Settings {
  const { words } = facts;
  const steps = stepsView(facts);
  return {
    state: 'ready',
    tabs: {
      setup: words.say('settings.tab.setup'),
      policy: words.say('settings.tab.policy'),
      strategies: words.say('settings.tab.strategies'),
      people: words.say('settings.tab.people'),
      notifications: words.say('settings.tab.notifications'),
      history: words.say('settings.tab.history'),
      health: words.say('settings.tab.health'),
    },
    intro: words.say('settings.intro'),
    steps,
    currentStep: steps.find(({ isDone }) => !isDone)?.id ?? null,
    stepDone: words.say('settings.step_end'),
    connection: connectionView(facts),
    mapping: mappingView(facts),
    population: populationView(facts),
    diagnosis: diagnosisView(facts),
    publishing: publishingView(facts),
    policy: policyView(facts),
    people: peopleView(facts),
    history: settingHistory(facts),
    health: healthView(facts),
  };
}

async function factsOf(
  deps: AnswerSettingsDeps,
  portal: Portal,
  words: Words,
): Promise<SettingsFacts> {
  const { id } = portal;
  const nowMs = deps.now().getTime();
  const today = Math.floor(nowMs / dayMs);
  const settings = await deps.settings.read(id);
  const draft = await deps.policies.findDraft(id);
  const granted = new Set(portal.scopes);
  return {
    words,
    nowMs,
    portal,
    settings,
    scopes: deps.scopes.map(({ name, reason }) => ({
      name,
      reason: reason[words.locale],
      isGranted: granted.has(name),
    })),
    publishing: await deps.publishing.read(id),
    doneSteps: await deps.health.doneSteps(id),
    properties: {
      company: await orNothing(deps.settingApi.readCompanyProperties(id)),
      deal: await orNothing(deps.settingApi.readProperties(id, 'deal')),
      line_item: await orNothing(deps.settingApi.readProperties(id, 'line_item')),
      ticket: await orNothing(deps.settingApi.readProperties(id, 'ticket')),
      contact: await orNothing(deps.settingApi.readProperties(id, 'contact')),
    },
    dealStageNames: await orNothing(deps.settingApi.readDealStages(id)),
    dealStages: await deps.population.dealStages(id),
    lifecycleStages: await deps.population.lifecycleStages(id),
    ticketCategories: await deps.population.ticketCategories(id),
    lists: await orNull(deps.listApi.readLists(id)),
    populationList: settings.population.listId
      ? await deps.lists.find(id, settings.population.listId)
      : undefined,
    companies: await deps.population.count(id, everybody),
    population: await deps.population.count(id, settings),
    verification: (await deps.frames.findCurrent(id))?.verification ?? null,
    quality: await deps.quality.count(id, { currency: portal.currency, ...settings }),
    changes: await deps.changes.list(id, shownChanges),
    history: await policyHistory(deps, id),
    draft: draft ? { draft, fingerprint: fingerprintOf(draft.body) } : null,
    preview: await deps.previews.stateOf(id),
    users: await deps.health.users(id),
    roles: new Map((await deps.roles.list(id)).map(({ userId, role }) => [userId, role])),
    calls: (await deps.health.callsSince(id, today - shownDays + 1)).map((count) => ({
      ...count,
      address: addressOf(count.endpoint),
    })),
    lags: await deps.lags.since(id, today - shownDays + 1),
    events: await deps.health.eventsSince(id, today - shownDays + 1),
    leavers: await deps.leavers.list(id),
    execution: await deps.strategies.readSettings(id),
    budget: { defaults: deps.defaultBudget, set: await deps.budgets.find(id) },
    uses: await deps.health.usesSince(id, today - usageDays + 1),
    waiting: await deps.health.waiting(id),
    refused: [
      ...(await deps.outbox.listRefused(id, shownRefusals)),
      ...(await deps.health.listUnreadable(id, shownRefusals)),
    ],
    reconciliation: await deps.reconciliations.list(id),
    stored: await deps.health.stored(id),
    ownProperties: (await deps.portals.findProperties(id))?.length ?? 0,
  };
}

/** The choices of HubSpot are missing while it does not answer; everything else is there. */
async function orNothing<Item>(asked: Promise<Item[]>): Promise<Item[]> {
  return (await orNull(asked)) ?? [];
}

async function orNull<Item>(asked: Promise<Item[]>): Promise<Item[] | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HubspotError) return null;
    throw error;
  }
}
