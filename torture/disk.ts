import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const diskSize = '48m';
const ballastBytes = 64 * 2 ** 20;
/** Files of the service may not grow past this: less than any page of a write-ahead log. */
const smallestFile = 4_096;

/**
 * Where the database lies: a small file system of its own, filled to its last byte on demand. Where
 * none may be mounted, the service's right to write to files is taken away instead.
 */
export async function makeDisk() {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-torture-'));
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', folder])
    .then(() => true)
    .catch(() => false);
  const ballast = join(folder, 'ballast');

  async function limitFiles(pid: number | undefined, bytes: number | 'unlimited'): Promise<void> {
    if (pid === undefined) return;
    await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]).catch(() => {});
  }

  return {
    folder,
    isMounted,
    async fill(pid: number | undefined): Promise<void> {
      if (!isMounted) return limitFiles(pid, smallestFile);
      await writeFile(ballast, Buffer.alloc(ballastBytes)).catch(() => {});
    },
    async free(pid: number | undefined): Promise<void> {
      if (!isMounted) return limitFiles(pid, 'unlimited');
      await rm(ballast, { force: true });
    },
    async remove(): Promise<void> {
      // A log that is still open would keep it busy: it goes when the last file is closed.
      if (isMounted) await run('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
