/**
 * The world a built card lives in: a classic worker with the globals that HubSpot's extension
 * runtime offers, and without network, storage or page.
 */
import * as RemoteUI from '@remote-ui/react';
import { createEndpoint, type MessageEndpoint, retain } from '@remote-ui/rpc';
import * as React from 'react';
import type {
  CardContext,
  CardWorker,
  CrmValues,
  Host,
  LinkedRequest,
  PageLocation,
} from './wire.ts';

type Api = { context: CardContext; actions: Record<string, unknown> };
type RenderCard = (api: Api) => React.ReactElement;
type FetchOptions = {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: unknown;
  timeout?: number;
};

const scope = self as unknown as Record<string, unknown> & {
  importScripts(url: string): void;
  addEventListener(
    type: string,
    listener: (event: ErrorEvent & PromiseRejectionEvent) => void,
  ): void;
};
const actionNames = [
  'addAlert',
  'reloadPage',
  'copyTextToClipboard',
  'closeOverlay',
  'openIframeModal',
  'refreshObjectProperties',
];

let renderCard: RenderCard | undefined;
let host: Host | undefined;
let api: Api | undefined;
let location: PageLocation = { path: '/', params: {} };
const locationListeners = new Set<() => void>();

function theHost(): Host {
  if (!host) throw new Error('The card ran before it was started.');
  return host;
}

function navigate(next: PageLocation): void {
  location = next;
  for (const listener of locationListeners) listener();
}

/** HubSpot's data functions answer with something whose `json()` gives the data. */
async function answer(data: Promise<unknown>) {
  const settled = await data;
  return { json: async () => ({ data: settled }) };
}

function unsupported(what: string) {
  return () => Promise.reject(new Error(`${what} is not available in the preview`));
}

async function cardFetch(url: string | URL, options: FetchOptions = {}): Promise<Response> {
  const { headers = {}, method = 'GET', body, timeout } = options;
  const result = await theHost().fetch({
    url: String(url),
    method,
    headers: headers instanceof Headers ? Object.fromEntries(headers) : headers,
    body: body ?? null,
    timeoutMs: timeout ?? null,
  });
  const isEmpty = result.status === 204 || result.status === 304;
  return new Response(isEmpty ? null : result.body, {
    status: result.status,
    headers: { 'content-type': result.contentType },
  });
}

function usePageLocation(): PageLocation {
  return React.useSyncExternalStore(
    (listener) => {
      locationListeners.add(listener);
      return () => locationListeners.delete(listener);
    },
    () => location,
  );
}

Object.assign(scope, {
  React,
  RemoteUI,
  // Has to be there before the bundle runs, or its `extend` does nothing.
  __HUBSPOT_EXTENSION_WORKER__: true,
  extend_V2: (render: RenderCard) => {
    renderCard = render;
  },
  logger: Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [
      level,
      (message: unknown) => theHost().log(level, message),
    ]),
  ),
  hsFetch: cardFetch,
  serverless: unsupported('A serverless function'),
  hsWorkerAPI: {
    useExtensionContext: () => api?.context,
    useExtensionActions: () => api?.actions,
    useExtensionApi: () => api,
    useAppPageLocation: usePageLocation,
    fetchCrmProperties: (names: string[], onUpdate: (values: CrmValues) => void) => {
      retain(onUpdate);
      return answer(theHost().readProperties(names, onUpdate));
    },
    fetchAssociations: (request: LinkedRequest) => answer(theHost().readLinked(request)),
    fetchCrmSearch: () => answer(Promise.resolve({ results: [], total: 0, hasMore: false })),
    formatCrmProperties: ({ propertiesList }: { propertiesList: unknown }) =>
      Promise.resolve({ json: async () => propertiesList }),
    fetchHubSpotApi: unsupported('The HubSpot API'),
  },
});

// A card that reaches for these fails in HubSpot; it shall fail here too.
for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'indexedDB', 'caches']) {
  Object.defineProperty(scope, name, { value: undefined });
}

function cardActions(page: Host): Record<string, unknown> {
  const passedOn = actionNames.map((name) => [name, (...args: unknown[]) => page.act(name, args)]);
  return {
    ...Object.fromEntries(passedOn),
    fetchCrmObjectProperties: (names: string[]) => page.readProperties(names, () => undefined),
    onCrmPropertiesUpdate: (names: string[], onUpdate: (values: CrmValues) => void) => {
      retain(onUpdate);
      void page.readProperties(names, onUpdate);
    },
    navigateToPage: ({ to, params = {} }: { to: string; params?: Record<string, string> }) =>
      navigate({ path: to, params }),
  };
}

/** Tells the page about an error while rendering instead of showing an empty card. */
class Guard extends React.Component<{ children?: React.ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override componentDidCatch(error: Error) {
    theHost().fail(error.message);
  }
  override render() {
    return this.state.hasFailed ? null : this.props.children;
  }
}

const card: CardWorker = {
  navigate,
  async start(bundleUrl, channel, page, context) {
    retain(channel);
    retain(page);
    host = page;
    api = { context, actions: cardActions(page) };
    scope.addEventListener('error', (event) => page.fail(event.message));
    scope.addEventListener('unhandledrejection', (event) => page.fail(String(event.reason)));
    // The bundle uses the top-level `this`, which a module worker does not have.
    scope.importScripts(bundleUrl);
    if (!renderCard) throw new Error('The bundle did not call hubspot.extend().');
    const root = RemoteUI.createRemoteRoot(
      channel as Parameters<typeof RemoteUI.createRemoteRoot>[0],
      {
        strict: true,
      },
    );
    RemoteUI.createRoot(root).render(React.createElement(Guard, null, renderCard(api)));
    await root.mount();
  },
};

createEndpoint<never>(self as unknown as MessageEndpoint, { callable: [] }).expose(card);
