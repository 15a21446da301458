import { mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { portalId } from '../src/model/ids.ts';
import type { PortalProgress } from '../src/refresh/portal-progress.ts';
import { demoEnvironment, demoPortal, portFor, registerApp } from './demo-app.ts';
import type { StandIn } from './stand-in.ts';

export type RunningService = { app: App; server: Server; url: string };

const pollMs = 100;

/** Starts the service beside a stand-in, which is told where it is; not installed yet. */
export async function startService(
  { url: sandboxUrl, clockOffsetMs }: StandIn,
  { port, databaseUrl }: { port: number; databaseUrl: string },
): Promise<RunningService> {
  const now = () => new Date(Date.now() + clockOffsetMs());
  const url = `http://localhost:${await portFor(port)}`;
  const app = await createApp(readConfig(demoEnvironment(url, sandboxUrl, databaseUrl)), now);
  const server = app.http.listen(Number(new URL(url).port));
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  await registerApp(sandboxUrl, url);
  app.start();
  return { app, server, url };
}

export async function stopService({ app, server }: RunningService): Promise<void> {
  server.close();
  server.closeAllConnections();
  await app.close();
}

export async function freshDatabase(): Promise<string> {
  return `file:${join(await mkdtemp(join(tmpdir(), 'mainstay-demo-')), 'mainstay.db')}`;
}

/** Waits until nothing is left to read, score or write, and the stand-in has nothing more to tell. */
export async function untilQuiet(
  { app }: Pick<RunningService, 'app'>,
  { url: sandboxUrl }: Pick<StandIn, 'url'>,
  onProgress: (progress: PortalProgress) => void = () => undefined,
): Promise<void> {
  const portal = portalId(demoPortal);
  for (;;) {
    const progress = await app.progress(portal);
    onProgress(progress);
    const isQuiet = progress.isQuiet && (await isIdle(sandboxUrl));
    if (isQuiet && (await app.progress(portal)).isQuiet) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function isIdle(sandboxUrl: string): Promise<boolean> {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${demoPortal}/idle`);
  return ((await response.json()) as { idle: boolean }).idle;
}
