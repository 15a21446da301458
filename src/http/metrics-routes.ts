import { createHash, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import { RequestError } from '../errors.ts';

/** One number an operator watches. */
export type Metric = {
  name: string;
  help: string;
  kind: 'gauge' | 'counter';
  values: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
};

/** For Prometheus, in its text format 0.0.4. Only with the token; without one set, nobody is let in. */
export function metricsRoutes(token: string | undefined, read: () => Promise<Metric[]>): Router {
  const routes = Router();
  routes.get('/metrics', async (request, response) => {
    if (token === undefined) {
      throw new RequestError(404, 'Metrics are off: METRICS_TOKEN is not set.');
    }
    if (!isSame(request.get('authorization') ?? '', `Bearer ${token}`)) {
      throw new RequestError(401, 'This needs the token of METRICS_TOKEN.');
    }
    const text = (await read()).map(textOf).join('');
    response.set('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(text);
  });
  return routes;
}

function textOf({ name, help, kind, values }: Metric): string {
  const lines = values.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}=${JSON.stringify(text)}`);
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`;
}

/** Digests have one length, whatever was sent. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
