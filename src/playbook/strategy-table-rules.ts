import { byteOrderMark, csvLine } from '../http/csv-rules.ts';
import type { Strategy, StrategyStep } from '../model/strategy.ts';
import type { Words } from '../words/words.ts';
import { timingText } from './strategy-text-rules.ts';

const columns = ['type', 'content', 'mode', 'responsible', 'resources', 'time'] as const;

/** The strategy table as a file, in its six columns: one line a step. */
export function strategyTable(strategies: readonly Strategy[], words: Words): string {
  const header = columns.map((column) => words.say(`strategy_table.${column}`));
  const lines = strategies.flatMap((strategy) =>
    strategy.steps.map((step) => tableLine(strategy, step, words)),
  );
  return byteOrderMark + [header, ...lines].map(csvLine).join('');
}

function tableLine(
  { name, attributes, steps }: Strategy,
  { content, mode, role, timing, resources, needsApproval }: StrategyStep,
  words: Words,
): string[] {
  const { locale } = words;
  const modeText = words.say(`step_mode.${mode}`);
  return [
    name[locale],
    content[locale],
    needsApproval ? words.say('strategy.approval', { mode: modeText }) : modeText,
    words.say(`owner_role.${role}`),
    resources.text
      ? words.say('strategy_table.resources_with_state', {
          text: resources.text[locale],
          state: words.say(`resource_state.${resources.state}`),
        })
      : attributes.resources[locale],
    timingText(timing, steps, words),
  ];
}
