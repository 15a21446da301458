import { demoPortal } from './demo-app.ts';
import { askAsAdmin } from './signed-request.ts';

/** Allows everything to be written, as the admin does in the settings: a new portal only shows its scores. */
export async function publishApp(serviceUrl: string, portalId = demoPortal): Promise<void> {
  const body = { mode: 'live' };
  await askAsAdmin(serviceUrl, { method: 'POST', path: '/settings/publishing', body, portalId });
}
