import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** A copy of what HubSpot gets, to plant mistakes in; removed when it goes out of scope. */
export async function aProject() {
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-project-'));
  for (const file of [
    'app.json',
    'package.json',
    'hsproject.json',
    '.hsignore',
    'docs/scopes.md',
    'docs/properties.md',
    'docs/property-contract.json',
    'docs/recipes.json',
    'docs/recipes.md',
  ]) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await cp(path.join(root, file), path.join(folder, file));
  }
  await cp(path.join(root, 'extensions'), path.join(folder, 'extensions'), {
    recursive: true,
    filter: (file) => path.basename(file) !== 'node_modules',
  });

  return {
    write: async (file: string, content: unknown) => {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), JSON.stringify(content));
    },
    read: async (file: string) => JSON.parse(await readFile(path.join(folder, file), 'utf8')),
    remove: (file: string) => rm(path.join(folder, file)),
    manifest: (...args: string[]) => run('scripts/manifest.ts', '--root', folder, ...args),
    validate: () => run('scripts/validate-project.mjs', folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function run(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, output: stderr + stdout });
    });
  });
}
