import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountCard, AssessedAccount } from '../../extensions/app/cards/contract.ts';
import { accountCard } from '../../src/cards/card-view-rules.ts';
import {
  type CardPortal,
  type CardRecord,
  viewContext,
} from '../../src/cards/view-context-rules.ts';
import {
  type Assessment,
  type Facts,
  nineBoxTypes,
  type RiskSignalCode,
  riskSignalCodes,
} from '../../src/model/assessment.ts';
import { type Locale, locales, wordsIn } from '../../src/words/words.ts';
import {
  aCardPortal,
  aCardRecord,
  aFactor,
  aHealthyAssessment,
  aLostAssessment,
  aNewAssessment,
  anAssessment,
  aProspectAssessment,
  aVerification,
  halfImported,
  noon,
  silentFactors,
  today,
  withHealth,
  withPurchases,
  withRisk,
} from './an-assessment.ts';

type Shown = { locale?: Locale; portal?: CardPortal; nowMs?: number };

function cardOf(record: CardRecord | undefined, shown: Shown = {}): AccountCard {
  const { locale = 'en', portal = aCardPortal(), nowMs = noon } = shown;
  return accountCard(record, viewContext(wordsIn(locale), portal, nowMs));
}

function assessedOf(assessment: Assessment, shown: Shown = {}): AssessedAccount {
  const card = cardOf(aCardRecord(assessment), shown);
  if (card.state !== 'assessed') throw new Error(`the card is ${card.state}`);
  return card;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}

describe('the first line', () => {
  it.each([
    [
      'en',
      'Mature stable customer, needs attention: silent for 329 days, usually orders every 92 days',
    ],
    ['zh-CN', '成熟稳定客户，需要关注：已 329 天未成交，平时约 92 天一单'],
    ['zh-TW', '成熟穩定客戶，需要關注：已 329 天未成交，平時約 92 天一單'],
  ] as const)('names the broken rhythm in %s', (locale, headline) => {
    expect(assessedOf(anAssessment(), { locale }).headline).toBe(headline);
  });

  it.each([
    ['en', 'Core customer, healthy: orders about every 91 days, last one 77 days ago'],
    ['zh-CN', '核心客户，状态健康：平时约 91 天一单，上次成交距今 77 天'],
    ['zh-TW', '核心客戶，狀態健康：平時約 91 天一單，上次成交距今 77 天'],
  ] as const)('names the rhythm that is kept in %s', (locale, headline) => {
    expect(assessedOf(aHealthyAssessment(), { locale }).headline).toBe(headline);
  });

  it('raises no alarm over a healthy account that is a little late', () => {
    const assessment = {
      ...aHealthyAssessment(),
      ...withPurchases({ silentDays: 97, lastOn: today - 97, medianGapDays: 89 }),
    };

    expect(assessedOf(assessment).headline).toBe(
      'Core customer, healthy: orders about every 89 days, last one 97 days ago',
    );
  });

  it('says today for an order of today', () => {
    const assessment = {
      ...aHealthyAssessment(),
      ...withPurchases({ silentDays: 0, lastOn: today, medianGapDays: 91 }),
    };

    expect(assessedOf(assessment).headline).toBe(
      'Core customer, healthy: orders about every 91 days, last one today',
    );
  });

  it('names the signal when a healthy account has a warning', () => {
    const complaints = { complaints: 2, withinDays: 90 };
    const assessment = {
      ...aHealthyAssessment(),
      ...withRisk({ level: 'medium', signals: [{ code: 'R4_complaints', facts: complaints }] }),
    };

    expect(assessedOf(assessment).headline).toBe(
      'Core customer, healthy, with a warning: 2 complaints in 90 days',
    );
  });

  it('names the heaviest factor where there is no rhythm', () => {
    const assessment = anAssessment({
      ...withPurchases({ count: 1, silentDays: 200, medianGapDays: null }),
      ...withHealth({
        factors: [
          aFactor({ code: 'time_since_last_deal', points: -2, value: 200, unit: 'days' }),
          aFactor({ code: 'deals_ever', points: -17, value: 1 }),
        ],
      }),
      ...withRisk({ signals: [] }),
    });

    expect(assessedOf(assessment).headline).toBe(
      'Mature stable customer, needs attention: 1 order so far',
    );
  });

  it('calls an account without a type by its value', () => {
    const { headline } = assessedOf(anAssessment({ nineBox: null }));

    expect(headline).toMatch(/^High value, needs attention: /);
  });
});

