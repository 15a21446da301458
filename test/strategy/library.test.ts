import { describe, expect, it } from 'vitest';
import { nineBoxTypes } from '../../src/model/assessment.ts';
import { overlays, type Strategy, type Timing, textLocales } from '../../src/model/strategy.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { obstaclesOf, problemsOf } from '../../src/strategy/problems.ts';
import { aStep, aStrategy } from './a-plan.ts';

const library = Object.values(strategyLibrary);
const monthly: Timing = { kind: 'monthly', day: 5 };

describe('the library', () => {
  it('has a strategy for each of the nine types and four to run beside them', () => {
    const codes = library.map(({ code }) => code);

    expect(Object.keys(strategyLibrary)).toEqual(codes);
    expect([...codes].sort()).toEqual([...nineBoxTypes, ...overlays].sort());
  });

  it('can be published as it is', () => {
    expect(library.flatMap(problemsOf)).toEqual([]);
  });

  it('names each step once, after its strategy', () => {
    const keys = library.flatMap(({ steps }) => steps.map(({ key }) => key));
    const prefixes = library.map(
      ({ steps }) => new Set(steps.map(({ key }) => key.split('.')[0])).size,
    );

    expect(new Set(keys).size).toBe(keys.length);
    expect(prefixes.every((count) => count === 1)).toBe(true);
  });

  it('says nothing in English where Chinese is read, and writes each script in its own characters', () => {
    const texts = library.flatMap(({ name, principle, attributes, steps }) => [
      name,
      principle,
      ...Object.values(attributes),
      ...steps.flatMap(({ content, checklist, resources }) => [
        content,
        ...checklist,
        ...(resources.text ? [resources.text] : []),
      ]),
    ]);
    const simplifiedOnly = /[户报计务线专级层资购质过访议员预发经标关对时导与门问题际维]/;
    const traditionalOnly = /[戶報計務線專級層資購質過訪議員預發經標關對時導與門問題際維]/;

    for (const text of texts) {
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(text['zh-TW']).toMatch(/\p{Script=Han}/u);
      expect(text['zh-CN']).not.toMatch(traditionalOnly);
      expect(text['zh-TW']).not.toMatch(simplifiedOnly);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('asks for approval of everything that gives money away', () => {
    const steps = library.flatMap(({ steps }) => steps);
    const approved = steps.filter(({ needsApproval }) => needsApproval).map(({ key }) => key);

    expect(approved).toEqual(['gr.discount', 'wb.gift']);
  });

  it('is switched on only with its resources agreed or waived', () => {
    const waived: Strategy = {
      ...strategyLibrary.win_back,
      steps: strategyLibrary.win_back.steps.map((step) => ({
        ...step,
        resources: { ...step.resources, state: 'waived' },
      })),
    };

    expect(obstaclesOf(strategyLibrary.win_back)).toEqual([
      { code: 'resources_open', step: 'wb.gift', facts: {} },
    ]);
    expect(obstaclesOf(waived)).toEqual([]);
  });
});

const content = (en: string, zhCn = '拜访客户', zhTw = '拜訪客戶') => ({
  en,
  'zh-CN': zhCn,
  'zh-TW': zhTw,
});

describe('a strategy is refused', () => {
  it('with a step that has no date', () => {
    const draft = aStrategy([aStep('visit', monthly)]);

    const steps = draft.steps.map((step) => ({ ...step, timing: null }));

    expect(problemsOf({ ...draft, steps })).toEqual([
      { code: 'no_date', step: 'visit', facts: {} },
    ]);
  });

  it('with a step that has no owner', () => {
    const draft = aStrategy([aStep('visit', monthly)]);

    const steps = draft.steps.map((step) => ({ ...step, role: null }));

    expect(problemsOf({ ...draft, steps })).toEqual([
      { code: 'no_owner', step: 'visit', facts: {} },
    ]);
  });

  it.each([
    [content('Visit the customer regularly'), 'en', 'regularly'],
    [content('The relevant department answers'), 'en', 'relevant department'],
    [content('Call as soon as possible'), 'en', 'as soon as possible'],
    [content('Visit', '定期拜访客户'), 'zh-CN', '定期'],
    [content('Visit', '不定期拜访客户'), 'zh-CN', '不定期'],
    [content('Visit', '由相关部门处理'), 'zh-CN', '相关部门'],
    [content('Visit', '请有关人员跟进'), 'zh-CN', '有关人员'],
    [content('Visit', '拜访客户', '定期拜訪客戶'), 'zh-TW', '定期'],
    [content('Visit', '拜访客户', '由相關部門處理'), 'zh-TW', '相關部門'],
    [content('Visit', '拜访客户', '儘快回覆'), 'zh-TW', '儘快'],
  ])('for vague words: %j', (text, locale, word) => {
    const draft = aStrategy([aStep('visit', monthly, { content: text })]);

    expect(problemsOf(draft)).toEqual([
      { code: 'vague_word', step: 'visit', facts: { word, locale } },
    ]);
  });

  it('for vague words in a checklist, and not for a general principle', () => {
    const draft = aStrategy([aStep('visit', monthly, { checklist: [content('Call regularly')] })], {
      principle: content('Serve regularly', '定期评估', '定期評估'),
    });

    expect(problemsOf(draft).map(({ code, step }) => [code, step])).toEqual([
      ['vague_word', 'visit'],
    ]);
  });

  it.each(textLocales)('without its text in %s', (locale) => {
    const text = { ...content('Visit'), [locale]: ' ' };
    const draft = aStrategy([aStep('visit', monthly, { content: text })]);

    expect(problemsOf(draft)).toEqual([
      { code: 'missing_text', step: 'visit', facts: { field: 'content', locale } },
    ]);
  });

  it.each<[string, Timing, string]>([
    ['the 32nd', { kind: 'monthly', day: 32 }, 'impossible_date'],
    ['a thirteenth month', { kind: 'months', months: [13], day: 1 }, 'impossible_date'],
    ['no month at all', { kind: 'months', months: [], day: 1 }, 'impossible_date'],
    ['half a day', { kind: 'after_start', days: 0.5, repeat: 'once' }, 'impossible_date'],
    ['days in the past', { kind: 'before_quarter_end', days: -1 }, 'impossible_date'],
    ['an unknown step', { kind: 'before_step', step: 'nothing', days: 7 }, 'unknown_step'],
    ['itself', { kind: 'before_step', step: 'visit', days: 7 }, 'circular_dates'],
    ['a workflow without a list', { kind: 'workflow' }, 'timing_of_other_mode'],
    ['a service level without a ticket', { kind: 'service_clock' }, 'timing_of_other_mode'],
  ])('for a date from %s', (_, timing, code) => {
    expect(problemsOf(aStrategy([aStep('visit', timing)])).map((found) => found.code)).toEqual([
      code,
    ]);
  });

  it('for dates that wait for each other', () => {
    const draft = aStrategy([
      aStep('one', { kind: 'before_step', step: 'two', days: 1 }),
      aStep('two', { kind: 'before_step', step: 'one', days: 1 }),
    ]);

    expect(problemsOf(draft).map(({ code }) => code)).toEqual(['circular_dates', 'circular_dates']);
  });

  it('for two steps of one name', () => {
    const draft = aStrategy([aStep('visit', monthly), aStep('visit', monthly)]);

    expect(problemsOf(draft).map(({ code }) => code)).toEqual(['repeated_step']);
  });
});
