import { complaintCategory, demoPortal } from '../demo/demo-app.ts';
import { installApp } from '../demo/install-app.ts';
import { publishApp } from '../demo/publish-app.ts';
import {
  freshDatabase,
  type RunningService,
  startService,
  stopService,
} from '../demo/running-service.ts';
import { type StandIn, startStandIn } from '../demo/stand-in.ts';
import { verifyPortal } from '../demo/verify-portal.ts';

export const latencyMs = 80;

export type DemoPortal = { standIn: StandIn; service: RunningService; verify: () => Promise<void> };

/** A stand-in with HubSpot's limits and latency in a process of its own, and the service beside it; not installed. */
export async function demoPortalOf(companies: number, args: readonly string[] = []) {
  const standIn = await startStandIn(
    ['--companies', companies, '--latency', latencyMs, '--portal-id', demoPortal, '--auto-consent']
      .map(String)
      .concat(args),
  );
  const databaseUrl = await freshDatabase();
  const service = await startService(standIn, { port: 0, databaseUrl });
  return {
    standIn,
    service,
    async install(): Promise<void> {
      await installApp(service.url);
      await publishApp(service.url);
    },
    /** Recomputes every score from the stand-in's own records; none of what HubSpot shows may differ. */
    async verify(): Promise<void> {
      const asked = { sandboxUrl: standIn.url, portal: demoPortal, databaseUrl };
      const { scored, mismatches } = await verifyPortal({ ...asked, complaint: complaintCategory });
      if (scored > 0 && mismatches.length === 0) return;
      const [first] = mismatches;
      throw new Error(
        `${mismatches.length} properties of ${scored} companies differ: ${JSON.stringify(first)}`,
      );
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await stopService(service);
      standIn.close();
    },
  };
}
