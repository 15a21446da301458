import type { Server } from 'node:http';
import { type App, createApp } from './app.ts';
import { type ProcessKind, readConfig } from './config.ts';
import { ConfigError } from './errors.ts';

/** Docker kills after 10 s; what is left by then is in the database and goes on at the next start. */
const longestStopMs = 8_000;

/** Runs the service, or a part of it, until it is told to stop. */
export async function startService(kind: ProcessKind): Promise<void> {
  try {
    const config = readConfig();
    const app = await createApp(config, undefined, kind);
    const server = app.http.listen(config.port, (error?: Error) => {
      if (error) return fail(`PORT: ${config.port} cannot be listened on: ${error.message}`);
      app.start();
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => stop(server, app));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    fail(error.message);
  }
}

/** Answers what was asked, ends the pass that is under way, closes the database. */
function stop(server: Server, app: App): void {
  setTimeout(() => process.exit(0), longestStopMs).unref();
  server.close(() => void app.close());
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
