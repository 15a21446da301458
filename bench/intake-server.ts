import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { rawBodyOf } from '../src/http/raw-body.ts';
import { requireSignature } from '../src/http/require-signature.ts';
import { eventsByPortal } from '../src/hubspot/webhook-body.ts';
import { intakeSecret, intakeUrl, webhookPath } from './intake-request.ts';

/** One of the servers that intake is measured beside; says its port to the process that started it. */
const servers: Readonly<Record<string, () => Promise<Express>>> = { bare, noStore, service };

/** Express alone: the request is neither read nor checked. */
async function bare(): Promise<Express> {
  const http = express();
  http.post(webhookPath, (_request, response) => void response.status(200).end());
  return http;
}

/** Everything intake does but keeping: signature, parsing and checking. */
async function noStore(): Promise<Express> {
  const http = express();
  const signed = { clientSecret: intakeSecret, publicUrl: intakeUrl, now: () => new Date() };
  http.use(requireSignature(signed));
  http.post(webhookPath, (request, response) => {
    eventsByPortal(JSON.parse(rawBodyOf(request).toString('utf8')));
    response.status(200).end();
  });
  return http;
}

/** The service on a database on disk; every answer is a durable commit. */
async function service(): Promise<Express> {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
  const config = readConfig({
    PUBLIC_URL: intakeUrl,
    DATABASE_URL: process.env['BENCH_DATABASE_URL'] ?? `file:${join(folder, 'bench.db')}`,
    HUBSPOT_APP_ID: '1001',
    HUBSPOT_CLIENT_ID: 'bench',
    HUBSPOT_CLIENT_SECRET: intakeSecret,
    TOKEN_KEY: Buffer.alloc(32, 1).toString('base64'),
    LOG_LEVEL: 'error',
  });
  const app = await createApp(config);
  app.start();
  return app.http;
}

const build = servers[process.argv[2] ?? ''];
if (!build) throw new Error(`one of ${Object.keys(servers).join(', ')}`);
const listening = (await build()).listen(0, () => {
  process.send?.((listening.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit(0));
