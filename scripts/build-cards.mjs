/**
 * Builds what a browser needs to show the cards: each card with HubSpot's own bundler, as HubSpot's
 * servers do, and the preview host around them. Output: dist/preview, dist/preview/cards.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildSingleExtension } from '@hubspot/ui-extensions-dev-server/build';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const preview = path.join(root, 'sandbox/preview');
const output = path.join(root, 'dist/preview');
const cards = path.join(root, 'extensions/app/cards');

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
await buildHost();
for (const name of cardNames()) await buildCard(name);

async function buildHost() {
  const common = {
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  await build({
    ...common,
    entryPoints: [path.join(preview, 'worker.ts')],
    outfile: path.join(output, 'worker.js'),
  });
  await build({
    ...common,
    jsx: 'automatic',
    entryPoints: [path.join(preview, 'host.tsx')],
    outfile: path.join(output, 'host.js'),
  });
  cpSync(path.join(preview, 'preview.css'), path.join(output, 'preview.css'));
}

async function buildCard(name) {
  await buildSingleExtension({
    file: path.join(cards, `${name}.tsx`),
    root: cards,
    outputDir: path.join(output, 'cards'),
    emptyOutDir: false,
    minify: true,
    logLevel: 'warn',
  });
  const { size } = statSync(path.join(output, 'cards', `${name}.js`));
  process.stdout.write(`${name}.js ${(size / 1024).toFixed(1)} kB\n`);
}

function cardNames() {
  const manifest = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8'));
  return manifest.cards.map((card) => card.file);
}
