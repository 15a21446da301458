import { demoPortal } from '../demo/demo-app.ts';
import { installApp } from '../demo/install-app.ts';
import { publishApp } from '../demo/publish-app.ts';
import {
  freshDatabase,
  type RunningService,
  startService,
  stopService,
} from '../demo/running-service.ts';
import { type StandIn, startStandIn } from '../demo/stand-in.ts';

export const latencyMs = 80;

export type DemoPortal = { standIn: StandIn; service: RunningService };

/** A stand-in with HubSpot's limits and latency in a process of its own, and the service beside it; not installed. */
export async function demoPortalOf(companies: number, args: readonly string[] = []) {
  const standIn = await startStandIn(
    ['--companies', companies, '--latency', latencyMs, '--portal-id', demoPortal, '--auto-consent']
      .map(String)
      .concat(args),
  );
  const service = await startService(standIn, { port: 0, databaseUrl: await freshDatabase() });
  return {
    standIn,
    service,
    async install(): Promise<void> {
      await installApp(service.url);
      await publishApp(service.url);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await stopService(service);
      standIn.close();
    },
  };
}
