/**
 * Builds what a browser needs to show the cards and the page: each with HubSpot's own bundler, as
 * HubSpot's servers do, and the preview host around them. Output: dist/preview and its folders.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildSingleExtension } from '@hubspot/ui-extensions-dev-server/build';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const preview = path.join(root, 'sandbox/preview');
const output = path.join(root, 'dist/preview');

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
await buildHost();
const { cards, page, settings } = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8'));
for (const file of new Set(cards.map((card) => card.file))) await buildExtension('cards', file);
await buildExtension('pages', page.file);
await buildExtension('settings', settings.file);

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

async function buildExtension(folder, name) {
  const source = path.join(root, 'extensions/app', folder);
  await buildSingleExtension({
    file: path.join(source, `${name}.tsx`),
    root: source,
    outputDir: path.join(output, folder),
    emptyOutDir: false,
    minify: true,
    logLevel: 'warn',
  });
  const { size } = statSync(path.join(output, folder, `${name}.js`));
  process.stdout.write(`${folder}/${name}.js ${(size / 1024).toFixed(1)} kB\n`);
}
