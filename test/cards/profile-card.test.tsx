import { Button, Heading, hubspot, StatusTag, TableRow, Text } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProfileCard } from '../../extensions/app/cards/ProfileCard.tsx';
import { profileCard } from '../../src/cards/profile-view-rules.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import type { ManualInput } from '../../src/model/manual-input.ts';
import { type Locale, wordsIn } from '../../src/words/words.ts';
import {
  aCardPortal,
  aCardRecord,
  aManualRecord,
  anAssessment,
  aProfile,
  halfImported,
  noon,
  today,
} from './an-assessment.ts';

const record = aCardRecord(anAssessment());
const contextIn = (locale: Locale, portal = aCardPortal()) =>
  viewContext(wordsIn(locale), portal, noon);
const context = contextIn('en');
const closers: (() => void)[] = [];

function openCard(answer: unknown) {
  vi.spyOn(hubspot, 'fetch').mockImplementation(
    async () => new Response(JSON.stringify(answer), { status: 200 }),
  );
  const renderer = createRenderer('crm.record.tab');
  renderer.mocks.context.crm = { objectId: 901, objectTypeId: '0-2' };
  renderer.mocks.useCrmProperties.willCall(() => ({
    properties: {},
    error: null,
    isLoading: false,
    isRefetching: false,
    refetch: async () => undefined,
  }));
  renderer.render(<ProfileCard />);
  closers.push(() => renderer.render(<Text>closed</Text>));
  return renderer;
}

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('the profile', () => {
  it.each<[Locale, string[]]>([
    [
      'en',
      [
        'Customer number: 21000000011',
        'Name: Nordwind GmbH',
        'Industry: Building materials',
        'Size: Medium',
        'Customer for: 35 months',
        'Revenue in all: €1,180,400',
        'Last order: Dec 26, 2025',
        'Last contact: Nov 8, 2026',
        'Satisfaction: 4.5 of 5',
        'Complaints: 1',
        'Key contact: A. B***',
        'Needs: New features and Sensors',
      ],
    ],
    [
      'zh-CN',
      [
        '客户编号: 21000000011',
        '客户名称: Nordwind GmbH',
        '行业类型: 建材',
        '规模等级: 中型',
        '合作时长: 35 个月',
        '累计营收: €1,180,400',
        '最近成交: 2025年12月26日',
        '最近互动: 2026年11月8日',
        '客户满意度: 4.5 / 5 分',
        '投诉: 1',
        '关键联系人: A. B***',
        '需求标签: 新功能、Sensors',
      ],
    ],
  ])('has the twelve columns of the customer table in %s', (locale, columns) => {
    const card = profileCard(record, aProfile(), contextIn(locale));

    const shown = card.state === 'profile' ? card.figures : [];
    expect(shown.map(({ label, value }) => `${label}: ${value}`)).toEqual(columns);
  });

  it('says what is not known instead of zero', () => {
    const nothing = aProfile({
      industry: null,
      sizeClass: null,
      tenureMonths: null,
      lastTransactionOn: null,
      lastInteractionOn: null,
      satisfaction: null,
      needs: [],
    });

    const card = profileCard(record, { ...nothing, people: null }, context);

    const figures = card.state === 'profile' ? card.figures : [];
    expect(figures.filter(({ value }) => value === 'Not known')).toHaveLength(8);
  });

  it('names the product families where line items are read', () => {
    const families = ['Sensors', 'Spare parts'].map((name) => ({ name, firstOn: 1, lastOn: 2 }));
    const profile = aProfile({ products: { count: 2, families, lastOn: 2 } });

    const card = profileCard(record, profile, context);

    expect(card.state === 'profile' && card.figures.at(-1)).toEqual({
      label: 'Product families',
      value: 'Sensors and Spare parts',
      hint: '2 bought so far',
    });
  });
});

const told = { authorId: 7, enteredAt: noon, enteredOn: today - 40, note: null, expiresOn: null };
const aKdm: ManualInput = {
  ...told,
  id: 'role-1',
  kind: 'decision_role',
  value: 'champion',
  subject: '31',
  person: { maskedName: 'E. F***', jobTitle: 'Plant manager' },
  expiresOn: today + 10,
};
const aNeed: ManualInput = {
  ...told,
  id: 'need-1',
  kind: 'need',
  value: 'yes',
  subject: 'Spare parts within a day',
  person: null,
  note: 'Said at the review',
};
const profileWith = (...inputs: ManualInput[]) => {
  const card = profileCard(record, aProfile(), context, aManualRecord({ inputs }));
  if (card.state !== 'profile') throw new Error(`the card is ${card.state}`);
  return card;
};

