// `npm run dependencies:check`: does only what we let run at its installation, and does what we ship have
// no known hole? A registry that does not answer this is no fault of the change: it is warned of, which CI
// repeats at its end. With `--strict`, as before a release, it is a failure.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { auditVerdict, scriptProblems } from './dependency-rules.ts';

const isStrict = process.argv.includes('--strict');
const patienceMs = 60_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

function auditProblems(): string[] {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    timeout: patienceMs,
  });
  const verdict = auditVerdict(stdout ?? '');
  if (verdict.kind === 'vulnerable') return verdict.packages.map((name) => `known hole: ${name}`);
  if (verdict.kind === 'clean') {
    say('no hole is known');
    return [];
  }
  const unknown = `not audited, known holes were not looked for: ${verdict.why}`;
  if (isStrict) return [unknown];
  say(`warning: ${unknown}`);
  return [];
}

const Lock = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});
const Manifest = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const lock = Lock.parse(read('package-lock.json'));
const { allowScripts } = Manifest.parse(read('package.json'));

const problems = [...scriptProblems(lock, allowScripts), ...auditProblems()];
for (const problem of problems) say(problem);
if (problems.length > 0) process.exitCode = 1;
else say('nothing runs unasked');
