import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Before all browser tests: the bundles, as HubSpot builds them. */
export function setup(): void {
  mkdirSync(path.join(root, 'screenshots'), { recursive: true });
  execFileSync(process.execPath, [path.join(root, 'scripts/build-cards.mjs')], { stdio: 'ignore' });
}