describe('the bill', () => {
  it('adds up to the health in front of the reader', () => {
    const { bill } = assessedOf(anAssessment()).health;

    expect(bill.lines.map(({ label, pointsText }) => `${label} ${pointsText}`)).toEqual([
      'Your average customer 47',
      'Time since last order −1',
      'Orders in the last 12 months −2',
      'Orders in all +11',
      'Revenue against your customers +1',
      'Purchase rhythm −13',
      'Health 43',
    ]);
  });

  it('adds up whatever the points are', () => {
    const points = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 5, maxLength: 5 });

    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), points, (base, five) => {
        const sum = five.reduce((total, point) => total + point, base);
        const score = Math.min(100, Math.max(0, sum));
        const factors = silentFactors
          .slice(0, 5)
          .map((factor, position) => ({ ...factor, points: five[position] ?? 0 }));
        const change = withHealth({ base, factors, score, capPoints: score - sum });
        const { lines } = assessedOf(anAssessment(change)).health.bill;

        const total = lines.find(({ kind }) => kind === 'total');
        const items = lines.filter(({ kind }) => kind !== 'total');
        expect(items.reduce((all, line) => all + line.points, 0)).toBe(total?.points);
        expect(items.some(({ kind }) => kind === 'cap')).toBe(score !== sum);
      }),
    );
  });

  it('shows value and average of each factor in their unit', () => {
    const { lines } = assessedOf(anAssessment()).health.bill;

    expect(lines.slice(1, 6).map(({ value, average }) => [value, average])).toEqual([
      ['329 days', '213 days'],
      ['1 order', '1.9 orders'],
      ['9 orders', '3.6 orders'],
      ['above 78%', 'above 50%'],
      ['329 days silent, usual gap 92 days', null],
    ]);
  });

  it('puts nobody above all customers', () => {
    const factors = [aFactor({ code: 'value', points: 3, value: 0.998, unit: 'percentile' })];
    const { bill, reasons } = assessedOf(anAssessment(withHealth({ factors }))).health;

    expect(bill.lines[1]?.value).toBe('above 99%');
    expect(reasons[0]?.text).toBe('Revenue above 99% of customers');
  });

  it('lists apart what is shown and not counted', () => {
    expect(assessedOf(anAssessment()).health.bill.notCounted?.lines).toEqual([
      'For information: Revenue against the year before: 0.6×',
      'Off until your own data supports it: Complaints: 1',
    ]);
  });

  it('says what the own past says of a factor, and since when its value is', () => {
    const factors = [
      aFactor({ code: 'renewal', points: -4, ownResult: 'supported', asOf: today - 3 }),
      aFactor({ code: 'complaints', state: 'off', value: 1, ownResult: 'too_few' }),
    ];
    const { bill } = assessedOf(anAssessment(withHealth({ factors }))).health;

    expect(bill.lines[1]).toMatchObject({
      own: 'confirmed by your own data',
      asOf: 'Nov 17, 2026',
    });
    expect(bill.notCounted?.lines).toEqual([
      'Off, too few cases in your own data to tell: Complaints: 1',
    ]);
  });

  it('is drawn with the factors that move the score', () => {
    const { chart } = assessedOf(anAssessment()).health.bill;

    expect(chart?.bars.map(({ factor, points }) => `${factor} ${points}`)).toEqual([
      'Time since last order -1',
      'Orders in the last 12 months -2',
      'Orders in all 11',
      'Revenue against your customers 1',
      'Purchase rhythm -13',
    ]);
  });

  it('explains the evidence grades that occur', () => {
    const factors = [...silentFactors, aFactor({ code: 'renewal', points: 0, grade: 'B' })];

    expect(assessedOf(anAssessment(withHealth({ factors }))).health.bill.legend).toEqual([
      'A: measured on public data',
      'B: supported by comparable data',
    ]);
  });
});