describe('who decides', () => {
  it('is also who somebody entered, with who said so and until when', () => {
    const { people, gaps } = profileWith(aKdm).chain;

    expect(people.at(-1)).toEqual({
      role: 'Champion',
      name: 'E. F***',
      job: 'Plant manager',
      source: 'Ben Chen, Oct 11, 2026 · until Nov 30, 2026',
      told: { contactId: '31' },
    });
    expect(gaps).toEqual([]);
  });

  it('is not known any more once what was entered has ended', () => {
    const { people, gaps } = profileWith({ ...aKdm, expiresOn: today - 1 }).chain;

    expect(people).toHaveLength(2);
    expect(gaps).toEqual(['Nobody known as: Champion']);
  });
});

describe('needs', () => {
  it('come with what shows them and how old that is, told ones first', () => {
    expect(profileWith(aNeed).needs.needs).toEqual([
      {
        subject: 'Spare parts within a day',
        name: 'Spare parts within a day',
        evidence: 'Said at the review · Ben Chen, Oct 11, 2026',
        age: '40 days ago',
      },
      {
        subject: 'enquiry:FEATURE_REQUEST',
        name: 'New features',
        evidence: 'asked 3 times, last on Nov 8, 2026',
        age: '12 days ago',
      },
      {
        subject: 'order:Sensors',
        name: 'Sensors',
        evidence: 'last bought on Dec 26, 2025',
        age: '329 days ago',
      },
    ]);
  });

  it('stay away once somebody said that they are none', () => {
    const denied = { ...aNeed, subject: 'order:Sensors', value: 'no' };

    expect(profileWith(denied).needs.needs.map(({ name }) => name)).toEqual(['New features']);
  });

  it('can be entered only by those who may', () => {
    const reader = profileCard(record, aProfile(), context, aManualRecord({ mayWrite: false }));

    expect(profileWith().forms?.need.open).toBe('Add a need');
    expect(reader).toMatchObject({ forms: null, readOnly: expect.stringContaining('role') });
  });
});

describe('the profile card', () => {
  it('lists who decides, and which roles nobody has', async () => {
    const renderer = openCard(profileCard(record, aProfile(), context));

    await renderer.waitFor(() => expect(renderer.find(Heading).text).toBe('Customer profile'));
    expect(renderer.findAll(TableRow)).toHaveLength(6);
    expect(renderer.findAll(StatusTag).map(({ text }) => text)).toEqual([
      'Nobody known as: Champion',
    ]);
  });

  it('says how roles get there where none are recorded', async () => {
    const renderer = openCard(profileCard(record, { ...aProfile(), people: null }, context));

    await renderer.waitFor(() =>
      expect(renderer.find(StatusTag).text).toContain('No decision roles are known'),
    );
  });

  it.each([
    ['in its words', 403, { error: 'This takes the role Key-account manager.' }],
    ['or what to do where it gave no reason', 502, {}],
  ])('says why the service kept nothing, %s', async (_, status, refusal) => {
    const told = profileCard(record, aProfile(), context, aManualRecord());
    const failed = told.state === 'profile' ? told.forms?.failed : undefined;
    const renderer = openCard(told);
    await renderer.waitFor(() => expect(renderer.find(Heading).text).toBe('Customer profile'));
    vi.spyOn(hubspot, 'fetch').mockImplementation(
      async () => new Response(JSON.stringify(refusal), { status }),
    );

    const [remove] = renderer.findAll(Button).filter(({ text }) => text === 'Not a need');
    remove?.trigger('onClick');

    const message = 'error' in refusal ? refusal.error : failed;
    await renderer.waitFor(() =>
      expect(renderer.mocks.actions.addAlert.calls).toEqual([[{ type: 'danger', message }]]),
    );
  });

  it('waits while the portal is read', async () => {
    const importing = contextIn('en', aCardPortal({ backfill: halfImported }));
    const renderer = openCard(profileCard(undefined, null, importing));

    await renderer.waitFor(() =>
      expect(renderer.find(Heading).text).toBe('Your portal is being imported'),
    );
  });
});
