// `npm run project:check [-- folder]`: does HubSpot's own parser accept the project, with every profile,
// and would the upload hold what it should and nothing else? Needs no account and no network.
import './hubspot-offline.mjs';
import { existsSync, globSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { getAllHsProfiles } from '@hubspot/project-parsing-lib/profiles';
import { parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import { isTranslationError, translate } from '@hubspot/project-parsing-lib/translate';

// The rules HubSpot's command line leaves files out by; a dependency of the parser, not of ours.
const parser = createRequire(import.meta.resolve('@hubspot/project-parsing-lib/projects'));
const { shouldIgnoreFile } = await import(parser.resolve('@hubspot/local-dev-lib/ignoreRules'));

const uploaded = [
  /^hsprofile\.[^./]+\.json$/,
  /^app\/[^/]+-hsmeta\.json$/,
  /^app\/(cards|pages|settings|webhooks|workflow-actions)\/[^/]+-hsmeta\.json$/,
  /^app\/(cards|pages|settings)\/(package|package-lock|tsconfig)\.json$/,
  /^app\/(cards|pages|settings)\/([a-z0-9-]+\/)*[A-Za-z0-9.-]+\.tsx?$/,
];

// HubSpot's rules are read from the working directory upward, as `hs project upload` does in the project.
const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..'));
process.chdir(root);

const project = parseProjectConfig(root);
const source = path.join(root, project.srcDir);
const profiles = await getAllHsProfiles(source);

const findings = [...uploadFindings(), ...(profiles.length === 0 ? ['no hsprofile.*.json'] : [])];
for (const profile of profiles) findings.push(...(await profileFindings(profile)));

for (const finding of findings) process.stderr.write(`${finding}\n`);
process.stdout.write(
  `HubSpot project on ${project.platformVersion}: ${findings.length === 0 ? 'accepted' : `${findings.length} findings`}\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

async function profileFindings(profile) {
  try {
    const { intermediateRepresentation, skippedHsMetaFiles } = await translate(
      { projectSourceDir: source, platformVersion: project.platformVersion, accountId: 1 },
      { profile },
    );
    const components = Object.values(intermediateRepresentation.intermediateNodesIndexedByUid);
    process.stdout.write(`${profile}: ${components.map((one) => one.componentType).join(', ')}\n`);
    return [
      ...skippedHsMetaFiles.map((file) => `${profile}: HubSpot skips ${file}: wrong folder`),
      ...components.flatMap((component) => entrypointFindings(component)),
    ];
  } catch (error) {
    return [`${profile}: ${isTranslationError(error) ? error.toString() : error.message}`];
  }
}

/** HubSpot's parser does not look whether the file it is to build exists. */
function entrypointFindings({ config, metaFilePath }) {
  const { entrypoint } = config;
  if (!entrypoint) return [];
  const folder = path.dirname(entrypoint);
  return [entrypoint, `${folder}/package.json`]
    .filter((file) => !existsSync(path.join(source, file)))
    .map((file) => `${metaFilePath}: ${file} does not exist`);
}

function uploadFindings() {
  return globSync('**', { cwd: source, exclude: ['**/node_modules'] })
    .filter((file) => statSync(path.join(source, file)).isFile() && !shouldIgnoreFile(file, true))
    .filter((file) => !uploaded.some((pattern) => pattern.test(file)))
    .map((file) => `${file} would be uploaded: add it to .hsignore, or to the list in this script`);
}
