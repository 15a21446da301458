// `npm run manifest` writes the files HubSpot builds from, as app.json says;
// `npm run manifest:check` (--check) writes nothing and fails when they differ.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endpoints } from '../src/hubspot/endpoints.ts';
import { type Manifest, readManifest } from '../src/manifest.ts';
import { differences } from './differences.ts';
import { hubspotFiles } from './manifest-files.ts';
import { scopeFindings } from './scopes.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    root: { type: 'string', default: path.join(import.meta.dirname, '..') },
  },
});

process.exitCode = run(values.root, values.check ? 'check' : 'write');

function run(root: string, mode: 'check' | 'write'): number {
  const manifest = readManifest(readJson(root, 'app.json'));
  if (mode === 'write') write(root, manifest);

  const findings = [
    ...fileFindings(root, manifest),
    ...versionFindings(root, manifest),
    ...scopeFindings(manifest, Object.values(endpoints)),
  ];
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  process.stdout.write(summary(manifest, findings.length));
  return findings.length > 0 ? 1 : 0;
}

function write(root: string, manifest: Manifest): void {
  for (const { path: file, content } of hubspotFiles(manifest)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), `${JSON.stringify(content, null, 2)}\n`);
  }
}

function fileFindings(root: string, manifest: Manifest): string[] {
  const files = hubspotFiles(manifest);
  const wanted = new Set(files.map((file) => file.path));
  const strangers = globSync('extensions/**/*-hsmeta.json', { cwd: root })
    .filter((file) => !file.includes('node_modules') && !wanted.has(file))
    .map((file) => `${file} is not in app.json: declare it there or delete the file`);
  return [
    ...strangers,
    ...files.flatMap(({ path: file, content }) =>
      existsSync(path.join(root, file))
        ? differences(readJson(root, file), content).map((line) => `${file}: ${line}`)
        : [`${file} is missing`],
    ),
  ];
}

function versionFindings(root: string, { version }: Manifest): string[] {
  return differences(readJson(root, 'package.json')['version'], version, 'package.json: version');
}

function summary(manifest: Manifest, findings: number): string {
  const { scopes, webhooks, cards, properties } = manifest;
  const asked = `${scopes.required.length} required and ${scopes.optional.length} optional scopes`;
  const rest = `${webhooks.subscriptions.crmObjects.length} subscriptions, ${cards.length} cards, ${properties.length} properties`;
  const verdict =
    findings === 0 ? 'in step' : `${findings} findings; npm run manifest rewrites the files`;
  return `app.json: ${asked}, ${rest}: ${verdict}\n`;
}

function readJson(root: string, file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
