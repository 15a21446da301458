import { createCallWindows } from '../../src/hubspot/call-windows.ts';
import { createPortalQueues } from '../../src/hubspot/portal-queues.ts';
import { createLog } from '../../src/log.ts';

/** The queues of a process that shares its portals with no other. */
export function ownQueues(callsPerTenSeconds: number | (() => number)) {
  const limitOf =
    typeof callsPerTenSeconds === 'number' ? () => callsPerTenSeconds : callsPerTenSeconds;
  const windows = createCallWindows({ callsPerTenSeconds: limitOf, searchesPerSecond: 5 });
  return createPortalQueues({ ...windows, log: createLog('silent') });
}
