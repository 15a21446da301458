import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import BetterSqlite3 from 'better-sqlite3';
import type { Figure } from './figures.ts';
import { filledPortal } from './fill-portal.ts';

const tokenKey = randomBytes(32).toString('base64');

/** What the service of `memory-service.ts` says at its end. */
export type MemoryReport = { peakRssMb: number; renewalSeconds: number; scored: number };

/** The most memory that the service needs for a portal of many companies when a new day begins. */
export async function memoryFigures(size: string, companies: number): Promise<Figure[]> {
  await using filled = await filledPortal(companies, { TOKEN_KEY: tokenKey });
  const { databaseUrl, sandbox, url } = filled.app;
  const { appId, clientId, clientSecret } = sandbox.app();
  const env = {
    ...process.env,
    PUBLIC_URL: url,
    DATABASE_URL: databaseUrl,
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_CLIENT_ID: clientId,
    HUBSPOT_CLIENT_SECRET: clientSecret,
    HUBSPOT_API_URL: sandbox.url,
    TOKEN_KEY: tokenKey,
    LOG_LEVEL: 'error',
  };
  let report: MemoryReport | undefined;
  await filled.app.restart(async () => {
    release(databaseUrl.replace('file:', ''));
    const service = fork(new URL('memory-service.ts', import.meta.url), [String(filled.portal)], {
      env,
    });
    const [said] = (await once(service, 'message')) as [MemoryReport];
    report = said;
    await once(service, 'exit');
  });
  if (!report) throw new Error('the service said nothing of its memory');
  const { peakRssMb, renewalSeconds, scored } = report;
  const load = { companies: filled.companies, scored };
  return [
    { name: `memory.${size}.rssMb`, value: peakRssMb, unit: 'MB', load },
    { name: `memory.${size}.renewalSeconds`, value: renewalSeconds, unit: 's', load },
  ];
}

/** The portal may be worked again, but nothing is sent: HubSpot knows none of the copies. */
function release(path: string): void {
  const file = new BetterSqlite3(path);
  file.exec("update portal set blocked_until = 0; update publishing set mode = 'shadow'");
  file.close();
}
