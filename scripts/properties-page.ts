import type { Manifest, ManifestAction, ManifestProperty } from '../src/manifest.ts';
import { type Locale, locales, type WordKey, wordsIn } from '../src/words/words.ts';

const say = (key: string, locale: Locale = 'en') => wordsIn(locale).say(key as WordKey);

/** When Mainstay gives each reason; the check of the catalogue knows no more than its names. */
const reasons: Readonly<Record<string, string>> = {
  first_score: 'The account had no type in HubSpot before.',
  value_up: 'The value tier rose, the potential tier stayed.',
  value_down: 'The value tier fell, the potential tier stayed.',
  potential_up: 'The potential tier rose, the value tier stayed.',
  potential_down: 'The potential tier fell, the value tier stayed.',
  value_and_potential: 'Both tiers changed.',
  override: 'Somebody set the value tier by hand, or such a tier ended.',
  config: 'An admin changed the rules or the settings.',
};

const triggers: Readonly<Record<string, string>> = {
  webhook: 'A record changed in HubSpot.',
  nightly: 'The day changed: time alone moved a score.',
  manual: 'Somebody entered a fact, or a workflow logged one.',
  config: 'An admin changed the rules or the settings.',
  backfill: 'The portal was read for the first time.',
};

/** docs/properties.md: what customers build lists, reports and workflows on. */
export function propertiesPage({ properties, workflowActions }: Manifest): string {
  return `# Properties and workflow actions

<!-- Written by \`npm run manifest\` from app.json and the catalogue (src/words): change those. -->

Lists, reports and workflows of customers rest on these names. What has been released is in
[property-contract.json](property-contract.json); \`npm run manifest:check\` fails when a released property,
option, action, input, output or status is removed, renamed or gets another type. Adding is always possible.
[Ten recipes](recipes.md) show what to build with them.

All are properties of companies. A code always has a value, \`unscored\` where nothing can be said; a number or
date that does not apply is empty. Mainstay writes a property only when its value changes, and reacts to none
of them: a workflow that reads them starts no loop.

## Properties

${propertyTable(properties)}
${optionTable(properties)}
## What a change says of itself

With every new customer type, one and the same write to HubSpot also says where the account came from, when,
why, and what led to it. A workflow that enrols on \`mainstay_nine_box\` finds the other four in step.

| property | says |
| --- | --- |
| \`mainstay_prev_type\` | the type before |
| \`mainstay_changed_at\` | when the type changed |
| \`mainstay_change_reason\` | why |
| \`mainstay_trigger\` | what led to it |

${meaningTable(optionsOf(properties, 'mainstay_change_reason'), reasons, 'reason')}
${meaningTable(optionsOf(properties, 'mainstay_trigger'), triggers, 'trigger')}
## Workflow actions

Each hands its outputs to the steps that follow: \`status\` is a code to branch by, \`message\` a sentence in the
portal's language. An input that cannot be used fails the step with a message that says why, and the workflow
goes on. A step that HubSpot repeats is answered as before and does nothing twice.

${workflowActions.map(actionSection).join('\n')}`;
}

function propertyTable(properties: readonly ManifestProperty[]): string {
  const rows = properties.map(({ name, type, optional }) => {
    const labels = locales.map((locale) => say(`property.${name}.label`, locale));
    const kind = optional ? `${type}, on request` : type;
    return `| \`${name}\` | ${labels.join('<br>')} | ${kind} | ${say(`property.${name}.description`)} |`;
  });
  return table(['property', 'label', 'type', 'meaning'], rows);
}

function optionTable(properties: readonly ManifestProperty[]): string {
  const rows = properties.flatMap((property) => {
    if (property.type !== 'enumeration') return [];
    const { name, options } = property;
    const listed = options.map(
      (value) => `\`${value}\` ${say(`property.${name}.option.${value}`)}`,
    );
    return [`| \`${name}\` | ${listed.join('<br>')} |`];
  });
  return table(['property', 'options'], rows);
}

function optionsOf(properties: readonly ManifestProperty[], name: string): readonly string[] {
  const property = properties.find((one) => one.name === name);
  return property?.type === 'enumeration' ? property.options : [];
}

function meaningTable(
  codes: readonly string[],
  meanings: Readonly<Record<string, string>>,
  heading: string,
): string {
  const rows = codes.map((code) => {
    const meaning = meanings[code];
    if (meaning === undefined) throw new Error(`say in properties-page.ts what ${code} means`);
    return `| \`${code}\` | ${meaning} |`;
  });
  return table([heading, 'when'], rows);
}

function table(headings: readonly string[], rows: readonly string[]): string {
  const line = headings.map(() => '---').join(' | ');
  return `| ${headings.join(' | ')} |\n| ${line} |\n${rows.join('\n')}\n`;
}

function actionSection(action: ManifestAction): string {
  const { name, outputs, statuses } = action;
  const names = locales.map((locale) => say(`workflow_action.${name}.name`, locale));
  const handed = [...outputs.map((output) => output.name), 'status', 'message'];
  return `### ${names.join(' · ')}

${say(`workflow_action.${name}.description`)}

${inputLines(action)}- out: ${handed.map((one) => `\`${one}\``).join(', ')}
- status: ${statuses.map((one) => `\`${one}\` ${say(`workflow_status.${one}`)}`).join(' ')}
`;
}

function inputLines({ name: action, inputs }: ManifestAction): string {
  const lines = inputs.map(({ name, type, required, options }) => {
    const listed = (options ?? []).map((option) => `\`${option}\``).join(', ');
    const kind = [type, required ? 'required' : 'optional'].join(', ');
    const meaning = say(`workflow_action.${action}.${name}.description`);
    return `- in: \`${name}\` (${kind})${listed === '' ? '' : `: ${listed}`}. ${meaning}\n`;
  });
  return lines.join('');
}
