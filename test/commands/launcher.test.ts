import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mainstayIn, runNode } from '../support/command-line.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Makes the launcher believe that an old Node.js runs it. */
const oldNode = [
  '--import',
  "data:text/javascript,Object.defineProperties(process.versions,{node:{value:'18.20.0'}})",
];

describe('the launcher', () => {
  it('starts the Node.js of the package when an old one runs it, and passes on its exit code', async () => {
    await using place = await mainstayIn();
    const launcher = join(root, 'bin/mainstay.js');

    const help = await runNode([...oldNode, launcher, 'score', '--help'], place.folder);
    const failing = await runNode(
      [...oldNode, launcher, 'score', '--deals', 'none.csv'],
      place.folder,
    );

    expect(help).toMatchObject({ exitCode: 0, errors: '' });
    expect(help.output).toContain('Usage: mainstay score');
    expect(failing).toMatchObject({
      exitCode: 1,
      errors: 'error: none.csv: there is no such file\n',
    });
  });

  it('says which version it needs when there is no other', async () => {
    await using place = await mainstayIn();
    await mkdir(join(place.folder, 'bin'));
    await copyFile(join(root, 'bin/mainstay.js'), join(place.folder, 'bin/mainstay.js'));
    await copyFile(join(root, 'package.json'), join(place.folder, 'package.json'));

    const found = await runNode([...oldNode, 'bin/mainstay.js', '--help'], place.folder);

    expect(found.exitCode).toBe(1);
    expect(found.errors).toContain('Mainstay needs Node.js 24 or newer');
  });

  it('lists its commands', async () => {
    await using mainstay = await mainstayIn();

    const { exitCode, output } = await mainstay.run('--help');

    expect(exitCode).toBe(0);
    expect(output).toMatch(/score.*\n.*backtest/);
  });
});
