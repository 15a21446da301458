import type {
  StrategiesTab,
  StrategyRow,
} from '../../extensions/app/settings/strategy-contract.ts';
import { presets } from '../model/preset.ts';
import type { Strategy } from '../model/strategy.ts';
import { obstaclesOf } from '../strategy/problems.ts';
import { locales } from '../words/words.ts';
import { executionForm } from './execution-view-rules.ts';
import type { PlaybookFacts } from './playbook-facts.ts';
import { languageName, problemAtStep } from './strategy-text-rules.ts';
import { taskProblemSheet } from './task-problem-view-rules.ts';

/** The list of strategies, what may be done with each, and how they become tasks. */
export function strategiesTab(facts: PlaybookFacts): StrategiesTab {
  const { words, inForce, fileUrl } = facts;
  const column = (name: 'strategy' | 'state' | 'version' | 'steps') =>
    words.say(`strategies.column_${name}`);
  return {
    title: words.say('strategies.title'),
    intro: words.say('strategies.intro'),
    columns: [column('strategy'), column('state'), column('version'), column('steps'), ''],
    strategies: inForce.strategies.map((strategy) => rowOf(strategy, facts)),
    switchOn: {
      label: words.say('strategies.switch_on'),
      title: words.say('strategies.switch_on_title'),
      text: words.say('strategies.switch_on_text'),
      counting: words.say('strategies.counting'),
      yes: words.say('strategies.switch_on'),
      no: words.say('settings.cancel'),
      refused: words.say('strategies.refused'),
      settle: {
        confirmed: words.say('strategies.confirm_resources'),
        waived: words.say('strategies.waive_resources'),
      },
    },
    switchOff: {
      label: words.say('strategies.switch_off'),
      title: words.say('strategies.switch_off_title'),
      text: words.say('strategies.switch_off_text'),
      counting: '',
      yes: words.say('strategies.switch_off'),
      no: words.say('settings.cancel'),
    },
    edit: words.say('strategies.edit'),
    preview: {
      label: words.say('strategies.preview'),
      running: words.say('strategies.counting'),
      failed: words.say('strategies.preview_unanswered'),
    },
    files: {
      label: words.say('strategies.file'),
      hint: words.say('strategies.file_hint'),
      links: locales.map((locale) => ({ label: languageName(locale), url: fileUrl(locale) })),
    },
    preset: {
      label: words.say('settings.policy.preset'),
      use: words.say('settings.policy.use_preset'),
      hint: words.say('strategies.preset_hint'),
      options: presets.map((preset) => ({
        value: preset,
        label: words.say(`settings.preset.${preset}`),
      })),
    },
    problems: taskProblemSheet(facts),
    execution: executionForm(facts),
  };
}

function rowOf(strategy: Strategy, { words, inForce, drafts }: PlaybookFacts): StrategyRow {
  const { code, name, version, steps } = strategy;
  const isOn = inForce.settings.switchedOn.includes(code);
  const hasDraft = drafts.includes(code);
  const open = obstaclesOf(strategy).map((problem) => problemAtStep(problem, steps, words));
  const needsFallback = inForce.settings.roles.fallbackOwnerId === '';
  return {
    code,
    name: name[words.locale],
    state: isOn
      ? { text: words.say('strategies.on'), tone: 'good' }
      : { text: words.say('strategies.off'), tone: 'neutral' },
    isOn,
    version: words.say(hasDraft ? 'strategies.version_and_draft' : 'strategies.version', {
      n: words.number(version),
    }),
    steps: words.number(steps.length),
    obstacles: needsFallback ? [words.say('strategies.no_fallback'), ...open] : open,
    maySettle: open.length > 0 && !hasDraft,
  };
}
