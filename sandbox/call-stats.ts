export type CallStats = ReturnType<typeof createCallStats>;

/** How often each endpoint was called and how it answered. */
export function createCallStats() {
  const byEndpoint = new Map<string, number>();
  const byStatus = new Map<number, number>();
  const add = <Key>(counts: Map<Key, number>, key: Key) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  return {
    called: (endpoint: string) => add(byEndpoint, endpoint),
    answered: (status: number) => add(byStatus, status),
    byEndpoint: () => Object.fromEntries([...byEndpoint].sort(([a], [b]) => a.localeCompare(b))),
    byStatus: () => Object.fromEntries(byStatus),
    reset(): void {
      byEndpoint.clear();
      byStatus.clear();
    },
  };
}
