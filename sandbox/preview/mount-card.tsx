import { createController, createRemoteReceiver, RemoteRenderer } from '@remote-ui/react/host';
import { createEndpoint, fromWebWorker, retain } from '@remote-ui/rpc';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { NavigateContext, OverlayContext } from './components/overlays.tsx';
import { components } from './components.ts';
import type {
  CardContext,
  CardWorker,
  CrmValues,
  FetchAnswer,
  FetchRequest,
  Host,
  LinkedRequest,
} from './wire.ts';

export type CardHost = {
  context: CardContext;
  bundleUrl: string;
  workerUrl: string;
  fetch(request: FetchRequest): Promise<FetchAnswer>;
  readProperties(names: string[]): CrmValues;
  readLinked(request: LinkedRequest): Promise<unknown>;
  onAction(name: string, args: unknown[]): void;
  onFailure(message: string): void;
};

/** Runs a built card in a worker of its own and draws it into `element`. */
export async function mountCard(element: HTMLElement, options: CardHost) {
  const watchers = new Set<{ names: string[]; tell: (values: CrmValues) => void }>();
  const overlays = new Set<(id: string) => void>();
  const worker = new Worker(options.workerUrl, { name: 'card' });
  worker.addEventListener('error', (event) => options.onFailure(event.message));
  const endpoint = createEndpoint<CardWorker>(fromWebWorker(worker), {
    callable: ['start', 'navigate'],
  });

  const host: Host = {
    fetch: options.fetch,
    async readProperties(names, onUpdate) {
      retain(onUpdate);
      watchers.add({ names, tell: onUpdate });
      return options.readProperties(names);
    },
    readLinked: options.readLinked,
    act(name, args) {
      if (name === 'closeOverlay') for (const close of overlays) close(String(args[0]));
      options.onAction(name, args);
    },
    log(level, message) {
      window.dispatchEvent(new CustomEvent('card-log', { detail: { level, message } }));
    },
    fail: options.onFailure,
  };

  const receiver = createRemoteReceiver();
  const known = createController(components as Parameters<typeof createController>[0]);
  const controller = {
    ...known,
    get(type: string) {
      if (!components[type]) options.onFailure(`The preview does not draw ${type}.`);
      return (components[type] ?? Unknown) as ReturnType<typeof known.get>;
    },
  };
  createRoot(element).render(
    <OverlayContext.Provider value={overlays}>
      <NavigateContext.Provider
        value={(path, params) => void endpoint.call.navigate({ path, params })}
      >
        <RemoteRenderer receiver={receiver} controller={controller} />
      </NavigateContext.Provider>
    </OverlayContext.Provider>,
  );
  await endpoint.call.start(options.bundleUrl, receiver.receive, host, options.context);

  return {
    /** Tells the card that properties of the record have changed. */
    notify() {
      for (const { names, tell } of watchers) tell(options.readProperties(names));
    },
  };
}

/** A component the preview does not draw stays visible as a box. */
function Unknown({ children }: { children?: ReactNode }) {
  return <div className="unknown">{children}</div>;
}
