import { z } from 'zod';
import { ConfigError } from './errors.ts';
import type { CallBudget } from './model/call-budget.ts';
import type { PortalSettings } from './model/settings.ts';

const keyBytes = 32;

const SealingKey = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === keyBytes, 'is 32 random bytes in base64');

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** `file:PATH` for SQLite, `postgres://…` for PostgreSQL. */
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres(ql)?:\/\/)/, 'is a file:PATH or a postgres:// address')
    .default('file:.mainstay/mainstay.db'),
  /** Where HubSpot and browsers reach this service. */
  PUBLIC_URL: z
    .url()
    .default('http://localhost:3000')
    .transform((url) => url.replace(/\/$/, '')),
  HUBSPOT_APP_ID: z.string().regex(/^\d+$/, 'is the number of the app in HubSpot'),
  HUBSPOT_CLIENT_ID: z.string().min(1),
  HUBSPOT_CLIENT_SECRET: z.string().min(1),
  HUBSPOT_API_URL: z.url().default('https://api.hubapi.com'),
  HUBSPOT_AUTHORIZE_URL: z.url().default('https://app.hubspot.com/oauth/authorize'),
  /** HubSpot gives an app 110 calls in 10 s; stay a little below, calls do not arrive evenly. */
  HUBSPOT_CALLS_PER_TEN_SECONDS: z.coerce.number().int().min(1).default(108),
  /** Other apps of the portal may share its daily limit; without a value nothing is left to them. */
  HUBSPOT_CALLS_PER_DAY: z.coerce.number().int().min(1).optional(),
  /** Of the five a portal has. */
  HUBSPOT_SEARCHES_PER_SECOND: z.coerce.number().int().min(1).default(5),
  /** Whether values that events carry are believed, where that is safe; `ignored`: every changed record is read. */
  HUBSPOT_EVENT_VALUES: z.enum(['used', 'ignored']).default('used'),
  /** How often everything is compared, for what no event tells of and no search finds: deletions, moves. */
  COMPARE_EVERY_DAYS: z.coerce.number().int().min(1).max(31).default(1),
  /** Whether changes are read from HubSpot's journal of webhooks too, where HubSpot granted the app that. */
  HUBSPOT_JOURNAL: z.enum(['used', 'unused']).default('unused'),
  /** Between two readings of the journal. */
  HUBSPOT_JOURNAL_SECONDS: z.coerce.number().min(1).max(3600).default(10),
  HUBSPOT_TIMEOUT_MS: z.coerce.number().int().min(100).default(30_000),
  /** How many portals one of several processes works side by side. */
  PORTALS_AT_ONCE: z.coerce.number().int().min(1).max(200).default(20),
  /** Whose word about the sender's address is believed: proxies in front of the service. */
  TRUSTED_PROXIES: z.string().default('loopback'),
  /** Opens /metrics to who sends it; closed without. */
  METRICS_TOKEN: z.string().min(16).optional(),
  TOKEN_KEY: SealingKey,
  /** Keys that TOKEN_KEY took the place of: what they sealed still opens. */
  TOKEN_KEY_EARLIER: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(SealingKey)),
  COMPLAINT_CATEGORIES: z
    .string()
    .default('complaint')
    .transform((list) => list.split(',').map((category) => category.trim().toLowerCase())),
  /** The company property with the day a contract ends or renews. */
  RENEWAL_PROPERTY: z.string().min(1).optional(),
  /** Where chats are stood in for in development, http://127.0.0.1:PORT: the only inward address posted to. */
  CHAT_STAND_IN_URL: z.url().optional(),
  CHAT_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

/** All in one; or what answers HubSpot and people; or what works in between. */
export const processKinds = ['serve', 'web', 'worker'] as const;
export type ProcessKind = (typeof processKinds)[number];

export type Config = ReturnType<typeof readConfig>;

/** The environment as one value. Throws a ConfigError that names each variable that is wrong. */
export function readConfig(environment: Record<string, string | undefined> = process.env) {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
    );
    throw new ConfigError(`These environment variables need a value:\n${problems.join('\n')}`);
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL,
    logLevel: env.LOG_LEVEL,
    portalsAtOnce: env.PORTALS_AT_ONCE,
    compareEveryMs: env.COMPARE_EVERY_DAYS * 86_400_000,
    tokenKey: env.TOKEN_KEY,
    earlierTokenKeys: env.TOKEN_KEY_EARLIER,
    trustedProxies: env.TRUSTED_PROXIES,
    metricsToken: env.METRICS_TOKEN,
    /** Of portals whose admin set nothing else. */
    defaultSettings: {
      complaintCategories: env.COMPLAINT_CATEGORIES,
      amountProperty: null,
      currencyProperty: null,
      renewalProperty: env.RENEWAL_PROPERTY ?? null,
      kamOwnerProperty: null,
      industryProperty: null,
      productFamilyProperty: null,
      rootCauseProperty: null,
      birthdayProperty: null,
      rollUp: 'own',
      wonStages: null,
      population: { lifecycleStages: null, wonDealOnly: false, listId: null },
    } satisfies PortalSettings,
    chat: {
      standInOrigin: env.CHAT_STAND_IN_URL ? new URL(env.CHAT_STAND_IN_URL).origin : null,
      timeoutMs: env.CHAT_TIMEOUT_MS,
    },
    hubspot: {
      appId: env.HUBSPOT_APP_ID,
      clientId: env.HUBSPOT_CLIENT_ID,
      clientSecret: env.HUBSPOT_CLIENT_SECRET,
      apiUrl: env.HUBSPOT_API_URL,
      authorizeUrl: env.HUBSPOT_AUTHORIZE_URL,
      timeoutMs: env.HUBSPOT_TIMEOUT_MS,
      eventValues: env.HUBSPOT_EVENT_VALUES,
      journal: env.HUBSPOT_JOURNAL,
      journalEveryMs: env.HUBSPOT_JOURNAL_SECONDS * 1_000,
      searchesPerSecond: env.HUBSPOT_SEARCHES_PER_SECOND,
      /** Of portals whose admin set none; none may have more calls in ten seconds. */
      callBudget: {
        callsPerTenSeconds: env.HUBSPOT_CALLS_PER_TEN_SECONDS,
        callsPerDay: env.HUBSPOT_CALLS_PER_DAY ?? null,
      } satisfies CallBudget,
    },
  };
}
