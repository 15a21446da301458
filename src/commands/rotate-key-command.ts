import type { Command } from 'commander';
import { createChannelStore } from '../announce/channel-store.ts';
import { resealChannels } from '../announce/reseal-channels.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database/open-database.ts';
import { createPortalStore } from '../install/portal-store.ts';
import { resealTokens } from '../install/reseal-tokens.ts';
import { createTokenSeal } from '../install/token-seal.ts';

export function addRotateKeyCommand(program: Command): void {
  program
    .command('rotate-key')
    .summary('seal all tokens with the key of today')
    .description(
      'Seals the tokens and chats of all portals with TOKEN_KEY that a key of TOKEN_KEY_EARLIER sealed. Reads the environment of the service, which may go on running. Afterwards TOKEN_KEY_EARLIER can be removed.',
    )
    .action(run);
}

async function run(): Promise<void> {
  const config = readConfig();
  const db = await openDatabase(config.databaseUrl);
  try {
    const seal = createTokenSeal(config.tokenKey, config.earlierTokenKeys);
    const done = await resealTokens({ portals: createPortalStore(db), seal });
    const { current, resealed, unreadable } = done;
    process.stderr.write(`${resealed} portals sealed anew, ${current} were already\n`);
    await resealChannels(createChannelStore(db), seal);
    if (unreadable.length === 0) return;
    process.stderr.write(`error: no key opens the tokens of ${unreadable.join(', ')}\n`);
    process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}
