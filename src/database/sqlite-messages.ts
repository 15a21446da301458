/** What the service and its SQLite threads say to each other. */
export type Statement = { sql: string; parameters: readonly unknown[] };

export type Request =
  | { id: number; kind: 'each' | 'together'; statements: readonly Statement[] }
  | { id: number; kind: 'close' };

export type Answer = { rows: unknown[]; changes?: number } | { error: string };

export type Response = { id: number; answers: Answer[] };
