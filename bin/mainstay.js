#!/usr/bin/env node
// Plain JavaScript, because the Node.js that npx happens to find may be too old to read the rest.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const needed = Number.parseInt(require('../package.json').engines.node.replace('>=', ''), 10);
const program = new URL('../src/commands/mainstay.ts', import.meta.url);

if (Number.parseInt(process.versions.node, 10) >= needed) {
  await import(program.href);
} else {
  const ownNode = findOwnNode();
  if (ownNode === undefined) {
    process.stderr.write(
      `Mainstay needs Node.js ${needed} or newer; this is ${process.version}. Install Node.js ${needed}, or run \`npm install\` in Mainstay's folder: it brings its own.\n`,
    );
    process.exit(1);
  }
  const args = [fileURLToPath(program), ...process.argv.slice(2)];
  const { status, signal } = spawnSync(ownNode, args, { stdio: 'inherit' });
  process.exit(signal === null ? (status ?? 1) : 1);
}

/** The binary of the npm package "node"; undefined when its install script did not run. */
function findOwnNode() {
  try {
    const folder = path.dirname(require.resolve('node/package.json'));
    const binary = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch (problem) {
    if (problem.code === 'MODULE_NOT_FOUND') return undefined;
    throw problem;
  }
}
