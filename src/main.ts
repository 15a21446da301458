import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './errors.ts';

try {
  const config = readConfig();
  const app = await createApp(config);
  const server = app.http.listen(config.port, () => app.start());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => server.close(() => void app.close()));
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
