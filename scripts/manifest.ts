// `npm run manifest` writes what follows from app.json: the files HubSpot builds from, some pages,
// and in app.json itself who uses each scope. With --check it writes nothing and fails where they differ, or
// where something released is gone. With --release, what is new becomes part of what was released.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endpoints } from '../src/hubspot/endpoints.ts';
import { type Manifest, readManifest } from '../src/manifest.ts';
import { differences } from './differences.ts';
import { hubspotFiles } from './manifest-files.ts';
import { propertiesPage } from './properties-page.ts';
import {
  contractAdditions,
  contractFindings,
  contractOf,
  type PropertyContract,
} from './property-contract.ts';
import { recipesPage } from './recipes-page.ts';
import { scopeFindings, withUses } from './scopes.ts';
import { scopesPage } from './scopes-page.ts';

const contractFile = 'docs/property-contract.json';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    release: { type: 'boolean', default: false },
    root: { type: 'string', default: path.join(import.meta.dirname, '..') },
  },
});

const mode = values.check ? 'check' : values.release ? 'release' : 'write';
process.exitCode = run(values.root, mode);

function run(root: string, mode: 'check' | 'write' | 'release'): number {
  const manifest = withUses(readManifest(readJson(root, 'app.json')), endpoints);
  const files = [{ path: 'app.json', content: manifest }, ...hubspotFiles(manifest)];
  const pages = [
    { path: 'docs/scopes.md', content: scopesPage(manifest) },
    { path: 'docs/properties.md', content: propertiesPage(manifest) },
    { path: 'docs/recipes.md', content: recipesPage(readJson(root, 'docs/recipes.json')) },
  ];
  const released = readJson(root, contractFile) as PropertyContract;
  const broken = contractFindings(released, manifest);

  if (mode !== 'check') {
    for (const { path: file, content } of files) write(root, file, asJson(content));
    for (const { path: file, content } of pages) write(root, file, content);
  }
  if (mode === 'release' && broken.length === 0) {
    write(root, contractFile, asJson(contractOf(manifest)));
  }

  const findings = [
    ...broken,
    ...scopeFindings(manifest, endpoints),
    ...files.flatMap(({ path: file, content }) => jsonFindings(root, file, content)),
    ...strangers(root, new Set(files.map((file) => file.path))),
    ...pages.flatMap(({ path: file, content }) => textFindings(root, file, content)),
    ...versionFindings(root, manifest),
  ];
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  process.stdout.write(summary(manifest, findings.length));
  const additions = mode === 'release' ? [] : contractAdditions(released, manifest);
  if (additions.length > 0) process.stdout.write(`not released yet: ${additions.join(', ')}\n`);
  return findings.length > 0 ? 1 : 0;
}

function write(root: string, file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

function jsonFindings(root: string, file: string, content: unknown): string[] {
  if (!existsSync(path.join(root, file))) return [`${file} is missing`];
  return differences(readJson(root, file), content).map((line) => `${file}: ${line}`);
}

function textFindings(root: string, file: string, content: string): string[] {
  const isThere = existsSync(path.join(root, file));
  return isThere && readText(root, file) === content ? [] : [`${file} is out of date`];
}

function strangers(root: string, wanted: ReadonlySet<string>): string[] {
  return globSync('extensions/**/*-hsmeta.json', { cwd: root, exclude: ['**/node_modules'] })
    .filter((file) => !wanted.has(file))
    .map((file) => `${file} is not in app.json: declare it there or delete the file`);
}

function versionFindings(root: string, { version }: Manifest): string[] {
  const stated = readJson(root, 'package.json')['version'];
  return differences(stated, version, 'version').map((line) => `package.json: ${line}`);
}

function summary(manifest: Manifest, findings: number): string {
  const { scopes, webhooks, cards, workflowActions, properties } = manifest;
  const counts = [
    `${scopes.required.length} required and ${scopes.optional.length} optional scopes`,
    `${webhooks.subscriptions.crmObjects.length} subscriptions`,
    `${cards.length} cards and a page`,
    `${workflowActions.length} workflow actions`,
    `${properties.length} properties`,
  ];
  const verdict =
    findings === 0 ? 'all in step' : `${findings} findings (npm run manifest rewrites the files)`;
  return `app.json: ${counts.join(', ')}: ${verdict}\n`;
}

function asJson(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

function readText(root: string, file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function readJson(root: string, file: string): Record<string, unknown> {
  return JSON.parse(readText(root, file));
}
