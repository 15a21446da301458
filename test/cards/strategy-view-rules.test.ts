import { describe, expect, it } from 'vitest';
import { strategyView } from '../../src/cards/strategy-view-rules.ts';
import { type CardPortal, viewContext } from '../../src/cards/view-context-rules.ts';
import { type Assessment, nineBoxTypes } from '../../src/model/assessment.ts';
import { type Locale, locales, wordsIn } from '../../src/words/words.ts';
import {
  aCardPortal,
  aHealthyAssessment,
  anAssessment,
  aProspectAssessment,
  noon,
  withRisk,
} from './an-assessment.ts';

function viewOf(assessment: Assessment, locale: Locale = 'en', portal: CardPortal = aCardPortal()) {
  return strategyView(assessment, viewContext(wordsIn(locale), portal, noon));
}

describe('the strategy on the card', () => {
  it('is that of the type, with its reason and its next three steps', () => {
    expect(viewOf(aHealthyAssessment())).toEqual({
      title: 'Recommended strategy: Core customers',
      principle: 'Dedicated resources and one-to-one service',
      because: 'Because value is high, potential is high, and churn risk is low.',
      columns: ['Next step', 'By', 'Who', 'How'],
      steps: [
        {
          content: 'Write or review the customer development plan (1–3 years)',
          due: 'Nov 24, 2026',
          owner: 'Key-account manager',
          mode: 'Task',
        },
        {
          content: 'Monthly proactive visit or call',
          due: 'Dec 7, 2026',
          owner: 'Key-account manager',
          mode: 'Task',
        },
        {
          content: 'Send the agenda and confirm who attends the executive review',
          due: 'Dec 14, 2026',
          owner: 'Key-account manager',
          mode: 'Task',
        },
      ],
    });
  });

  it('is win-back while the risk is high: within days, as it has not begun', () => {
    const view = viewOf(anAssessment(withRisk({ level: 'high' })), 'zh-CN');

    expect(view?.title).toBe('建议策略：流失挽回');
    expect(view?.because).toBe('依据：价值高、潜力中和流失风险高。');
    expect(view?.steps.map(({ due, owner, mode }) => [due, owner, mode])).toEqual([
      ['3 天内', '客户经理', '任务'],
      ['7 天内', '客户经理', '任务'],
      ['10 天内', '客服团队', '任务（须审批）'],
    ]);
  });

  it('leaves dates to a workflow where nobody has a task', () => {
    const view = viewOf(anAssessment({ nineBox: 'low_stable' }));

    expect(view?.steps.map(({ due, mode }) => [due, mode])).toEqual([
      ['by workflow', 'List for a workflow'],
    ]);
  });

  it.each([
    ['Europe/Berlin', 'EUR', 'Oct 5, 2026'],
    ['Asia/Shanghai', 'CNY', 'Oct 8, 2026'],
    ['America/New_York', 'USD', 'Oct 5, 2026'],
  ])('keeps the holidays of %s', (timeZone, currency, expected) => {
    const context = viewContext(
      wordsIn('en'),
      aCardPortal({ timeZone, currency }),
      Date.parse('2026-09-22T12:00:00Z'),
    );

    const view = strategyView(
      { ...aHealthyAssessment(), nineBoxSince: Date.parse('2025-01-01') / 86_400_000 },
      context,
    );

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

        expect(text).not.toMatch(/strategy\.|owner_role\.|step_mode\.|\{\{|""/);
      }
    }
  });
});