describe('the reasons', () => {
  it('are the largest in both directions, without saying the silence twice', () => {
    const { reasons } = assessedOf(anAssessment()).health;

    expect(reasons.map(({ points, text }) => `${points} ${text}`)).toEqual([
      '−13 Silent for 329 days, usually orders every 92 days',
      '+11 9 orders so far',
      '−2 1 order in the last 12 months',
      '+1 Revenue above 78% of customers',
    ]);
  });

  it('do not call a silence a strength that is merely no alarm yet', () => {
    const factors = [aFactor({ code: 'broken_rhythm', points: 4, unit: 'ratio', average: null })];

    const [reason] = assessedOf(anAssessment(withHealth({ factors }))).health.reasons;

    expect(reason?.text).toBe('Not unusually late for this account');
  });

  it.each([
    [-6, '6 points down in 30 days'],
    [5, '5 points up in 30 days'],
    [4, 'About the same as 30 days ago'],
    [null, null],
  ])('say how the score moved by %s', (change30Days, text) => {
    expect(assessedOf(anAssessment(withHealth({ change30Days }))).health.change).toBe(text);
  });
});

const signalFacts: Record<RiskSignalCode, Facts> = {
  R1_inactive: { silentDays: 214, limitDays: 138 },
  R2_low_response: { rate: 0.2, outbound: 15, limit: 0.3 },
  R3_gap_longer: { silentDays: 60, usualDays: 21 },
  R4_complaints: { complaints: 3, withinDays: 90 },
  R5_competitor: { enteredOn: today - 10 },
  R6_order_plunge: { orders: 1, usualOrders: 6.5, periodDays: 90 },
  R7_contract: { daysLeft: 34, renewalOn: today + 34 },
  R8_no_kdm: {},
  R9_detractor: { kind: 'nps', rating: 4, answeredOn: today - 20 },
  R10_payment: { enteredOn: today - 3 },
};

