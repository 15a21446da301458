import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import manifest from '../../app.json' with { type: 'json' };
import en from '../../src/words/en.json' with { type: 'json' };

const src = path.resolve(import.meta.dirname, '../../src');
const keys = new Set(
  Object.keys(en).map((key) => key.replace(/(_ordinal)?_(one|two|few|other)$/, '')),
);
/** These are asked for by the cards and pages themselves, or written into HubSpot's files. */
const isOwn = (key: string) =>
  /^(card|page|settings_page|workflow_action|workflow_output)\./.test(key);

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

/** Every text literal of the service as a pattern; what a template fills in may be anything. */
function literalsOf(file: string): { exact: Set<string>; patterns: RegExp[] } {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) exact.add(node.text);
    if (ts.isTemplateExpression(node)) patterns.push(patternOf(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext));
  return { exact, patterns };
}

function patternOf(template: ts.TemplateExpression): RegExp {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const rest = template.templateSpans.map(({ literal }) => `.+${escaped(literal.text)}`);
  return new RegExp(`^${escaped(template.head.text)}${rest.join('')}$`);
}

describe('the catalogue', () => {
  it('has no sentence that nobody says', () => {
    const literals = sourceFiles(src).map(literalsOf);
    // A template that starts with a placeholder could be anything, and proves nothing.
    const dotted = literals.flatMap(({ patterns }) =>
      patterns.filter(({ source }) => /^\^[a-z_]+\\\./.test(source)),
    );
    const exact = new Set(literals.flatMap((file) => [...file.exact]));

    const unused = [...keys].filter(
      (key) => !isOwn(key) && !exact.has(key) && !dotted.some((pattern) => pattern.test(key)),
    );

    expect(unused).toEqual([]);
  });

  it('names every property the app writes, and its options, and no other', () => {
    const wanted = manifest.properties.flatMap(({ name, ...rest }) => [
      `property.${name}.label`,
      `property.${name}.description`,
      ...('options' in rest ? (rest.options ?? []) : []).map(
        (option) => `property.${name}.option.${option}`,
      ),
    ]);
    const named = [...keys].filter((key) => key.startsWith('property.'));

    expect(named.sort()).toEqual(wanted.sort());
  });

  it('names every workflow action, its fields and their options, and no other', () => {
    const wanted = manifest.workflowActions.flatMap((action) => [
      `workflow_action.${action.name}.name`,
      `workflow_action.${action.name}.description`,
      ...action.inputs.flatMap((input) => [
        `workflow_action.${action.name}.${input.name}.label`,
        `workflow_action.${action.name}.${input.name}.description`,
        ...('options' in input ? (input.options ?? []) : []).map(
          (option) => `workflow_action.${action.name}.${input.name}.option.${option}`,
        ),
      ]),
      ...action.outputs
        .filter((output) => !('like' in output))
        .map(({ name }) => `workflow_output.${name}`),
    ]);
    const named = [...keys].filter((key) => /^workflow_(action|output)\./.test(key));

    expect(named.sort()).toEqual(
      [...wanted, 'workflow_output.status', 'workflow_output.message'].sort(),
    );
  });
});
