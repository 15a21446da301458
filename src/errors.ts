import { type Words, wordsIn } from './words/words.ts';

/** The caller sent something we cannot serve; the message is safe to show. */
export class RequestError extends Error {
  override name = 'RequestError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** As a `RequestError`, to a person: said in the language of who asked, and in English in the log. */
export class Refusal extends RequestError {
  override name = 'Refusal';
  readonly say: (words: Words) => string;

  constructor(status: number, say: (words: Words) => string, options?: ErrorOptions) {
    super(status, say(wordsIn('en')), options);
    this.say = say;
  }
}

/** The service cannot start; the message says what to set. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * What we do when HubSpot refuses: wait and repeat; ask the customer to connect again; forget the
 * record; take what is there; give this record up; do without a feature whose scope is not granted.
 */
export type HubspotReaction =
  | 'retry-later'
  | 'reconnect'
  | 'gone'
  | 'exists'
  | 'refused'
  | 'missing-scope';

type HubspotErrorDetails = {
  /** 0 when there was no answer at all. */
  status: number;
  endpoint: string;
  message?: string;
  retryAfterMs?: number;
  /** HubSpot's own error list, for telling which record or property was meant. */
  problems?: readonly HubspotProblem[];
  correlationId?: string;
  cause?: unknown;
};

export type HubspotProblem = {
  code: string;
  message: string;
  propertyNames: readonly string[];
  ids: readonly string[];
};

const longWaitMs = 60_000;

/** The portal as a whole cannot go on: its token or its daily limit is at an end, or it is on the move. */
export function stopsPortal(error: unknown): boolean {
  if (!(error instanceof HubspotError)) return false;
  return error.reaction === 'reconnect' || (error.retryAfterMs ?? 0) > longWaitMs;
}

/** HubSpot refused; `reaction` says what we do next. */
export class HubspotError extends Error {
  override name = 'HubspotError';
  readonly reaction: HubspotReaction;
  readonly status: number;
  readonly endpoint: string;
  readonly retryAfterMs: number | undefined;
  readonly problems: readonly HubspotProblem[];
  readonly correlationId: string | undefined;

  constructor(reaction: HubspotReaction, details: HubspotErrorDetails) {
    super(`HubSpot ${details.endpoint}: ${details.status} ${details.message ?? ''}`.trim(), {
      cause: details.cause,
    });
    this.reaction = reaction;
    this.status = details.status;
    this.endpoint = details.endpoint;
    this.retryAfterMs = details.retryAfterMs;
    this.problems = details.problems ?? [];
    this.correlationId = details.correlationId;
  }
}

/** The portal's own budget of the day has no calls left for work that nobody waits for. */
export class DailyBudgetError extends HubspotError {
  override name = 'DailyBudgetError';
}

/** Another process works the portal now: what was begun here is left to it. */
export class HoldLostError extends Error {
  override name = 'HoldLostError';

  constructor(portalId: number) {
    super(`portal ${portalId} was taken over by another process`);
  }
}
