import type { Manifest } from '../src/manifest.ts';

/** One HubSpot endpoint the code calls, with every scope the call needs. */
export type ScopedEndpoint = { key: string; scopes: readonly string[] };

/** The scope without which HubSpot delivers no events of an object (webhooks guide). */
const scopeOfWebhook = {
  company: 'crm.objects.companies.read',
  deal: 'crm.objects.deals.read',
  ticket: 'tickets',
  contact: 'crm.objects.contacts.read',
} as const;

/** Says where the scopes app.json asks for differ from those its endpoints and webhooks need. */
export function scopeFindings(manifest: Manifest, endpoints: readonly ScopedEndpoint[]): string[] {
  const users = usersByScope(manifest, endpoints);
  const declared = [...manifest.scopes.required, ...manifest.scopes.optional];
  const names = new Set(declared.map((scope) => scope.name));

  const missing = [...users]
    .filter(([scope]) => !names.has(scope))
    .map(([scope, by]) => `scope ${scope} is missing: ${by.join(', ')} cannot work without it`);

  const declaredButWrong = declared.flatMap(({ name, usedBy }) => {
    const needing = users.get(name);
    if (!needing) return [`scope ${name} is surplus: no endpoint and no webhook needs it`];
    return [
      ...needing
        .filter((user) => !usedBy.includes(user))
        .map((user) => `scope ${name}: usedBy lacks ${user}`),
      ...usedBy
        .filter((user) => !needing.includes(user))
        .map((user) => `scope ${name}: usedBy names ${user}, which does not need it`),
    ];
  });

  return [...missing, ...declaredButWrong];
}

function usersByScope(
  { webhooks }: Manifest,
  endpoints: readonly ScopedEndpoint[],
): Map<string, string[]> {
  const { crmObjects, hubEvents } = webhooks.subscriptions;
  const objects = new Set([
    ...crmObjects.map((subscription) => subscription.objectType),
    ...hubEvents.map(() => 'contact' as const),
  ]);
  const subscribers = [...objects].map((object) => ({
    key: `webhook.${object}`,
    scopes: [scopeOfWebhook[object]],
  }));

  const users = new Map<string, string[]>();
  for (const { key, scopes } of [...endpoints, ...subscribers]) {
    for (const scope of scopes) users.set(scope, [...(users.get(scope) ?? []), key]);
  }
  return users;
}