describe('the churn risk', () => {
  it.each([
    ['R1_inactive', 'No order for 214 days, expected within 138 days'],
    ['R2_low_response', 'Answers 20% of 15 contacts, fewer than 30%'],
    ['R3_gap_longer', 'No contact for 60 days, usually every 21 days'],
    ['R4_complaints', '3 complaints in 90 days'],
    ['R5_competitor', 'Works with a competitor, noted on Nov 10, 2026'],
    ['R6_order_plunge', '1 order in the last 90 days, usually 6.5'],
    ['R7_contract', 'Contract ends on Dec 24, 2026, no renewal deal open'],
    ['R8_no_kdm', 'No key decision maker known'],
    ['R9_detractor', 'Dissatisfied in a survey: 4 (NPS) on Oct 31, 2026'],
    ['R10_payment', 'Poor payment record, noted on Nov 17, 2026'],
  ] as const)('says what %s saw', (code, sentence) => {
    const signals = [{ code, facts: signalFacts[code] }];

    expect(assessedOf(anAssessment(withRisk({ signals }))).risk.reasons).toEqual([sentence]);
  });

  it.each(riskSignalCodes)('names %s when an old assessment lacks its numbers', (code) => {
    const signals = [{ code, facts: {} }];

    const [name = ''] = assessedOf(anAssessment(withRisk({ signals }))).risk.reasons;

    expect(name).not.toMatch(/NaN|{{|null/);
    expect(name.length).toBeGreaterThan(5);
  });

  it('names complaints that are too few for the signal', () => {
    const complaints = aFactor({
      code: 'complaints',
      state: 'off',
      value: 1,
      unit: null,
      facts: { complaints: 1, withinDays: 90 },
    });
    const assessment = {
      ...aHealthyAssessment(),
      ...withHealth({ band: 'healthy', factors: [complaints] }),
    };

    expect(assessedOf(assessment).risk.reasons).toEqual([
      '1 complaint in 90 days, too few to raise the risk',
    ]);
  });

  it('says so when nothing is on', () => {
    expect(assessedOf(aHealthyAssessment()).risk.reasons).toEqual(['No risk signal is on.']);
  });

  it('explains a level that comes from the pattern alone', () => {
    expect(assessedOf(anAssessment(withRisk({ signals: [] }))).risk.reasons).toEqual([
      'The level comes from the purchase pattern: silent for 329 days, usually orders every 92 days.',
    ]);
  });

  it('shows a percentage only once the portal has verified the scores', () => {
    const verified = aCardPortal({ verification: aVerification });

    expect(assessedOf(anAssessment()).risk.basis).toBe('Defaults, not yet verified on your data');
    expect(assessedOf(anAssessment(), { portal: verified }).risk.basis).toBe(
      '63% chance of no order in the next 12 months · Verified on your own history',
    );
  });
});

describe('the tier', () => {
  it.each([
    ['en', 'Mature stable customer · 2nd of 412 by revenue · priority high'],
    ['zh-CN', '成熟稳定客户 · 营收第 2 / 412 · 优先级高'],
    ['zh-TW', '成熟穩定客戶 · 營收第 2 / 412 · 優先級高'],
  ] as const)('is one sentence in %s', (locale, sentence) => {
    expect(assessedOf(anAssessment(), { locale }).tier.sentence).toBe(sentence);
  });

  it.each(nineBoxTypes)('marks exactly the cell of %s', (nineBox) => {
    const previousNineBox = nineBox === 'core' ? 'growth' : 'core';
    const { nineBox: grid } = assessedOf(anAssessment({ nineBox, previousNineBox })).tier;
    const cells = grid?.rows.flatMap((row) => row.cells) ?? [];

    const name = wordsIn('en').say(`box.${nineBox}`);
    expect(cells).toHaveLength(9);
    expect(cells.filter(({ place }) => place === 'here')).toEqual([
      { name, place: 'here', mark: 'This account' },
    ]);
    expect(cells.filter(({ place }) => place === 'before')).toHaveLength(1);
  });

  it('puts value in rows and potential in columns', () => {
    const { nineBox } = assessedOf(anAssessment()).tier;

    expect(nineBox?.columns).toEqual(['Low', 'Mid', 'High']);
    expect(
      nineBox?.rows.map(({ label, cells }) => [label, ...cells.map(({ name }) => name)]),
    ).toEqual([
      ['High', 'Maintain', 'Mature stable', 'Core'],
      ['Mid', 'Observe', 'Regular', 'Growth'],
      ['Low', 'Churn warning', 'Low-value stable', 'Opportunity'],
    ]);
  });

  it('warns of concentration', () => {
    const { value } = anAssessment();
    const large = value && { ...value, revenueShare: 0.31, concentration: 'breach' as const };

    expect(assessedOf(anAssessment({ value: large })).tier.remarks).toEqual([
      'Too much revenue depends on this account: 31%, limit 25%',
    ]);
  });

  it.each([
    [1, 10, '1 new enquiry in 90 days, on Nov 20, 2026: potential score +10'],
    [3, 20, '3 new enquiries in 90 days, the last on Nov 20, 2026: potential score +20'],
  ])('says what %d enquiries add to the potential', (enquiries, points, remark) => {
    const { potential } = anAssessment();
    const facts = { enquiries, lastOn: today, withinDays: 90 };
    const reasons = [{ code: 'new_need_enquiry', points, facts }];

    const { remarks } = assessedOf(
      anAssessment({ potential: potential && { ...potential, reasons } }),
    ).tier;

    expect(remarks).toEqual([remark]);
  });

  it.each([
    ['maintain', 'potential rose'],
    ['regular', 'value rose'],
    ['growth', 'value and potential changed'],
  ] as const)('says why it came from %s: %s', (previousNineBox, why) => {
    const { nineBox } = assessedOf(anAssessment({ previousNineBox })).tier;

    expect(nineBox?.history?.endsWith(`: ${why}`)).toBe(true);
  });

  it('says when the type last changed', () => {
    expect(assessedOf(anAssessment()).tier.nineBox?.history).toBe(
      'Mature stable customer since Oct 10, 2026, before that Core customer: potential fell',
    );
  });
});

describe('the figures', () => {
  it('show money, risk, the next order and what to expect', () => {
    expect(assessedOf(anAssessment()).outlook).toEqual([
      { label: 'Revenue, 12 months', value: '€412,000', hint: '2nd of 412 by revenue' },
      { label: 'Revenue at risk', value: '€259,560', hint: 'of €412,000' },
      { label: 'Next expected order', value: 'Mar 28, 2026', hint: '237 days overdue' },
      { label: 'Expected revenue, 12 months', value: '€184,200', hint: '€61,000 to €402,000' },
    ]);
  });

  it('name the window when the risk does not look a year ahead', () => {
    const { outlook } = assessedOf(anAssessment(withRisk({ horizonDays: 90 })));

    expect(outlook[1]?.hint).toBe('in the next 90 days');
  });

  it.each([
    [14, 'in 14 days'],
    [0, 'today'],
    [-1, '1 day overdue'],
  ])('say how far off an order in %d days is', (days, hint) => {
    const { outlook } = assessedOf(anAssessment(withPurchases({ nextExpectedOn: today + days })));

    expect(outlook[2]?.hint).toBe(hint);
  });
});

describe('the freshness', () => {
  it.each([
    [30_000, 'Up to date, 12:59 PM'],
    [60_000, 'Scored 1 minute ago'],
    [25 * 60_000, 'Scored 25 minutes ago'],
    [5 * 3_600_000, 'Scored today, 8:00 AM'],
    [30 * 3_600_000, 'Scored on Nov 19, 2026'],
  ])('tells an age of %d ms', (age, text) => {
    const record = { ...aCardRecord(anAssessment()), assessedAt: noon - age };

    expect(cardOf(record)).toMatchObject({ freshness: text });
  });

  it.each([
    [0, []],
    [1, []],
    [2, ['These scores are from Nov 18, 2026']],
  ])('warns when scores are %d days behind', (days, titles) => {
    const { notices } = assessedOf(anAssessment({ asOf: today - days }));

    expect(notices.map(({ title }) => title)).toEqual(titles);
  });

  it('goes by the calendar of the portal', () => {
    const record = aCardRecord(anAssessment({ asOf: today - 1 }));
    const portal = aCardPortal({ timeZone: 'Pacific/Auckland' });

    expect(cardOf(record, { portal })).toMatchObject({
      notices: [{ title: 'These scores are from Nov 19, 2026' }],
    });
  });
});

describe('the figures of the tier', () => {
  const figuresOf = (change: Parameters<typeof anAssessment>[0] = {}) =>
    Object.fromEntries(
      assessedOf(anAssessment(change)).tier.figures.map(({ label, value }) => [label, value]),
    );

  it('name the sales cycle against the usual one, and the probability alive as a reference', () => {
    expect(figuresOf()).toMatchObject({
      'Sales cycle': '84 days, long: usual 60 days (1.4×)',
      'Probability alive': '62%, for reference only',
    });
  });

  it('leave out what is not known', () => {
    const figures = figuresOf({ ...withPurchases({ salesCycle: null }), expected: null });

    expect(figures).not.toHaveProperty('Sales cycle');
    expect(figures).not.toHaveProperty('Probability alive');
    expect(figures).not.toHaveProperty('Tickets answered in time, 12 months');
  });

  it('name the tickets answered in time, and of how many', () => {
    expect(figuresOf({ attainment: { answeredInTime: 7, decided: 8 } })).toMatchObject({
      'Tickets answered in time, 12 months': '88%, 7 of 8',
    });
  });
});

describe('what the scores rest on', () => {
  it('is said with what is missing', () => {
    expect(assessedOf(anAssessment()).confidence).toEqual({
      title: 'Confidence: 72, high',
      tone: 'good',
      lines: [
        'It rests on 9 orders.',
        'Not known: Contract renewal. To change that: an admin maps the contract end in Settings → Set-up → Mapping.',
        'Not known: Satisfaction survey. To change that: send a survey from HubSpot, or import answers.',
      ],
    });
  });

  it('includes deals that could not be counted', () => {
    const change = withPurchases({
      dealsWithoutAmount: 1,
      amountsWithoutRate: 2,
      converted: { amounts: 3, oldestRateOn: Date.UTC(2026, 10, 2) / 86_400_000 },
    });

    expect(assessedOf(anAssessment(change)).confidence.lines.slice(3)).toEqual([
      '1 won deal has no amount: it counts for the rhythm, not for the value.',
      '2 amounts have no exchange rate and are left out.',
      expect.stringMatching(/^3 amounts are converted .* of Nov 2, 2026\.$/),
    ]);
  });

  it('is called little when one or two orders are all there is', () => {
    const confidence = { score: 20, level: 'low', missing: [] } as const;

    const { notices } = assessedOf(anAssessment({ confidence, ...withPurchases({ count: 2 }) }));

    expect(notices).toEqual([
      {
        tone: 'info',
        title: 'Little to go on yet',
        text: 'Based on 2 orders. Take the score as a first impression.',
      },
    ]);
  });
});

describe('an account without a score', () => {
  it.each([
    ['a prospect', aProspectAssessment(), 'prospect', 'Not a customer yet: no won deal'],
    ['a new customer', aNewAssessment(), 'new', 'New customer, too early to score'],
    ['a lost customer', aLostAssessment(), 'lost', 'Lost: no order for 3.1 years'],
  ])('is explained: %s', (_, assessment, why, title) => {
    expect(cardOf(aCardRecord(assessment))).toMatchObject({ state: 'unscored', why, title });
  });

  it('says from when on a new customer is scored', () => {
    expect(cardOf(aCardRecord(aNewAssessment()))).toMatchObject({
      text: 'First order: 18 days ago. A score makes sense from the second order on, or from Mar 4, 2027.',
    });
  });

  it('keeps what is known of a lost customer on screen', () => {
    expect(cardOf(aCardRecord(aLostAssessment()))).toMatchObject({
      figures: [
        { label: 'Orders', value: '4' },
        { label: 'Last order', value: '3.1 years ago' },
        { label: 'Revenue in all', value: '€1,180,400' },
        { label: 'Average order', value: '€131,156' },
      ],
    });
  });

  it('is insufficient data when scoring gave no health', () => {
    const card = cardOf(aCardRecord(anAssessment({ health: null })));

    expect(card).toMatchObject({ state: 'unscored', why: 'insufficient' });
  });
});

describe('an account that is not there yet', () => {
  it('is queued when it is not known', () => {
    expect(cardOf(undefined)).toMatchObject({ state: 'waiting', why: 'queued', progress: null });
  });

  it('waits for its first score when it is known', () => {
    expect(cardOf(aCardRecord(undefined))).toMatchObject({ state: 'waiting', why: 'unassessed' });
  });

  it('shows the progress of the first import', () => {
    expect(cardOf(undefined, { portal: aCardPortal({ backfill: halfImported }) })).toMatchObject({
      state: 'waiting',
      why: 'syncing',
      progress: { value: 40_200, max: 93_000, description: '40,200 of 93,000 records' },
    });
  });

  it('counts without an end while the end is unknown', () => {
    const backfill = [{ objectType: 'deal', done: 1_200, total: null, isFinished: false }] as const;

    expect(cardOf(undefined, { portal: aCardPortal({ backfill }) })).toMatchObject({
      progress: { value: 0, description: '1,200 records so far' },
    });
  });
});

describe('a portal that is cut off', () => {
  it('keeps the last scores on screen and says who can reconnect', () => {
    const portal = aCardPortal({ status: 'revoked' });

    const { notices, health } = assessedOf(anAssessment(), { portal });

    expect(health.score).toBe(43);
    expect(notices[0]?.title).toBe("HubSpot no longer accepts the app's connection");
  });

  it('asks to reconnect when nothing is known of the account', () => {
    const portal = aCardPortal({ status: 'revoked' });

    expect(cardOf(undefined, { portal })).toMatchObject({ state: 'unavailable', why: 'reconnect' });
  });

  it('shows nothing of an uninstalled portal', () => {
    const card = cardOf(aCardRecord(anAssessment()), {
      portal: aCardPortal({ status: 'uninstalled' }),
    });

    expect(card).toMatchObject({ state: 'unavailable', why: 'not-installed' });
  });
});

describe('every state', () => {
  const records: [string, CardRecord | undefined][] = [
    ['needing attention', aCardRecord(anAssessment())],
    ['healthy', aCardRecord(aHealthyAssessment())],
    [
      'with all signals',
      aCardRecord(
        anAssessment(
          withRisk({
            signals: riskSignalCodes.map((code) => ({ code, facts: signalFacts[code] })),
          }),
        ),
      ),
    ],
    ['new', aCardRecord(aNewAssessment())],
    ['lost', aCardRecord(aLostAssessment())],
    ['prospect', aCardRecord(aProspectAssessment())],
    ['unassessed', aCardRecord(undefined)],
    ['unknown', undefined],
  ];
  const cases = records.flatMap(([name, record]) =>
    locales.map((locale) => [name, locale, record] as const),
  );

  it.each(cases)('%s is complete in %s', (_, locale, record) => {
    const texts = textsOf(cardOf(record, { locale }));

    expect(texts.filter((text) => /{{|}}|NaN|undefined|null|Infinity/.test(text))).toEqual([]);
  });

  it.each(cases.filter(([, locale]) => locale !== 'en'))(
    '%s has no English sentence in %s',
    (_, locale, record) => {
      const codes =
        /^(waiting|unscored|assessed|queued|syncing|unassessed|new|lost|prospect|here|before|empty|up|down|good|watch|bad|neutral|base|factor|cap|total|info|warning)$/;
      const texts = textsOf(cardOf(record, { locale })).filter((text) => !codes.test(text));

      expect(texts.filter((text) => /[a-z]{4}/i.test(text.replace('HubSpot', '')))).toEqual([]);
    },
  );
});
