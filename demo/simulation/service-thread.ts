import { parentPort, workerData } from 'node:worker_threads';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { ServiceData, ServiceRequest } from './service.ts';

/** The service in a thread of its own, as HubSpot's machines are others; its clock is the simulated one. */
const { environment, clockOffset } = workerData as ServiceData;
const offset = new Float64Array(clockOffset);

const config = readConfig(environment);
const app = await createApp(config, () => new Date(Date.now() + (offset[0] ?? 0)));
const server = app.http.listen(config.port);
await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));

parentPort?.on('message', async (request: ServiceRequest) => {
  if (request.kind === 'refresh') {
    parentPort?.postMessage(await app.refresh(request.portalId));
    return;
  }
  server.close();
  server.closeAllConnections();
  await app.close();
  parentPort?.postMessage('stopped');
  parentPort?.close();
});
parentPort?.postMessage('started');
