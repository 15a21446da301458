import { portalId } from '../../src/model/ids.ts';
import type { PolicyPreview } from '../../src/model/policy-preview.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { bodyOf } from '../../src/scoring/policy-versions.ts';
import type { SettingsFacts } from '../../src/settings/settings-facts.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { wordsIn } from '../../src/words/words.ts';

const body = bodyOf(defaultPolicy);
const drafted = { ...body, margin: 0.5 };

export const aPreview: PolicyPreview = {
  fingerprint: 'draft-1',
  day: 20_700,
  accounts: 25,
  assessed: 25,
  shifts: {
    nine_box: [{ code: 'core', before: 4, after: 6 }],
    value_tier: [{ code: 'high', before: 4, after: 6 }],
    potential_tier: [],
    health_band: [],
    risk_level: [],
    lifecycle: [],
  },
  health: { before: [0, 0, 0, 1, 3, 5, 6, 5, 4, 1], after: [0, 0, 1, 2, 4, 5, 6, 4, 3, 0] },
  moved: 1,
  movedAccounts: [],
  writes: { accounts: 2, values: 8 },
  backtest: { today: null, draft: null },
};

type Difference = Partial<Omit<SettingsFacts, 'draft' | 'preview'>> & {
  draft?: 'previewed' | 'changed since';
};

/** What an admin finds on a new portal, but for the difference. */
export function settingsFacts({ draft, ...difference }: Difference = {}): SettingsFacts {
  const author = '75';
  const fingerprint = draft === 'previewed' ? 'draft-1' : 'draft-2';
  return {
    words: wordsIn('en'),
    nowMs: Date.parse('2026-11-20T12:00:00Z'),
    portal: {
      id: portalId(4242),
      status: 'installed',
      name: 'Acme',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      locale: 'en',
      uiDomain: 'app.hubspot.com',
      scopes: ['oauth'],
    },
    scopes: [{ name: 'oauth', reason: 'To know the portal', isGranted: true }],
    settings: {
      complaintCategories: ['complaint'],
      amountProperty: null,
      currencyProperty: null,
      renewalProperty: null,
      kamOwnerProperty: null,
      industryProperty: null,
      productFamilyProperty: null,
      rootCauseProperty: null,
      birthdayProperty: null,
      rollUp: 'own',
      wonStages: null,
      population: { lifecycleStages: null, wonDealOnly: false, listId: null },
    },
    publishing: { mode: 'shadow', isPaused: false, pilotOwners: [] },
    doneSteps: [],
    properties: {
      company: [
        { name: 'contract_end', label: 'Contract end', type: 'date', isOwner: false, options: [] },
      ],
      deal: [],
      line_item: [{ name: 'name', label: 'Name', type: 'string', isOwner: false, options: [] }],
      ticket: [],
      contact: [],
    },
    changes: [],
    dealStageNames: [{ id: 'closedwon', label: 'Closed won', pipeline: 'Sales' }],
    dealStages: [{ stage: 'closedwon', deals: 40, won: 40 }],
    lifecycleStages: [{ stage: 'customer', count: 20 }],
    ticketCategories: [{ category: 'COMPLAINT', tickets: 3 }],
    lists: [{ id: '41', name: 'Framework contracts', size: 13 }],
    populationList: undefined,
    companies: 25,
    population: 25,
    verification: null,
    quality: {
      sales: 40,
      withoutCompany: 4,
      withoutAmount: 0,
      withoutCloseDate: 1,
      withoutRate: 2,
      accounts: 25,
      withoutOwner: 5,
      withoutIndustry: 0,
    },
    history: [{ version: 1, body, author: '', publishedAt: 0, note: '', parent: null }],
    draft: draft
      ? { draft: { body: drafted, note: '', basedOn: 1, author, savedAt: 0 }, fingerprint }
      : null,
    preview: draft
      ? { state: 'done', fingerprint: 'draft-1', preview: aPreview, run: 'run-1', seenAt: 0 }
      : { state: 'none' },
    users: [{ userId: 75, ownerId: '9', name: 'Kim Berger', isActive: true }],
    roles: new Map([[75, 'admin']]),
    calls: [],
    lags: [],
    events: { events: 0, lastAt: null },
    leavers: [],
    execution: executionDefaults({ timeZone: 'Europe/Berlin', currency: 'EUR' }),
    budget: {
      defaults: { callsPerTenSeconds: 108, callsPerDay: null },
      set: { callsPerTenSeconds: null, callsPerDay: null },
    },
    uses: [],
    waiting: [],
    refused: [],
    reconciliation: [],
    stored: [],
    ownProperties: 0,
    ...difference,
  };
}
