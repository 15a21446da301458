import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, hostname, platform, totalmem } from 'node:os';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

function versionOf(path: string): string {
  return Package.parse(JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))).version;
}

const processor = cpus()[0]?.model ?? 'unknown';
const memoryGb = Math.round(totalmem() / 2 ** 30);
const cores = availableParallelism();

/** Where and with what was measured. Figures are only held beside those of the same machine. */
export const machine = {
  id: createHash('sha256')
    .update([hostname(), processor, cores, memoryGb].join('/'))
    .digest('hex')
    .slice(0, 12),
  processor,
  cores,
  memoryGb,
  system: `${platform()} ${arch()}`,
  node: process.version,
  sqlite: versionOf('../node_modules/better-sqlite3/package.json'),
  mainstay: versionOf('../package.json'),
};
