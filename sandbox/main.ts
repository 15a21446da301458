import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { createGateway } from './gateway.ts';
import type { PortalOptions } from './portal.ts';
import { recordPageRoutes } from './record-page.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('a whole number');
  return value;
}

/** '110/10000': calls per milliseconds. */
function rate(text: string): { calls: number; perMs: number } {
  const [calls, perMs = '10000'] = text.split('/');
  return { calls: wholeNumber(calls ?? ''), perMs: wholeNumber(perMs) };
}

type Flags = {
  port: number;
  host: string;
  companies: number;
  deals?: string;
  seed: number;
  latency: number;
  rateLimit: { calls: number; perMs: number };
  searchLimit: number;
  indexLag: number;
  portals: number;
  portalId: number;
  timeZone: string;
  currency: string;
  locale: string;
  tier: 'free' | 'professional';
  autoConsent?: boolean;
  manifest?: string;
  webhookUrl?: string;
  clockOffset: number;
  preview?: string;
  cardOrigin: string;
};

const program = new Command('sandbox')
  .description('A stand-in HubSpot for demos, tests and benchmarks')
  .option('--port <port>', 'port; 0 for any', wholeNumber, 0)
  .option('--host <host>', 'address to listen on', '127.0.0.1')
  .option('--companies <count>', 'companies to generate in each portal', wholeNumber, 300)
  .option('--deals <file>', 'CSV[.gz] of purchases (company id, date, amount) instead')
  .option('--seed <seed>', 'seed of generated data', wholeNumber, 1)
  .option('--latency <ms>', 'pause before every answer', wholeNumber, 80)
  .option('--rate-limit <calls/ms>', 'calls per app and portal', rate, rate('110/10000'))
  .option('--search-limit <calls>', 'searches per second and portal', wholeNumber, 5)
  .option('--index-lag <ms>', 'until search sees a write', wholeNumber, 5_000)
  .option('--portals <count>', 'how many portals', wholeNumber, 1)
  .option('--portal-id <id>', 'id of the first portal', wholeNumber, 424_242)
  .option('--time-zone <zone>', 'time zone of the portals', 'Europe/Berlin')
  .option('--currency <code>', 'currency of the portals', 'EUR')
  .option('--locale <locale>', 'language of the portals', 'en')
  .option('--tier <tier>', 'free or professional', 'professional')
  .option('--auto-consent', 'the consent screen redirects at once')
  .option('--manifest <file>', "the app's manifest: scopes and webhook subscriptions", 'app.json')
  .option('--webhook-url <url>', 'where webhooks are sent')
  .option('--preview <folder>', 'built cards to show on a record page, at /')
  .option(
    '--card-origin <url>',
    'where the cards believe the app to be',
    'https://mainstay.example.com',
  )
  .option('--clock-offset <ms>', 'how far ahead of the machine', wholeNumber, 0);

function portalsOf(flags: Flags): PortalOptions[] {
  const { timeZone, currency, locale, tier, companies } = flags;
  return Array.from({ length: flags.portals }, (_, index) => ({
    portalId: flags.portalId + index,
    name: index === 0 ? 'Kestrel Supplies' : `Kestrel Supplies ${index + 1}`,
    timeZone,
    currency,
    locale,
    tier,
    companies,
    ...(flags.deals ? { dealsFile: flags.deals } : {}),
  }));
}

function optionsOf(flags: Flags): SandboxOptions {
  return {
    port: flags.port,
    host: flags.host,
    seed: flags.seed,
    portals: portalsOf(flags),
    latencyMs: flags.latency,
    rateLimit: flags.rateLimit,
    searchesPerSecond: flags.searchLimit,
    indexLagMs: flags.indexLag,
    autoConsent: flags.autoConsent ?? false,
    clockOffsetMs: flags.clockOffset,
    app: {
      manifestPath: flags.manifest ?? null,
      ...(flags.webhookUrl ? { webhookUrl: flags.webhookUrl } : {}),
    },
    onClock: (clockOffsetMs) => process.send?.({ clockOffsetMs }),
  };
}

/** Shows the app's cards beside the first portal's companies. Cards reach the app where its webhooks go. */
function mountRecordPage(sandbox: Sandbox, flags: Flags, bundlesFolder: string): void {
  const { portal } = sandbox.portal(flags.portalId);
  const gateway = createGateway({
    app: sandbox.app,
    clock: sandbox.clock,
    localOrigin(origin) {
      const { webhookUrl } = sandbox.app();
      return origin === flags.cardOrigin && webhookUrl ? new URL(webhookUrl).origin : undefined;
    },
  });
  const pages = recordPageRoutes({
    portal,
    app: sandbox.registeredApp,
    bundlesFolder: path.resolve(bundlesFolder),
    variables: { BACKEND_ORIGIN: flags.cardOrigin },
    forwardFetch(request) {
      const { userId, email: userEmail } = portal.user;
      return gateway.forwardFetch({ ...request, portalId: portal.id, userId, userEmail });
    },
  });
  sandbox.mount('/', pages);
}

const flags = program.parse().opts<Flags>();
const sandbox = await startSandbox(optionsOf(flags));
if (flags.preview) mountRecordPage(sandbox, flags, flags.preview);
process.stdout.write(`${JSON.stringify({ url: sandbox.url, port: sandbox.port })}\n`);

async function stop(): Promise<void> {
  await sandbox.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
process.once('disconnect', () => void stop());
