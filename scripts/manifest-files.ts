import type { Manifest } from '../src/manifest.ts';
import { workflowActionFile } from './workflow-action-files.ts';

/** Replaced by HubSpot's tools from the profile (extensions/hsprofile.<name>.json). */
const backend = '$' + '{BACKEND_ORIGIN}';

/** Where `npm start` listens on a developer's machine; HubSpot allows plain http for localhost only. */
const localOrigin = 'http://localhost:3000';

type HubspotFile = { path: string; content: Record<string, unknown> };

/** The files HubSpot builds the app from, as app.json says they should be. Paths are from the project's root. */
export function hubspotFiles(manifest: Manifest): HubspotFile[] {
  return [
    { path: 'hsproject.json', content: project(manifest) },
    { path: 'extensions/app/app-hsmeta.json', content: app(manifest) },
    { path: 'extensions/app/webhooks/webhooks-hsmeta.json', content: webhooks(manifest) },
    ...manifest.cards.map((card) => ({
      path: `extensions/app/cards/${card.uid.replaceAll('_', '-')}-hsmeta.json`,
      content: cardOf(card),
    })),
    { path: 'extensions/app/pages/pages-hsmeta.json', content: pageOf(manifest.page) },
    {
      path: 'extensions/app/settings/settings-hsmeta.json',
      content: settingsOf(manifest.settings),
    },
    ...manifest.workflowActions.map((action) => ({
      path: `extensions/app/workflow-actions/${action.name.replaceAll('_', '-')}-hsmeta.json`,
      content: workflowActionFile(action, manifest, backend),
    })),
  ];
}

function project({ platformVersion }: Manifest) {
  return { name: 'mainstay', srcDir: 'extensions', platformVersion };
}

function app({ name, description, distribution, redirectPath, scopes }: Manifest) {
  return {
    uid: 'mainstay_app',
    type: 'app',
    config: {
      name,
      description,
      distribution,
      auth: {
        type: 'oauth',
        redirectUrls: [`${localOrigin}${redirectPath}`, `${backend}${redirectPath}`],
        requiredScopes: scopes.required.map((scope) => scope.name),
        optionalScopes: scopes.optional.map((scope) => scope.name),
        conditionallyRequiredScopes: [],
      },
      permittedUrls: { fetch: [backend], iframe: [], img: [] },
    },
  };
}

function webhooks({ webhooks: { path, maxConcurrentRequests, subscriptions } }: Manifest) {
  const active = <S extends object>(subscription: S) => ({ ...subscription, active: true });
  return {
    uid: 'mainstay_webhooks',
    type: 'webhooks',
    config: {
      settings: { targetUrl: `${backend}${path}`, maxConcurrentRequests },
      subscriptions: {
        crmObjects: subscriptions.crmObjects.map(active),
        legacyCrmObjects: subscriptions.legacyCrmObjects,
        hubEvents: subscriptions.hubEvents.map(active),
      },
    },
  };
}

function cardOf({ uid, file, ...card }: Manifest['cards'][number]) {
  const { name, description, location, objectTypes } = card;
  return {
    uid,
    type: 'card',
    config: { name, description, location, entrypoint: `/app/cards/${file}.tsx`, objectTypes },
  };
}

function settingsOf({ uid, file }: Manifest['settings']) {
  return { uid, type: 'settings', config: { entrypoint: `/app/settings/${file}.tsx` } };
}

function pageOf({ uid, file }: Manifest['page']) {
  return { uid, type: 'page', config: { entrypoint: `/app/pages/${file}.tsx` } };
}
