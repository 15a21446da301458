import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/mainstay.js', import.meta.url));

/** Runs `mainstay` in a process of its own, in a folder with these files, which is gone afterwards. */
export async function mainstayIn(
  files: Readonly<Record<string, string | Buffer>> = {},
  environment: Readonly<Record<string, string>> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return {
    folder,
    run: (...args: string[]) => runNode([launcher, ...args], folder, environment),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export function runNode(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
) {
  return new Promise<{ exitCode: number | null; output: string; errors: string }>(
    (resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...environment } });
      let [output, errors] = ['', ''];
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      child.stderr.on('data', (chunk) => {
        errors += chunk;
      });
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, output, errors }));
    },
  );
}
