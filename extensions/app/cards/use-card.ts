import { hubspot, logger, useExtensionContext } from '@hubspot/ui-extensions';
import { useCallback, useEffect, useRef, useState } from 'react';

/** What every answer of the service has; `askAgainAfterMs` only where asking again can change something. */
export type AnyCard = { state: string; askAgainAfterMs?: number; freshness?: string | null };

/** What the card has of the service's answer. A failed refresh keeps the answer that is there. */
export type CardAnswer<Card> =
  | { kind: 'loading' }
  | { kind: 'failed'; errorId: string }
  | Answered<Card>;
export type Answered<Card> = {
  kind: 'answered';
  card: Card;
  isRefreshing: boolean;
  refreshFailed: boolean;
};

const timeoutMs = 10_000;
const longestPauseMs = { waiting: 30_000, shown: 300_000 };
const pauseGrowth = 1.5;

/** The open record, and where its service is. */
export function useRecord() {
  const { variables, user, crm } = useExtensionContext<'crm.record.tab'>();
  return {
    objectId: crm.objectId,
    objectTypeId: crm.objectTypeId,
    origin: String(variables?.['BACKEND_ORIGIN'] ?? ''),
    locale: user.locale ?? user.language ?? 'en',
  };
}

/** Reads a card of the service, again in growing steps, and whenever `refresh` or `load` is called. */
export function useCard<Card extends AnyCard>(path: string) {
  const { origin, locale } = useRecord();
  const url = `${origin}${path}`;
  const [answer, setAnswer] = useState<CardAnswer<Card>>({ kind: 'loading' });
  const latest = useRef(0);

  const load = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const next = await request<Card>(url, locale, null);
    // A slower, older request must not overwrite a newer answer.
    if (turn === latest.current) setAnswer((before) => settled(before, next));
  }, [url, locale]);

  const refresh = useCallback(() => {
    setAnswer((before) =>
      before.kind === 'answered' ? { ...before, isRefreshing: true } : { kind: 'loading' },
    );
    void load();
  }, [load]);

  useEffect(() => {
    void load();
    return () => {
      latest.current += 1;
    };
  }, [load]);
  useAskAgain(answer, load);

  return { answer, refresh, load, locale };
}

/** Calls `act` when `version` has become another one; the first known one is no change. */
export function useOnChange(version: string | null, act: () => Promise<void>) {
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (version === null) return;
    if (seen.current !== null && seen.current !== version) void act();
    seen.current = version;
  }, [version, act]);
}

/** Asks again in growing steps; as soon as something is new, in short ones. */
function useAskAgain<Card extends AnyCard>(answer: CardAnswer<Card>, act: () => Promise<void>) {
  const asked = useRef({ content: '', times: 0 });
  useEffect(() => {
    if (answer.kind !== 'answered' || answer.card.askAgainAfterMs === undefined) return;
    const { card } = answer;
    const content = JSON.stringify({ ...card, freshness: '' });
    const times = content === asked.current.content ? asked.current.times + 1 : 0;
    asked.current = { content, times };
    const longestMs = longestPauseMs[card.state === 'waiting' ? 'waiting' : 'shown'];
    const pauseMs = Math.min((card.askAgainAfterMs ?? longestMs) * pauseGrowth ** times, longestMs);
    const timer = setTimeout(() => void act(), pauseMs);
    return () => clearTimeout(timer);
  }, [answer, act]);
}

/** `refusal`: why the service said no, in the viewer's language; null when it did not say. */
type RequestOutcome<Card> = { card: Card } | { errorId: string; refusal: string | null };

/** Asks the service, or with a body tells it something. */
export async function request<Card>(
  url: string,
  locale: string,
  body: Record<string, unknown> | null,
): Promise<RequestOutcome<Card>> {
  const errorId = Math.random().toString(36).slice(2, 8).toUpperCase();
  let refusal: string | null = null;
  const query = `locale=${encodeURIComponent(locale)}&request=${errorId}`;
  try {
    const response = await hubspot.fetch(`${url}?${query}`, {
      method: body === null ? 'GET' : 'POST',
      timeout: timeoutMs,
      ...(body !== null && { body }),
    });
    if (response.ok) return { card: (await response.json()) as Card };
    logger.error(`Card ${errorId}: the service answered ${response.status}`);
    if (response.status < 500)
      refusal = ((await response.json()) as { error?: string }).error ?? null;
  } catch (error) {
    logger.error(`Card ${errorId}: ${error instanceof Error ? error.message : 'no answer'}`);
  }
  return { errorId, refusal };
}

function settled<Card>(before: CardAnswer<Card>, next: RequestOutcome<Card>): CardAnswer<Card> {
  if ('card' in next) {
    return { kind: 'answered', card: next.card, isRefreshing: false, refreshFailed: false };
  }
  return before.kind === 'answered'
    ? { ...before, isRefreshing: false, refreshFailed: true }
    : { kind: 'failed', errorId: next.errorId };
}
