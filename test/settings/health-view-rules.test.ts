import { describe, expect, it } from 'vitest';
import type { ExecutionSettings } from '../../src/model/execution-settings.ts';
import { healthView } from '../../src/settings/health-view-rules.ts';
import type { SettingsFacts } from '../../src/settings/settings-facts.ts';
import { mappingView } from '../../src/settings/setup-view-rules.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { wordsIn } from '../../src/words/words.ts';
import { settingsFacts } from './settings-facts.ts';

const viewOf = (difference: Partial<Omit<SettingsFacts, 'draft' | 'preview'>>) =>
  healthView(settingsFacts(difference));

const lee = { ownerId: '10', name: 'Lee Left', accounts: 0, openTasks: 0, passedOn: 0 };

function execution(difference: Partial<ExecutionSettings>) {
  return { ...executionDefaults({ timeZone: 'Europe/Berlin', currency: 'EUR' }), ...difference };
}

describe('events', () => {
  it('are said with the time of the last one where the portal is', () => {
    const lastAt = Date.parse('2026-11-20T08:05:00Z');

    const { events } = viewOf({ events: { events: 1_204, lastAt } });

    expect(events.rows).toEqual([
      ['Last event received', 'Nov 20, 2026 9:05 AM'],
      ['Events received, 7 days', '1,204'],
    ]);
  });

  it('that never came leave a way to try', () => {
    const { events } = viewOf({});

    expect(events.rows).toEqual([]);
    expect(events.empty).toMatch(/^None yet/);
  });
});

it('tells calls apart by what they are for, whoever makes them', () => {
  const today = Math.floor(Date.parse('2026-11-20') / 86_400_000);
  const call = (endpoint: string, priority: string, calls: number, day = today) => ({
    ...{ day, endpoint, priority, calls, failures: 0, address: `POST /${endpoint}` },
  });

  const { jobs } = viewOf({
    calls: [
      call('readDeals', 'change', 3),
      call('readDeals', 'backfill', 7),
      call('writeCompanies', 'change', 2),
      call('writeCompanies', 'change', 5, today - 1),
      call('createTasks', 'change', 1),
      call('searchDeals', 'reconciliation', 4),
      call('readDealPipelines', 'person', 1),
      call('readDeals', '', 100, today - 2),
    ],
  });

  expect(jobs.rows).toEqual([
    ['What people ask for', '1', '1', 'Goes on'],
    ['Reading changes', '3', '3', 'Goes on'],
    ['Writing scores', '2', '7', 'Goes on'],
    ['Tasks', '1', '1', 'Goes on'],
    ['First reads and evidence', '7', '7', 'Waits for the next day (UTC)'],
    ['Comparing with HubSpot', '4', '4', 'Waits for the next day (UTC)'],
    ['Earlier calls, not told apart', '0', '100', '–'],
  ]);
});

describe('people deactivated in HubSpot', () => {
  it.each<[string, Partial<typeof lee>, Partial<ExecutionSettings>, string[] | undefined]>([
    ['nothing', {}, {}, undefined],
    [
      'companies',
      { accounts: 12, passedOn: 3 },
      {},
      [
        '12',
        '0',
        '3',
        '–',
        'Give the companies another owner in HubSpot; until then their tasks go to the fallback owner.',
      ],
    ],
    [
      'a role',
      {},
      {
        roles: { chains: { marketing: [{ kind: 'owner', ownerId: '10' }] }, fallbackOwnerId: '9' },
      },
      ['0', '0', '0', 'Marketing', 'Name somebody else under Strategies, Who does what.'],
    ],
    [
      'open tasks',
      { openTasks: 2 },
      {},
      ['0', '2', '0', '–', 'Nothing: the tasks are passed on shortly.'],
    ],
    [
      'tasks that others have',
      { passedOn: 2 },
      {},
      ['0', '0', '2', '–', 'Nothing: the tasks were passed on.'],
    ],
  ])('who left %s behind are shown with what to do', (_, left, settings, row) => {
    const { leavers } = viewOf({
      leavers: [{ ...lee, ...left }],
      execution: execution(settings),
    });

    expect(leavers.rows[0]?.slice(1)).toEqual(row);
  });

  it.each([
    ['in the pilot', 'pilot', 'In the pilot'],
    ['in no pilot', 'live', undefined],
  ] as const)('are shown when they are %s', (_, mode, named) => {
    const { leavers } = viewOf({
      leavers: [lee],
      publishing: { mode, isPaused: false, pilotOwners: ['10'] },
    });

    expect(leavers.rows[0]?.[4]).toBe(named);
  });

  it.each([
    ['9', 'Kim Berger gets the tasks meanwhile.'],
    [null, 'Tasks that nobody else can take stay with this person'],
  ])('raise an alarm as the fallback, with %s standing in', (escalationOwnerId, said) => {
    const { notices } = viewOf({
      leavers: [lee],
      execution: execution({ roles: { chains: {}, fallbackOwnerId: '10' }, escalationOwnerId }),
    });

    expect(notices).toEqual([
      {
        tone: 'warning',
        title: 'The fallback owner Lee Left was deactivated in HubSpot',
        text: expect.stringContaining(said),
      },
    ]);
  });
});

it.each([
  ['en', 'The list of holidays is complete through 2026'],
  ['zh-CN', '节假日数据完整至 2026 年'],
] as const)('says in %s that the holidays run out', (locale, title) => {
  const calendar = { name: 'CN', edits: { off: [], worked: [] } } as const;

  const { notices } = viewOf({ words: wordsIn(locale), execution: execution({ calendar }) });

  expect(notices.map(({ tone, title: said }) => [tone, said])).toEqual([['warning', title]]);
});

it('calls a category of tickets as the portal does, where it is none of HubSpot', () => {
  const options = [
    { value: '7', label: 'Delivery' },
    { value: 'BILLING_ISSUE', label: 'Their word' },
  ];
  const property = { name: 'hs_ticket_category', label: 'Category', type: 'enumeration', options };
  const facts = settingsFacts({
    settings: { ...settingsFacts().settings, complaintCategories: [] },
    ticketCategories: ['7', '8', 'BILLING_ISSUE'].map((category) => ({ category, tickets: 2 })),
    properties: { ...settingsFacts().properties, ticket: [{ ...property, isOwner: false }] },
  });

  const { complaintCategories } = mappingView(facts);

  expect(complaintCategories.options.map(({ label }) => label.split(' ')[0])).toEqual([
    'Delivery',
    '8',
    'Billing',
  ]);
});
