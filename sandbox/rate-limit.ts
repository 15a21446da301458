/** Calls within a moving window of time. */
export function createWindow(limit: number, windowMs: number, now: () => number) {
  let times: number[] = [];
  function current(): number[] {
    const oldest = now() - windowMs;
    const firstInside = times.findIndex((time) => time > oldest);
    if (firstInside === -1) times = [];
    else if (firstInside > 0) times = times.slice(firstInside);
    return times;
  }
  return {
    limit,
    windowMs,
    remaining: () => Math.max(0, limit - current().length),
    /** Counts a call; false when the window is full (a refused call is not counted). */
    take(): boolean {
      if (current().length >= limit) return false;
      times.push(now());
      return true;
    },
  };
}

export type RateLimitOptions = {
  calls: number;
  perMs: number;
  searchesPerSecond: number;
  /** Calls to association endpoints in ten seconds, which depend on what the portal pays for. */
  associationCalls: (portalId: number) => number;
};

export type Bucket = 'general' | 'search' | 'associations';

type PortalWindows = Record<Bucket, ReturnType<typeof createWindow>>;

/** One set of limits per portal; there is one app. Search has its own window and no headers. */
export function createRateLimits(options: RateLimitOptions, now: () => number) {
  const portals = new Map<number, PortalWindows>();
  let hits = 0;

  function windowsOf(portalId: number): PortalWindows {
    let windows = portals.get(portalId);
    if (!windows) {
      windows = {
        general: createWindow(options.calls, options.perMs, now),
        search: createWindow(options.searchesPerSecond, 1_000, now),
        associations: createWindow(options.associationCalls(portalId), 10_000, now),
      };
      portals.set(portalId, windows);
    }
    return windows;
  }

  return {
    hits: () => hits,
    /** Which limit refuses the call, if any. Association calls count in both windows. */
    take(portalId: number, bucket: Bucket): 'SECONDLY' | 'TEN_SECONDLY_ROLLING' | undefined {
      const windows = windowsOf(portalId);
      if (bucket === 'search') {
        if (windows.search.take()) return undefined;
        hits++;
        return 'SECONDLY';
      }
      const associationsFull = bucket === 'associations' && windows.associations.remaining() === 0;
      if (!associationsFull && windows.general.take()) {
        if (bucket === 'associations') windows.associations.take();
        return undefined;
      }
      hits++;
      return 'TEN_SECONDLY_ROLLING';
    },
    headers(portalId: number, bucket: Bucket): Record<string, string> {
      if (bucket === 'search') return {};
      const { general } = windowsOf(portalId);
      return {
        'X-HubSpot-RateLimit-Max': String(general.limit),
        'X-HubSpot-RateLimit-Remaining': String(general.remaining()),
        'X-HubSpot-RateLimit-Interval-Milliseconds': String(general.windowMs),
      };
    },
  };
}
