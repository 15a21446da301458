import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';

/**
 * A database that nobody needs afterwards: in memory where the system keeps files there, for no disk is
 * worth waiting for.
 */
export async function throwawayDatabase() {
  const isThere = await access(memory, constants.W_OK).then(
    () => true,
    () => false,
  );
  const folder = await mkdtemp(join(isThere ? memory : tmpdir(), 'mainstay-simulation-'));
  return {
    url: `file:${join(folder, 'mainstay.db')}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
