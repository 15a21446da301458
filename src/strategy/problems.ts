import type { Facts } from '../model/assessment.ts';
import { type StrategyDraft, type Texts, type Timing, textLocales } from '../model/strategy.ts';

/** Why a strategy cannot be published; the words are added where it is shown. */
export type StrategyProblem = {
  code:
    | 'no_date'
    | 'no_owner'
    | 'vague_word'
    | 'missing_text'
    | 'repeated_step'
    | 'unknown_step'
    | 'circular_dates'
    | 'impossible_date'
    | 'timing_of_other_mode'
    | 'resources_open';
  step: string | null;
  facts: Facts;
};

type StepDraft = StrategyDraft['steps'][number];

/**
 * Words that name no date and no person, as a task with them cannot be checked. Only in steps: the
 * principle of a strategy may be general.
 */
const vagueWords: Readonly<Record<keyof Texts, readonly RegExp[]>> = {
  en: [
    /\b(regularly|periodically|occasionally|frequently|as soon as possible|asap)\b/i,
    /\b(from time to time|when(ever)? (necessary|needed)|as (appropriate|needed|required))\b/i,
    /\b(relevant|responsible|concerned|related) (departments?|parties|party|people|persons?|staff|teams?)\b/i,
  ],
  'zh-CN': [
    /不定期|定期|适时|适当时候|经常|尽快|酌情|视情况|必要时/,
    /(相关|有关)(部门|人员|单位|方面|同事)/,
  ],
  'zh-TW': [
    /不定期|定期|適時|適當時候|經常|盡快|儘快|酌情|視情況|必要時/,
    /(相關|有關)(部門|人員|單位|方面|同仁|同事)/,
  ],
};

/** What stands against publishing a strategy; empty when nothing does. */
export function problemsOf(draft: StrategyDraft): StrategyProblem[] {
  const texts: [string, Texts][] = [
    ['name', draft.name],
    ['principle', draft.principle],
    ...Object.entries(draft.attributes),
  ];
  return [
    ...texts.flatMap(([field, text]) => missingTexts(text, null, field)),
    ...draft.steps.flatMap((step) => problemsOfStep(step, draft)),
  ];
}

/** What stands against switching it on besides: resources that nobody has agreed to, and nobody does without. */
export function obstaclesOf({ steps }: Pick<StrategyDraft, 'steps'>): StrategyProblem[] {
  return steps
    .filter(({ resources }) => resources.state === 'needed')
    .map(({ key }) => ({ code: 'resources_open', step: key, facts: {} }));
}

function problemsOfStep(step: StepDraft, draft: StrategyDraft): StrategyProblem[] {
  const { key, content, checklist, resources, role, timing } = step;
  const found = missingTexts(content, key, 'content');
  for (const line of checklist) found.push(...missingTexts(line, key, 'checklist'));
  if (resources.text) found.push(...missingTexts(resources.text, key, 'resources'));
  for (const text of [content, ...checklist]) found.push(...vagueWordsIn(text, key));
  if (role === null) found.push({ code: 'no_owner', step: key, facts: {} });
  if (timing === null) found.push({ code: 'no_date', step: key, facts: {} });
  else found.push(...problemsOfTiming(timing, step, draft));
  if (draft.steps.find((other) => other.key === key) !== step) {
    found.push({ code: 'repeated_step', step: key, facts: { key } });
  }
  return found;
}

function missingTexts(text: Texts, step: string | null, field: string): StrategyProblem[] {
  return textLocales
    .filter((locale) => text[locale].trim() === '')
    .map((locale) => ({ code: 'missing_text', step, facts: { field, locale } }));
}

function vagueWordsIn(text: Texts, step: string): StrategyProblem[] {
  return textLocales.flatMap((locale) =>
    vagueWords[locale].flatMap((pattern): StrategyProblem[] => {
      const word = pattern.exec(text[locale])?.[0];
      return word === undefined ? [] : [{ code: 'vague_word', step, facts: { word, locale } }];
    }),
  );
}

function problemsOfTiming(
  timing: Timing,
  { key, mode }: StepDraft,
  draft: StrategyDraft,
): StrategyProblem[] {
  if (timing.kind === 'workflow' && mode !== 'segment') {
    return [{ code: 'timing_of_other_mode', step: key, facts: { timing: timing.kind, mode } }];
  }
  if ((timing.kind === 'service_clock') !== (mode === 'ticket')) {
    return [{ code: 'timing_of_other_mode', step: key, facts: { timing: timing.kind, mode } }];
  }
  if (timing.kind === 'before_step') {
    const other = draft.steps.find((step) => step.key === timing.step);
    if (!other) return [{ code: 'unknown_step', step: key, facts: { named: timing.step } }];
    if (leadsBack(timing.step, key, draft)) {
      return [{ code: 'circular_dates', step: key, facts: { named: timing.step } }];
    }
  }
  return impossibleNumbers(timing).map((facts) => ({ code: 'impossible_date', step: key, facts }));
}

/** Whether the dates that a step counts from count from another in turn. */
function leadsBack(from: string, to: string, { steps }: StrategyDraft): boolean {
  const seen = new Set<string>();
  let at: string | undefined = from;
  while (at !== undefined && !seen.has(at)) {
    if (at === to) return true;
    seen.add(at);
    const timing: Timing | null | undefined = steps.find(({ key }) => key === at)?.timing;
    at = timing?.kind === 'before_step' ? timing.step : undefined;
  }
  return at !== undefined;
}

const latestDays = 730;

function impossibleNumbers(timing: Timing): Facts[] {
  const found: Facts[] = [];
  const within = (name: string, value: number, least: number, most: number) => {
    if (!Number.isInteger(value) || value < least || value > most) {
      found.push({ field: name, value, least, most });
    }
  };
  if ('days' in timing) within('days', timing.days, 0, latestDays);
  if ('day' in timing) within('day', timing.day, 1, 31);
  if (timing.kind === 'quarterly') within('monthOfQuarter', timing.monthOfQuarter, 1, 3);
  if (timing.kind === 'months') {
    within('months', timing.months.length, 1, 12);
    for (const month of timing.months) within('month', month, 1, 12);
  }
  return found;
}
