import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import { withOverride } from '../../src/scoring/override.ts';
import { locales, wordsIn } from '../../src/words/words.ts';
import { anAccountStrategy, aStepTask } from '../cards/an-account-strategy.ts';
import {
  aCardPortal,
  aCardRecord,
  aHealthyAssessment,
  aLostAssessment,
  aManualRecord,
  aNewAssessment,
  anAssessment,
  aPast,
  aProfile,
  aProspectAssessment,
  aVerification,
  halfImported,
  noon,
  today,
  withPurchases,
  withRisk,
} from '../cards/an-assessment.ts';
import {
  accessibilityProblems,
  layoutProblems,
  openBrowser,
  openPage,
  openRecord,
  saveScreenshot,
} from './browser.ts';
import { type Prepared, startPreview } from './preview-server.ts';

const attention = aCardRecord(anAssessment());
const highRisk = withRisk({
  level: 'high',
  signals: [
    { code: 'R1_inactive', facts: { silentDays: 329, limitDays: 138 } },
    { code: 'R4_complaints', facts: { complaints: 3, withinDays: 90 } },
    { code: 'R7_contract', facts: { daysLeft: 34, renewalOn: today + 34 } },
  ],
});
const thin = {
  ...withPurchases({ count: 2, dealsWithoutAmount: 1 }),
  confidence: { score: 20, level: 'low', missing: ['renewal', 'complaints'] },
} as const;

const overridden = withOverride(anAssessment(), {
  tier: 'mid',
  since: today - 1,
  until: today + 89,
});

const states: [name: string, prepared: Partial<Prepared>][] = [
  ['attention', { record: attention }],
  ['overridden', { record: aCardRecord(overridden), manual: aManualRecord() }],
  ['read-only', { record: attention, manual: aManualRecord({ mayWrite: false }) }],
  ['healthy', { record: aCardRecord(aHealthyAssessment()) }],
  [
    'high-risk-verified',
    {
      record: aCardRecord(anAssessment(highRisk)),
      portal: aCardPortal({ verification: aVerification }),
    },
  ],
  ['little-data', { record: aCardRecord(anAssessment(thin)) }],
  ['stale', { record: aCardRecord(anAssessment({ asOf: today - 4 })) }],
  ['importing', { record: attention, portal: aCardPortal({ backfill: halfImported }) }],
  ['paused', { record: attention, portal: aCardPortal({ isPaused: true }) }],
  ['cut-off', { record: attention, portal: aCardPortal({ status: 'revoked' }) }],
  ['new', { record: aCardRecord(aNewAssessment()) }],
  ['lost', { record: aCardRecord(aLostAssessment()) }],
  ['prospect', { record: aCardRecord(aProspectAssessment()) }],
  ['insufficient', { record: aCardRecord(anAssessment({ health: null })) }],
  ['outside', { record: aCardRecord(undefined), isScored: false }],
  ['queued', {}],
  ['unassessed', { record: aCardRecord(undefined) }],
  ['syncing', { portal: aCardPortal({ backfill: halfImported }) }],
  ['reconnect', { portal: aCardPortal({ status: 'revoked' }) }],
  ['not-installed', { portal: undefined }],
  ['failed', { failure: 503 }],
];

let browser: Browser;
let preview: Awaited<ReturnType<typeof startPreview>>;

beforeAll(async () => {
  [browser, preview] = await Promise.all([openBrowser(), startPreview()]);
});

afterAll(async () => {
  await browser.close();
  await preview[Symbol.asyncDispose]();
});

beforeEach(() => {
  Object.assign(preview.prepared, {
    portal: aCardPortal(),
    record: undefined,
    ticket: undefined,
    past: aPast(),
    strategy: anAccountStrategy({
      tasks: [
        aStepTask({ dueOn: today - 2, plannedOn: today - 2 }),
        aStepTask({
          key: 'done',
          status: 'done',
          completedAt: noon,
          feedback: 'Likes the response time, asks for support at night',
        }),
      ],
    }),
    profile: aProfile(),
    isScored: true,
    manual: aManualRecord({ inputs: [] }),
    told: [],
    failure: null,
    hold: null,
  } satisfies Partial<Prepared>);
});

