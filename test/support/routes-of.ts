import type { Express } from 'express';

export type ServedRoute = { method: string; path: string };

type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
};

/** Every route an Express app serves, whoever added it. */
export function routesOf(http: Express): ServedRoute[] {
  const { stack } = http.router as unknown as { stack: Layer[] };
  return stack.flatMap(routesIn);
}

function routesIn(layer: Layer): ServedRoute[] {
  if (layer.route) {
    const { path, methods } = layer.route;
    return Object.keys(methods).flatMap((method) =>
      [path].flat().map((each) => ({ method: method.toUpperCase(), path: each })),
    );
  }
  return (layer.handle.stack ?? []).flatMap(routesIn);
}
