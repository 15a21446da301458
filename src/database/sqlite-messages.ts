/** What the service and its SQLite threads say to each other. */
export type Statement = { sql: string; parameters: readonly unknown[] };

/** Each for itself; one after another until one fails; or committed together. */
export type Kind = 'each' | 'chain' | 'together';

export type Request =
  | { id: number; kind: Kind; statements: readonly Statement[] }
  | { id: number; kind: 'close' };

export type Answer = { rows: unknown[]; changes?: number } | { error: string };

export type Response = { id: number; answers: Answer[] };
