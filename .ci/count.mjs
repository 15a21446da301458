// Adds up vitest's reports: node count.mjs FOLDER "suite suite …" [a step that failed …]
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [folder, suites, ...red] = process.argv.slice(2);
let passed = 0;
let failed = 0;

for (const suite of suites.split(' ')) {
  const report = read(suite);
  const broken = report ? brokenFiles(report) : [];
  passed += report?.numPassedTests ?? 0;
  failed += (report?.numFailedTests ?? 0) + broken.length;
  for (const file of broken) process.stdout.write(`${suite}: ${file} could not be run\n`);
  if (!report) red.push(`${suite} left no report`);
  else if (report.numPassedTests + report.numFailedTests === 0) red.push(`${suite} ran no test`);
  else
    process.stdout.write(
      `${suite}: ${report.numPassedTests} passed, ${report.numFailedTests} failed\n`,
    );
}

for (const step of red) process.stdout.write(`red: ${step}\n`);
// A red step without a failing test (a check, a crash) is a failure as well.
if (failed === 0) failed = red.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 || passed === 0 || red.length > 0 ? 1 : 0);

function read(suite) {
  try {
    return JSON.parse(readFileSync(path.join(folder, `${suite}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Files that failed before any of their tests did: an import that is not there, a syntax error. */
function brokenFiles({ testResults }) {
  return testResults
    .filter((file) => file.status === 'failed')
    .filter((file) => file.assertionResults.every((test) => test.status !== 'failed'))
    .map((file) => path.relative(process.cwd(), file.name));
}
