import type { Manifest } from '../src/manifest.ts';

/** The table of src/hubspot/endpoints.ts, as far as scopes go: a call needs all the scopes it names. */
export type ScopedEndpoints = Readonly<
  Record<string, { scopes: readonly string[]; isOptional?: true }>
>;

type Uses = Map<string, { name: string; isOptional: boolean }[]>;

/** The scope without which HubSpot delivers no events of an object (webhooks guide). */
const scopeOfWebhook = {
  company: 'crm.objects.companies.read',
  deal: 'crm.objects.deals.read',
  ticket: 'tickets',
  task: 'crm.objects.contacts.read',
  contact: 'crm.objects.contacts.read',
} as const;

/** Says where the scopes app.json asks for differ from those the endpoints and webhooks need. */
export function scopeFindings(manifest: Manifest, endpoints: ScopedEndpoints): string[] {
  const { required, optional, ofApp } = manifest.scopes;
  const uses = usesByScope(manifest, endpoints);
  const declared = new Set([...required, ...optional, ...ofApp].map((scope) => scope.name));

  return [
    ...[...uses.keys()]
      .filter((scope) => !declared.has(scope))
      .map((scope) => `scope ${scope} is missing: ${namesOf(uses, scope).join(', ')} needs it`),
    ...[...declared]
      .filter((scope) => !uses.has(scope))
      .map((scope) => `scope ${scope} is surplus: no endpoint and no webhook needs it`),
    ...required
      .filter(({ name }) => uses.get(name)?.every((use) => use.isOptional))
      .map(({ name }) => `scope ${name} is required, but all that needs it is optional`),
    ...[...optional, ...ofApp].flatMap(({ name }) =>
      (uses.get(name) ?? [])
        .filter((use) => !use.isOptional)
        .map((use) => `scope ${name} is optional, but ${use.name} cannot do without it`),
    ),
  ];
}

/** The manifest with `usedBy` filled in from the endpoints and webhooks that need each scope. */
export function withUses(manifest: Manifest, endpoints: ScopedEndpoints): Manifest {
  const uses = usesByScope(manifest, endpoints);
  const filled = (scopes: Manifest['scopes']['required']) =>
    scopes.map((scope) => ({ ...scope, usedBy: namesOf(uses, scope.name) }));
  return {
    ...manifest,
    scopes: {
      required: filled(manifest.scopes.required),
      optional: filled(manifest.scopes.optional),
      ofApp: filled(manifest.scopes.ofApp),
    },
  };
}

function namesOf(uses: Uses, scope: string): string[] {
  return (uses.get(scope) ?? []).map((use) => use.name);
}

function usesByScope(manifest: Manifest, endpoints: ScopedEndpoints): Uses {
  const uses: Uses = new Map();
  const needs = (scope: string, name: string, isOptional: boolean) =>
    uses.set(scope, [...(uses.get(scope) ?? []), { name, isOptional }]);

  for (const [name, { scopes, isOptional }] of Object.entries(endpoints)) {
    for (const scope of scopes) needs(scope, name, isOptional === true);
  }
  for (const object of subscribedObjects(manifest)) {
    needs(scopeOfWebhook[object], `webhook.${object}`, false);
  }
  return uses;
}

function subscribedObjects({ webhooks }: Manifest) {
  const { crmObjects, hubEvents } = webhooks.subscriptions;
  return new Set([
    ...crmObjects.map((subscription) => subscription.objectType),
    ...hubEvents.map(() => 'contact' as const),
  ]);
}
