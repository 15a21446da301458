import { z } from 'zod';

const Filter = z.object({
  propertyName: z.string(),
  operator: z.string(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});

const Step = z.looseObject({ do: z.string() });

const Recipe = z.object({
  key: z.string(),
  name: z.string(),
  why: z.string(),
  enrol: z.array(z.array(Filter)),
  reEnrolOn: z.array(z.string()),
  steps: z.array(Step),
});

type Recipe = z.output<typeof Recipe>;
type Filter = z.output<typeof Filter>;
type Step = z.output<typeof Step>;

/** docs/recipes.md: workflows to build, out of docs/recipes.json, which a test plays. */
export function recipesPage(recipes: unknown): string {
  const sections = z.array(Recipe).parse(recipes).map(section);
  return `# Ten workflow recipes

<!-- Written by \`npm run manifest\` from docs/recipes.json: change that. -->

Company-based workflows on [Mainstay's properties and actions](properties.md), to build in HubSpot under
Automation → Workflows. \`test/flow/recipes.test.ts\` plays each against the stand-in: records change as people and
the day change them, Mainstay scores, the enrolment is watched, and the steps of Mainstay are carried out. HubSpot's
own steps are noted only. None has been tried in a HubSpot account.

Switch on **re-enrolment** where it is named, or a second fall of the same account goes unseen. Write-backs of
Mainstay start workflows like any other change: a workflow need not ask it to recalculate first.

${sections.join('\n')}`;
}

function section({ name, why, enrol, reEnrolOn, steps, key }: Recipe, index: number): string {
  const triggers = enrol.map((group) => group.map(filterText).join(' and '));
  const again = reEnrolOn.length === 0 ? 'never' : `when ${list(reEnrolOn)} changes`;
  return `## ${index + 1}. ${name}

${why}

- **Enrol** when ${triggers.join(', or ')}
- **Enrol again** ${again}
- **Test record** \`${key}\` in \`test/flow/recipes.test.ts\`

${steps.map((step, position) => `${position + 1}. ${stepText(step)}`).join('\n')}
`;
}

const comparisons: Readonly<Record<string, string>> = {
  EQ: 'is',
  IN: 'is any of',
  GTE: 'is at least',
  CONTAINS_TOKEN: 'contains',
  HAS_PROPERTY: 'is known',
};

function filterText({ propertyName, operator, value, values }: Filter): string {
  const comparison = comparisons[operator];
  if (comparison === undefined) throw new Error(`say in recipes-page.ts what ${operator} means`);
  const wanted = values ?? (value === undefined ? [] : [value.replaceAll('*', '')]);
  return [`\`${propertyName}\``, comparison, list(wanted)].join(' ').trim();
}

const labels: Readonly<Record<string, string>> = {
  create_task: 'Create task',
  notify: 'Send notification',
  send_email: 'Send e-mail',
  add_to_list: 'Add to list',
  delay: 'Delay',
};

function stepText(step: Step): string {
  if (step.do === 'app_action') {
    const inputs = Object.entries((step['inputs'] ?? {}) as Record<string, object>);
    const given = inputs.map(([name, input]) => `\`${name}\` = \`${Object.values(input)[0]}\``);
    return `Mainstay: \`${step['uid']}\`${given.length === 0 ? '' : ` with ${given.join(', ')}`}`;
  }
  if (step.do === 'only_if') {
    return `Branch: go on where the output \`${step['output']}\` is ${list(step['is'] as string[])}`;
  }
  return `${labels[step.do] ?? step.do}: ${step['what']}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `\`${item}\``).join(', ');
}
