import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { buildCards } from './build-cards.ts';
import { demoEnvironment, portFor, registerApp } from './demo-app.ts';
import { installApp } from './install-app.ts';
import { readOptions } from './options.ts';
import { publishApp } from './publish-app.ts';
import { standInArgs, startStandIn } from './stand-in.ts';

/**
 * For work on the code: the stand-in stays up, the service starts again when its code changes, and
 * the cards are built again when theirs does.
 */

const settleMs = 300;
await buildCards();
const options = readOptions(process.argv);
const standIn = await startStandIn(standInArgs(options));
const serviceUrl = `http://localhost:${await portFor(options.port)}`;
const databaseUrl = options.database ?? 'file:.mainstay/dev.db';

const service = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'src/main.ts'], {
  env: { ...process.env, ...demoEnvironment(serviceUrl, standIn.url, databaseUrl) },
  stdio: 'inherit',
});
await registerApp(standIn.url, serviceUrl);
await untilHealthy();
await installApp(serviceUrl);
await publishApp(serviceUrl);
process.stderr.write(`Record page at ${standIn.url}/, service at ${serviceUrl}\n`);

let timer: NodeJS.Timeout | undefined;
watch('extensions/app', { recursive: true }, (_event, file) => {
  if (!file || !/\.tsx?$/.test(file)) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    buildCards().catch((error: unknown) => process.stderr.write(`${error}\n`));
  }, settleMs);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    service.kill();
    standIn.close();
    process.exit(0);
  });
}

async function untilHealthy(): Promise<void> {
  for (;;) {
    const response = await fetch(`${serviceUrl}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  }
}
