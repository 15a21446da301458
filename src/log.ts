import { type Logger, pino } from 'pino';

export type { Logger };

const secrets = [
  'accessToken',
  'refreshToken',
  'clientSecret',
  'code',
  'authorization',
  'signature',
  'cookie',
];

export function createLog(level: string): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact: { paths, censor: '[redacted]' } });
}
