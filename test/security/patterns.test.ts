import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const length = 100_000;
const patienceMs = 400;
/** Repeated, with an end that matches nothing: what makes a pattern try and try again. */
const repeated = [
  'a',
  '0',
  ' ',
  '-',
  '_',
  '.',
  ',',
  '/',
  '%',
  'a ',
  '0,',
  'a.',
  '{{',
  '"',
  '\\"',
  '中',
  'aA0',
];

type Pattern = { where: string; source: string; flags: string };

function patternsIn(file: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
      found.push({ where: path.relative(root, file), source, flags });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext));
  return found;
}

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join(root, 'src', name));

const inputs = repeated.map((part) => `${part.repeat(length / part.length)}\u0001`);

/** The input that takes a pattern too long, if there is one. */
function slowInput({ source, flags }: Pattern): string | undefined {
  return inputs.find((input) => {
    try {
      const asked = { pattern: new RegExp(source, flags), input };
      vm.runInNewContext('pattern.test(input)', asked, { timeout: patienceMs });
      return false;
    } catch {
      return true;
    }
  });
}

it('has no pattern that a long text could keep busy', () => {
  const patterns = sources.flatMap(patternsIn);

  const slow = patterns.flatMap((pattern) => {
    const input = slowInput(pattern);
    return input === undefined ? [] : [`${pattern.where}: /${pattern.source}/ on ${input[0]}…`];
  });

  expect(patterns.length).toBeGreaterThan(40);
  expect(slow).toEqual([]);
}, 60_000);

it('would notice one', () => {
  expect(slowInput({ where: 'here', source: '^(a+)+$', flags: '' })).toBeDefined();
});
