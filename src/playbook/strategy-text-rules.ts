import type {
  OwnerRole,
  ResourceState,
  StepMode,
  StrategyStep,
  Texts,
  Timing,
} from '../model/strategy.ts';
import type { StrategyChange } from '../strategy/changes.ts';
import { dayOf } from '../strategy/civil-dates.ts';
import type { StrategyProblem } from '../strategy/problems.ts';
import type { Locale, WordKey, Words } from '../words/words.ts';

type Steps = readonly Pick<StrategyStep, 'key' | 'content'>[];

/** When a step is due, in words; `steps` are those of its strategy. */
export function timingText(timing: Timing | null, steps: Steps, words: Words): string {
  if (timing === null) return words.say('timing.none');
  const day = 'day' in timing ? words.number(timing.day) : '';
  switch (timing.kind) {
    case 'after_start':
      return words.count(`timing.after_start_${timing.repeat}`, timing.days);
    case 'monthly':
      return words.say('timing.monthly', { day });
    case 'quarterly':
      return words.say('timing.quarterly', { month: words.number(timing.monthOfQuarter), day });
    case 'months':
      return words.say('timing.months', { months: monthNames(timing.months, words), day });
    case 'before_quarter_end':
    case 'before_expected_order':
      return words.count(`timing.${timing.kind}`, timing.days);
    case 'before_step':
      return words.count('timing.before', timing.days, {
        what: stepName(timing.step, steps, words),
      });
    case 'before_event':
      return words.count('timing.before', timing.days, {
        what: words.say(`portal_event.${timing.event}`),
      });
    case 'before_signal':
    case 'after_signal':
      return words.count(
        `timing.${timing.kind === 'after_signal' ? 'after' : 'before'}`,
        timing.days,
        {
          what: words.say(`account_signal.${timing.signal}`),
        },
      );
    case 'workflow':
      return words.say('strategy.by_workflow');
    case 'service_clock':
      return words.say('timing.service_clock');
  }
}

function monthNames(months: readonly number[], words: Words): string {
  return words.list(months.map((month) => words.month(dayOf(2026, month, 1))));
}

/** What a step is called; its key where it has no text yet. */
export function stepName(key: string, steps: Steps, { locale }: Words): string {
  return steps.find((step) => step.key === key)?.content[locale] || key;
}

/** Why a strategy cannot be published or switched on. */
export function problemText({ code, facts }: StrategyProblem, words: Words): string {
  const values = Object.entries(facts).map(([name, value]) => [name, factText(name, value, words)]);
  const { locale: language = '', ...others } = Object.fromEntries(values) as Record<string, string>;
  return words.say(`strategy_problem.${code}`, { ...others, language });
}

/** A problem with the step it is of. */
export function problemAtStep(problem: StrategyProblem, steps: Steps, words: Words): string {
  const text = problemText(problem, words);
  if (problem.step === null) return text;
  return words.say('strategies.at_step', {
    step: stepName(problem.step, steps, words),
    problem: text,
  });
}

function factText(name: string, value: unknown, words: Words): string {
  if (name === 'locale') return languageName(value as Locale);
  if (name === 'mode') return words.say(`step_mode.${value as StepMode}`);
  if (name === 'field') return fieldText(String(value), words);
  return typeof value === 'number' ? words.number(value) : String(value);
}

/** A part of a text or of a date; both are named where they are asked for. */
function fieldText(field: string, words: Words): string {
  const isOfTiming = ['days', 'day', 'month', 'months', 'monthOfQuarter'].includes(field);
  return words.say((isOfTiming ? `timing_part.${field}` : `strategy_part.${field}`) as WordKey);
}

const scripts = { en: 'en', 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant' } as const;

/** A language by its own name: English, 简体中文, 繁體中文. */
export function languageName(locale: Locale): string {
  const script = scripts[locale];
  return new Intl.DisplayNames(script, { type: 'language' }).of(script) ?? locale;
}

/** One line of a list of changes: where, what, before and after. */
export function changeCells(
  change: StrategyChange,
  { before, after }: { before: Steps; after: Steps },
  words: Words,
): [string, string, string, string] {
  const where =
    change.step === null
      ? words.say('strategies.whole')
      : stepName(change.step, [...after, ...before], words);
  switch (change.kind) {
    case 'step':
      return [where, words.say(`strategies.step_${change.became}`), '', ''];
    case 'timing':
      return [
        where,
        words.say('strategy_part.when'),
        timingText(change.before, before, words),
        timingText(change.after, after, words),
      ];
    case 'text':
      return [where, textPart(change, words), change.before, change.after];
    case 'code': {
      const shown = (code: string) => codeText(change.part, code, words);
      const part = words.say(`strategy_part.${change.part}`);
      return [where, part, shown(change.before), shown(change.after)];
    }
  }
}

function textPart({ part, locale }: { part: WordPart; locale: keyof Texts }, words: Words): string {
  return words.say('strategies.part_in', {
    part: words.say(`strategy_part.${part}`),
    language: languageName(locale),
  });
}

type WordPart = Extract<StrategyChange, { kind: 'text' }>['part'];
type CodePart = Extract<StrategyChange, { kind: 'code' }>['part'];

function codeText(part: CodePart, code: string, words: Words): string {
  if (code === '') return words.say('strategies.nobody');
  switch (part) {
    case 'mode':
      return words.say(`step_mode.${code as StepMode}`);
    case 'role':
      return words.say(`owner_role.${code as OwnerRole}`);
    case 'resource_state':
      return words.say(`resource_state.${code as ResourceState}`);
    case 'approval':
      return words.say(code === 'true' ? 'strategies.yes' : 'strategies.no');
  }
}
