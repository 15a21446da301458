/** Goes through the installation as an admin's browser would: consent page, then back to the service. */
export async function installApp(serviceUrl: string, portalId?: number): Promise<void> {
  const start = await fetch(`${serviceUrl}/oauth/install`, { redirect: 'manual' });
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consentPage = new URL(targetOf(start));
  // The portal that HubSpot asks for where an admin has several.
  if (portalId !== undefined) consentPage.searchParams.set('portalId', String(portalId));
  const consent = await fetch(consentPage, { redirect: 'manual' });
  const callback = await fetch(targetOf(consent), { redirect: 'manual', headers: { cookie } });
  if (callback.status !== 302) {
    throw new Error(`the installation ended with ${callback.status}: ${await callback.text()}`);
  }
}

function targetOf(response: Response): string {
  const location = response.headers.get('location');
  if (response.status !== 302 || !location) {
    throw new Error(`expected a redirect from ${response.url}, got ${response.status}`);
  }
  return location;
}
