import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Command } from 'commander';
import { benchesFor } from './catalogue.ts';
import { type Figure, rounded } from './figures.ts';
import { type KeptFigures, keepFigures, keptFigures } from './kept-figures.ts';
import { machine } from './machine.ts';

/**
 * `npm run bench -- [names …] [--compare]` prints one JSON object a figure. A name is a figure's or the
 * beginning of some: `intake`, `card.1M.p99Ms`. The figures of a machine are kept, and `--compare` puts
 * the last ones beside the new.
 */
const program = new Command('bench')
  .argument('[names...]', 'figures, or how their names begin; all without')
  .option('--compare', 'show the last figures of this machine beside')
  .parse();
const wanted = program.args;
const { compare = false } = program.opts<{ compare?: boolean }>();

const chosen = benchesFor(wanted);
if (chosen.length === 0) program.error(`No figure begins with ${wanted.join(' or ')}.`);
const before = await keptFigures(machine.id);
const measured: KeptFigures = {};
for (const name of chosen) {
  for (const figure of await figuresOf(name)) {
    if (!isWanted(figure)) continue;
    measured[figure.name] = { value: rounded(figure.value), at: new Date().toISOString() };
    print(figure);
  }
}
await keepFigures(machine.id, { ...before, ...measured });

/** In a process of its own: memory of one does not weigh on the next. */
async function figuresOf(name: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  const child = fork(new URL('measure.ts', import.meta.url), [name], { stdio: 'inherit' });
  child.on('message', (figure) => figures.push(figure as Figure));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.exitCode = 1;
  return figures;
}

function isWanted(figure: Figure): boolean {
  return wanted.length === 0 || wanted.some((name) => figure.name.startsWith(name));
}

function print({ name, value, unit, load = {} }: Figure): void {
  const known = before[name];
  const last = compare && known ? { last: known.value, lastAt: known.at } : {};
  const line = { name, value: rounded(value), unit, ...last, load, machine };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
