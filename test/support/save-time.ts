import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
const roomNeeded = 2 ** 30;

/**
 * For a configuration of Vitest, before a test runs: files of the tests lie in memory where there is
 * room for them, as every commit waits for its disk, and modules are compiled once for all threads.
 */
export function saveTime(): void {
  process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../node_modules/.cache/node');
  if (process.env['TMPDIR'] || !hasRoom()) return;
  const folder = mkdtempSync(join(memory, 'mainstay-'));
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomNeeded;
  } catch {
    return false;
  }
}