describe('the built card', () => {
  const cases = states.flatMap(([name, prepared]) =>
    locales.map((locale) => [name, locale, prepared] as const),
  );

  it.each(cases)('fits, reads and is accessible: %s in %s', async (name, locale, prepared) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    Object.assign(preview.prepared, prepared);

    await openRecord(page, preview.companyUrl(locale));
    await page.locator('#card-0').getByRole('button').first().waitFor();
    await saveScreenshot(page, `card-${name}-${locale}`);

    expect(problems).toEqual([]);
    expect(await layoutProblems(page)).toEqual([]);
    // The structure is the same in every language, and axe is slow.
    if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
  });

  it.each(locales)('fits into the preview of a company in %s', async (locale) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    preview.prepared.record = attention;

    await openRecord(page, preview.previewUrl(locale));
    await page.locator('#card-0 h3').first().waitFor();
    await saveScreenshot(page, `compact-preview-${locale}`);

    expect(problems).toEqual([]);
    expect(await layoutProblems(page)).toEqual([]);
    if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
  });

  const replyDue = {
    createdAt: noon - 30 * 3_600_000,
    firstReplyMs: null,
    closedAt: null,
    categories: [],
    lacksRootCause: false,
    others: [],
  };
  const ticketCases: [string, Partial<Prepared>][] = [
    ['late', { record: attention, ticket: { ...replyDue, accountId: accountId('901') } }],
    ['unlinked', { ticket: { ...replyDue, accountId: null } }],
    ['unknown', {}],
  ];
  it.each(
    ticketCases.flatMap(([name, prepared]) => locales.map((l) => [name, l, prepared] as const)),
  )('fits beside a ticket: %s in %s', async (name, locale, prepared) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    Object.assign(preview.prepared, prepared);

    await openRecord(page, preview.ticketUrl(locale));
    await page.locator('#card-0').getByRole('button').first().waitFor();
    await saveScreenshot(page, `ticket-${name}-${locale}`);

    expect(problems).toEqual([]);
    expect(await layoutProblems(page)).toEqual([]);
    if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
  });

  it.each(locales)('takes a tier with its reason, and not without one, in %s', async (locale) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    preview.prepared.record = attention;
    await openRecord(page, preview.companyUrl(locale));
    const words = wordsIn(locale);
    await page.getByRole('button', { name: words.say('manual.open') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('select[name="value"]').selectOption('low');
    await saveScreenshot(page, `manual-form-${locale}`);

    await dialog.getByRole('button', { name: words.say('manual.save') }).click();
    await dialog.getByText(words.say('manual.reason_missing')).waitFor();
    expect(preview.prepared.told).toEqual([]);
    if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByLabel(words.say('manual.reason')).fill('Two plants are being closed');
    await dialog.getByRole('button', { name: words.say('manual.save') }).click();

    await page.getByText(words.say('manual.saved')).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(preview.prepared.told).toMatchObject([
      {
        kind: 'tier',
        value: 'low',
        note: 'Two plants are being closed',
        authorId: 7,
        enteredOn: today,
        expiresOn: today + 90,
      },
    ]);
    expect(problems).toEqual([]);
  });

  it.each(locales)('changes what was entered, from what it was, in %s', async (locale) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    Object.assign(preview.prepared, { record: attention, manual: aManualRecord() });
    await openRecord(page, preview.companyUrl(locale));
    const words = wordsIn(locale);
    const edit = page.locator('#card-0').getByRole('button', { name: words.say('manual.edit') });
    await edit.first().click();
    const dialog = page.getByRole('dialog');
    const reason = dialog.getByLabel(words.say('manual.reason'));

    expect(await reason.inputValue()).toBe('Two plants are being closed');
    await reason.fill('One plant is being closed');
    await dialog.getByRole('button', { name: words.say('manual.save') }).click();

    await dialog.waitFor({ state: 'detached' });
    expect(preview.prepared.told).toMatchObject([
      { kind: 'tier', value: 'mid', note: 'One plant is being closed', expiresOn: today + 89 },
    ]);
    expect(problems).toEqual([]);
  });

  it.each(locales)('takes a decision role of a linked contact, in %s', async (locale) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    preview.prepared.record = attention;
    await openRecord(page, preview.companyUrl(locale));
    const words = wordsIn(locale);
    await page.getByRole('button', { name: words.say('chain.open') }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: words.say('manual.save') });
    await save.click();
    await dialog.getByText(words.say('chain.missing')).waitFor();
    expect(preview.prepared.told).toEqual([]);
    await dialog.locator('select[name="contact"]').selectOption({ index: 1 });
    await dialog.locator('select[name="role"]').selectOption('kdm');
    await saveScreenshot(page, `role-form-${locale}`);
    if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
    await save.click();

    await dialog.waitFor({ state: 'detached' });
    expect(preview.prepared.told).toMatchObject([
      {
        kind: 'decision_role',
        value: 'kdm',
        subject: expect.stringMatching(/^\d+$/),
        person: { maskedName: expect.stringContaining('**') },
        expiresOn: today + 365,
      },
    ]);
    expect(problems).toEqual([]);
  });

  it.each(locales)('takes a need with what shows it, in %s', async (locale) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    preview.prepared.record = attention;
    await openRecord(page, preview.companyUrl(locale));
    const words = wordsIn(locale);
    await page.getByRole('button', { name: words.say('needs.open') }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: words.say('manual.save') });
    await dialog.getByLabel(words.say('needs.need')).fill('Spare parts within a day');
    await save.click();
    await dialog.getByText(words.say('needs.missing')).waitFor();
    await dialog.getByLabel(words.say('needs.evidence')).fill('Said at the review');
    await saveScreenshot(page, `need-form-${locale}`);
    await save.click();

    await dialog.waitFor({ state: 'detached' });
    expect(preview.prepared.told).toMatchObject([
      { kind: 'need', value: 'yes', subject: 'Spare parts within a day', person: null },
    ]);
    expect(problems).toEqual([]);
  });

  it('has neither network nor page, as in HubSpot', async () => {
    await using opened = await openPage(browser);
    preview.prepared.record = attention;
    await openRecord(opened.page, preview.companyUrl('en'));

    const [worker] = opened.page.workers();
    const found = await worker?.evaluate(() =>
      ['fetch', 'XMLHttpRequest', 'WebSocket', 'indexedDB', 'document', 'window'].filter(
        (name) => Reflect.get(globalThis, name) !== undefined,
      ),
    );

    expect(found).toEqual([]);
  });

  it('is shown at once with a loading sign, and filled when the answer comes', async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    const { promise, resolve } = Promise.withResolvers<void>();
    Object.assign(preview.prepared, { record: attention, hold: promise });

    await openRecord(page, preview.companyUrl('en'));
    await page.locator('#card-0').getByRole('status', { name: 'Loading the account' }).waitFor();
    await saveScreenshot(page, 'card-loading-en');
    resolve();

    await page
      .locator('#card-0')
      .getByRole('heading', { name: /needs attention/ })
      .waitFor();
  });

  it('recovers from an outage by the retry button, by keyboard alone', async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    preview.prepared.failure = 503;
    await openRecord(page, preview.companyUrl('en'));
    await page.locator('#card-0').getByRole('button', { name: 'Try again' }).focus();

    Object.assign(preview.prepared, { failure: null, record: attention });
    await page.keyboard.press('Enter');

    await page
      .locator('#card-0')
      .getByRole('heading', { name: /needs attention/ })
      .waitFor();
  });

  it('shows what an evidence grade means on focus', async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    preview.prepared.record = attention;
    await openRecord(page, preview.companyUrl('en'));

    const grade = page.getByRole('button', { name: 'A', exact: true }).first();
    await grade.focus();

    await page.getByRole('tooltip', { name: 'measured on public data' }).first().waitFor();
  });

  it('asks for a company that the service does not know', async () => {
    await using opened = await openPage(browser);
    preview.prepared.queued.length = 0;

    await openRecord(opened.page, preview.companyUrl('en'));
    await opened.page
      .locator('#card-0')
      .getByRole('status', { name: 'This company is being read' })
      .waitFor();

    expect(preview.prepared.queued.length).toBeGreaterThan(0);
  });
});
