import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../scripts/build-cards.mjs', import.meta.url));

/** Builds the cards with HubSpot's own bundler, and the page that shows them. */
export async function buildCards(): Promise<void> {
  await promisify(execFile)(process.execPath, [script]);
}
