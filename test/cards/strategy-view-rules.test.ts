import { describe, expect, it } from 'vitest';
import type { AccountStrategy } from '../../src/cards/account-strategy.ts';
import { accountCard } from '../../src/cards/card-view-rules.ts';
import { strategyView } from '../../src/cards/strategy-view-rules.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import { type Assessment, nineBoxTypes } from '../../src/model/assessment.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import { type Locale, locales, wordsIn } from '../../src/words/words.ts';
import { aDecision, anAccountStrategy, aStepTask } from './an-account-strategy.ts';
import {
  aCardPortal,
  aCardRecord,
  aHealthyAssessment,
  aManualRecord,
  anAssessment,
  aPast,
  aProspectAssessment,
  noon,
  today,
  withRisk,
} from './an-assessment.ts';

function viewOf(
  assessment: Assessment,
  locale: Locale = 'en',
  record: Partial<AccountStrategy> = {},
) {
  const context = viewContext(wordsIn(locale), aCardPortal(), noon);
  return strategyView({ assessment, name: 'Nordwind GmbH' }, anAccountStrategy(record), context);
}

describe('the strategy on the card', () => {
  it('is that of the type, with its reason, its next three steps and who does them', () => {
    const view = viewOf(aHealthyAssessment());

    expect(view).toMatchObject({
      title: 'Recommended strategy: Core customers',
      principle: 'Dedicated resources and one-to-one service',
      because: 'Because value is high, potential is high, and churn risk is low.',
      notice: null,
      columns: ['Next step', 'By', 'Who', 'Status'],
    });
    expect(view?.steps.map(({ content, due, owner, role }) => [content, due, owner, role])).toEqual(
      [
        [
          'Write or review the customer development plan (1–3 years)',
          'Nov 24, 2026',
          'Ben Chen',
          'Key-account manager',
        ],
        ['Monthly proactive visit or call', 'Dec 7, 2026', 'Ben Chen', 'Key-account manager'],
        [
          'Send the agenda and confirm who attends the executive review',
          'Dec 14, 2026',
          'Ben Chen',
          'Key-account manager',
        ],
      ],
    );
  });

  it('is win-back while the risk is high: within days, as it has not begun', () => {
    const view = viewOf(anAssessment(withRisk({ level: 'high' })), 'zh-CN');

    expect(view?.title).toBe('建议策略：流失挽回');
    expect(view?.because).toBe('依据：价值高、潜力中、流失风险高。');
    expect(view?.steps.map(({ due, role, detail }) => [due, role, detail])).toEqual([
      ['3 天内', '客户经理', '任务'],
      ['7 天内', '客户经理', '任务'],
      ['10 天内', '客服团队', '任务（须审批）'],
    ]);
  });

  it('leaves dates to a workflow where nobody has a task', () => {
    const view = viewOf(anAssessment({ nineBox: 'low_stable' }));

    expect(view?.steps.map(({ due, detail }) => [due, detail])).toEqual([
      ['by workflow', 'List for a workflow'],
    ]);
  });

  it.each([
    ['none', 'Oct 5, 2026'],
    ['CN', 'Oct 8, 2026'],
    ['US', 'Oct 5, 2026'],
  ] as const)('keeps the holidays of %s', (calendar, expected) => {
    const words = wordsIn('en');
    const context = viewContext(words, aCardPortal(), Date.parse('2026-09-22T12:00:00Z'));
    const assessment = {
      ...aHealthyAssessment(),
      nineBoxSince: Date.parse('2025-01-01') / 86_400_000,
    };
    const { frame, ...record } = anAccountStrategy();
    const own = { ...record, frame: { ...frame, calendar: workCalendar(calendar) } };

    const view = strategyView({ assessment, name: null }, own, context);

    expect(view?.steps.find(({ content }) => content.startsWith('Monthly'))?.due).toBe(expected);
  });

  it('is none without a type', () => {
    expect(viewOf(aProspectAssessment())).toBeNull();
  });

  it.each(locales)('has a sentence for everything in %s', (locale) => {
    for (const nineBox of nineBoxTypes) {
      for (const level of ['low', 'medium', 'high'] as const) {
        const text = JSON.stringify(
          viewOf(anAssessment({ nineBox, ...withRisk({ level }) }), locale),
        );

        expect(text).not.toMatch(
          /strategy\.|step_form\.|ledger\.|owner_role\.|step_mode\.|\{\{|""/,
        );
      }
    }
  });
});

describe('steps that are tasks', () => {
  it('come first, late ones with their days, and what is planned fills up to three', () => {
    const late = aStepTask({ key: 'late', dueOn: today - 2, plannedOn: today - 2 });
    const view = viewOf(aHealthyAssessment(), 'en', { tasks: [aStepTask(), late] });

    expect(view?.steps.map(({ late: days, status }) => [status.text, days])).toEqual([
      ['Deferred', '2 days late'],
      ['Not started', null],
      ['Planned', null],
    ]);
  });

  it('can be decided and reported, a merged one neither, and a begun one not decided against', () => {
    const actsOf = (task: Parameters<typeof aStepTask>[0]) =>
      viewOf(aHealthyAssessment(), 'en', { tasks: [aStepTask(task)] })?.steps[0]?.acts;

    expect(actsOf({})).toEqual(['accept', 'log', 'adjust', 'snooze', 'dismiss']);
    expect(actsOf({ status: 'in_progress' })).not.toContain('dismiss');
    expect(actsOf({ accountId: null })).toEqual([]);
    expect(
      viewOf(aHealthyAssessment(), 'en', { tasks: [aStepTask()], mayWrite: false }),
    ).toMatchObject({ forms: null, readOnly: expect.any(String) });
  });

  it('ask what came of them once they are done, for two weeks', () => {
    const doneOn = (day: number) =>
      viewOf(aHealthyAssessment(), 'en', {
        tasks: [aStepTask({ status: 'done', completedAt: day * 86_400_000 + 1 })],
      })?.steps.filter(({ status }) => status.text === 'Done');

    expect(doneOn(today - 3)).toMatchObject([{ acts: ['log'] }]);
    expect(doneOn(today - 20)).toEqual([]);
  });

  it('show what was decided last, by whom and why, as long as it counts', () => {
    const dismissal = aDecision({ kind: 'dismiss', note: 'On leave until spring' });
    const stepsWith = (decidedOn: number) =>
      viewOf(aHealthyAssessment(), 'en', {
        decisions: [{ ...dismissal, decidedOn }],
      })?.steps.filter(({ decided }) => decided);

    expect(stepsWith(today)).toMatchObject([
      {
        status: { text: 'Decided against' },
        decided: { text: expect.stringMatching(/^Decided against by Ben Chen on .* spring$/) },
      },
    ]);
    expect(stepsWith(today - 90)).toEqual([]);
  });
});

describe('why no tasks come of the steps', () => {
  it.each([
    [{ switchedOn: [] }, 'Settings → Strategies'],
    [{ whyNoTasks: 'not_published' }, 'Settings → Set-up'],
    [{ whyNoTasks: 'outside_pilot' }, 'pilot'],
    [{ whyNoTasks: 'not_granted' }, 'connecting the app again'],
  ] as const)('is said with who can change it: %o', (record, expected) => {
    expect(viewOf(aHealthyAssessment(), 'en', record)?.notice?.text).toContain(expected);
  });
});

describe('the ledger of an account', () => {
  it('has what was planned and what came of it, with the next action, and nothing withdrawn', () => {
    const done = aStepTask({
      status: 'done',
      plannedOn: today - 12,
      completedAt: (today - 10) * 86_400_000 + 3_600_000,
      feedback: 'Likes the response time',
      problem: 'No support at night',
    });
    const next = aStepTask({
      key: `${done.key}:next`,
      kind: 'next_action',
      parentKey: done.key,
      title: 'Offer the night line',
      ownerId: '12',
    });
    const withdrawn = aStepTask({ key: 'gone', status: 'withdrawn' });
    const view = viewOf(aHealthyAssessment(), 'en', { tasks: [next, done, withdrawn] });

    expect(view?.ledger.customer).toContain('Nordwind GmbH');
    expect(view?.ledger.rows.map(({ step }) => step)).toEqual([
      'Offer the night line',
      'Monthly proactive visit or call',
    ]);
    expect(view?.ledger.rows[1]).toMatchObject({
      owner: 'Ben Chen',
      status: { text: 'Done', tone: 'good' },
      late: '2 days late',
      notes: [
        { label: 'Customer feedback', text: 'Likes the response time' },
        { label: 'Problem', text: 'No support at night' },
        { label: 'Next action', text: expect.stringContaining('Offer the night line – Ada Lind') },
      ],
    });
  });

  it.each(locales)('keeps the card below 30 kB when all of it is full, in %s', (locale) => {
    const long = '客户希望增加夜间咨询渠道。'.repeat(150);
    const tasks = Array.from({ length: 40 }, (_, index) =>
      aStepTask({
        key: `7:21000000011:core:1:core.visit:2026-${index}`,
        status: index < 20 ? 'not_started' : 'done',
        completedAt: index < 20 ? null : noon,
        feedback: long.slice(0, 2_000),
        problem: long.slice(0, 2_000),
      }),
    );
    const owners = Array.from({ length: 500 }, (_, index) => ({
      id: String(100_000_000 + index),
      userId: index,
      name: 'Maximiliane Wetterstein-Hohenberg',
      isActive: true,
      teams: [],
    }));
    const context = viewContext(wordsIn(locale), aCardPortal(), noon);
    const beside = {
      past: aPast(),
      manual: aManualRecord(),
      strategy: anAccountStrategy({ tasks, owners }),
    };
    const card = accountCard(aCardRecord(anAssessment()), context, beside);

    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(30_000);
  });
});
