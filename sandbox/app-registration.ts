import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type ActionDefinition, readActionDefinitions } from './action-definitions.ts';

/** The app as HubSpot knows it: credentials, where it may be redirected to, where webhooks go. */
export type AppRegistration = {
  appId: number;
  clientId: string;
  clientSecret: string;
  redirectUrls: string[];
  webhookUrl: string | null;
  /** Path of the app's manifest (app.json): its scopes and webhook subscriptions. */
  manifestPath: string | null;
  /** Scopes that HubSpot granted the app itself; most apps have none. */
  appScopes: readonly string[];
};

export type Subscription = {
  subscriptionId: number;
  subscriptionType: string;
  /** Only with `object.*` subscriptions. */
  objectType: string | null;
  propertyName: string | null;
};

const Scope = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);

const ManifestSubscription = z.object({
  subscriptionType: z.string(),
  objectType: z.string().optional(),
  propertyName: z.string().optional(),
  active: z.boolean().default(true),
});

const Manifest = z.object({
  scopes: z
    .object({ required: z.array(Scope).default([]), optional: z.array(Scope).default([]) })
    .default({ required: [], optional: [] }),
  webhooks: z
    .object({
      maxConcurrentRequests: z.number().int().min(1).max(200).default(10),
      subscriptions: z
        .object({
          crmObjects: z.array(ManifestSubscription).default([]),
          legacyCrmObjects: z.array(ManifestSubscription).default([]),
          hubEvents: z.array(ManifestSubscription).default([]),
        })
        .prefault({}),
    })
    .prefault({}),
});

export type AppManifest = {
  requiredScopes: string[];
  optionalScopes: string[];
  maxConcurrentRequests: number;
  subscriptions: Subscription[];
};

const FIRST_SUBSCRIPTION_ID = 3_849_713;

/** HubSpot refuses these: they are not subscribable. */
const UNSUBSCRIBABLE = new Set(['hs_lastmodifieddate', 'num_unique_conversion_events']);

function parseManifest(text: string): AppManifest {
  const { scopes, webhooks } = Manifest.parse(JSON.parse(text));
  const { crmObjects, legacyCrmObjects, hubEvents } = webhooks.subscriptions;
  const subscriptions = [...crmObjects, ...legacyCrmObjects, ...hubEvents]
    .filter(({ active, propertyName }) => active && !UNSUBSCRIBABLE.has(propertyName ?? ''))
    .map(({ subscriptionType, objectType, propertyName }, index) => ({
      subscriptionId: FIRST_SUBSCRIPTION_ID + index,
      subscriptionType,
      objectType: objectType ?? null,
      propertyName: propertyName ?? null,
    }));
  return {
    requiredScopes: scopes.required,
    optionalScopes: scopes.optional,
    maxConcurrentRequests: webhooks.maxConcurrentRequests,
    subscriptions,
  };
}

const NO_MANIFEST: AppManifest = {
  requiredScopes: [],
  optionalScopes: [],
  maxConcurrentRequests: 10,
  subscriptions: [],
};

export type RegisteredApp = ReturnType<typeof createRegisteredApp>;

/** The app's registration, changeable while running, with its manifest read at each change. */
export function createRegisteredApp(initial: AppRegistration) {
  let registration = initial;
  let manifest = NO_MANIFEST;
  let actions: ReadonlyMap<string, ActionDefinition> = new Map();

  function readManifest(): void {
    const { manifestPath } = registration;
    manifest = manifestPath ? parseManifest(readFileSync(manifestPath, 'utf8')) : NO_MANIFEST;
    actions = manifestPath ? readActionDefinitions(manifestPath) : new Map();
  }
  readManifest();

  return {
    get: (): AppRegistration => registration,
    manifest: (): AppManifest => manifest,
    /** The workflow actions, by uid. */
    actions: (): ReadonlyMap<string, ActionDefinition> => actions,
    update(change: Partial<AppRegistration>): void {
      registration = { ...registration, ...change };
      if ('manifestPath' in change) readManifest();
    },
    setManifest(next: AppManifest): void {
      manifest = next;
    },
  };
}
