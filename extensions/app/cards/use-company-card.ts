import { hubspot, logger, useExtensionContext } from '@hubspot/ui-extensions';
import { useCrmProperties } from '@hubspot/ui-extensions/crm';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AccountCard } from './contract.ts';

/** What the card has of the service's answer. A failed refresh keeps the answer that is there. */
export type CardAnswer =
  | { kind: 'loading' }
  | { kind: 'failed'; errorId: string }
  | { kind: 'answered'; card: AccountCard; isRefreshing: boolean; refreshFailed: boolean };

const timeoutMs = 10_000;
const longestPauseMs = { waiting: 30_000, shown: 300_000 };
const pauseGrowth = 1.5;

/** Reads the card of the open company, and again when its scores change or `refresh` is called. */
export function useAccountCard() {
  const { variables, user, crm } = useExtensionContext<'crm.record.tab'>();
  const origin = String(variables?.['BACKEND_ORIGIN'] ?? '');
  const url = `${origin}/cards/companies/${crm.objectId}`;
  const locale = user.locale ?? user.language ?? 'en';

  const [answer, setAnswer] = useState<CardAnswer>({ kind: 'loading' });
  const latest = useRef(0);

  const load = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const next = await requestCard(url, locale);
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

  const { properties, version } = useWrittenScores();
  useOnChange(version, load);
  useAskAgain(answer, load);

  return { answer, refresh, locale, lastKnownHealth: properties['mainstay_health_score'] ?? null };
}

/** The properties the service writes after each change; the names are literal so that HubSpot can prefetch them. */
function useWrittenScores() {
  const { properties, isLoading } = useCrmProperties([
    'mainstay_health_score',
    'mainstay_last_scored_at',
    'mainstay_nine_box',
    'mainstay_revenue_at_risk',
  ]);
  const version = isLoading ? null : JSON.stringify(Object.entries(properties).toSorted());
  return { properties, version };
}

/** Calls `act` when `version` has become another one; the first known one is no change. */
function useOnChange(version: string | null, act: () => Promise<void>) {
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (version === null) return;
    if (seen.current !== null && seen.current !== version) void act();
    seen.current = version;
  }, [version, act]);
}

/** Asks again in growing steps; as soon as something is new, in short ones. */
function useAskAgain(answer: CardAnswer, act: () => Promise<void>) {
  const asked = useRef({ content: '', times: 0 });
  useEffect(() => {
    if (answer.kind !== 'answered' || answer.card.state === 'unavailable') return;
    const { card } = answer;
    const content = JSON.stringify({ ...card, freshness: '' });
    const times = content === asked.current.content ? asked.current.times + 1 : 0;
    asked.current = { content, times };
    const longestMs = longestPauseMs[card.state === 'waiting' ? 'waiting' : 'shown'];
    const pauseMs = Math.min(card.askAgainAfterMs * pauseGrowth ** times, longestMs);
    const timer = setTimeout(() => void act(), pauseMs);
    return () => clearTimeout(timer);
  }, [answer, act]);
}

type RequestOutcome = { card: AccountCard } | { errorId: string };

async function requestCard(url: string, locale: string): Promise<RequestOutcome> {
  const errorId = Math.random().toString(36).slice(2, 8).toUpperCase();
  const query = `locale=${encodeURIComponent(locale)}&request=${errorId}`;
  try {
    const response = await hubspot.fetch(`${url}?${query}`, { method: 'GET', timeout: timeoutMs });
    if (response.ok) return { card: (await response.json()) as AccountCard };
    logger.error(`Account card ${errorId}: the service answered ${response.status}`);
  } catch (error) {
    logger.error(
      `Account card ${errorId}: ${error instanceof Error ? error.message : 'no answer'}`,
    );
  }
  return { errorId };
}

function settled(before: CardAnswer, next: RequestOutcome): CardAnswer {
  if ('card' in next) {
    return { kind: 'answered', card: next.card, isRefreshing: false, refreshFailed: false };
  }
  return before.kind === 'answered'
    ? { ...before, isRefreshing: false, refreshFailed: true }
    : { kind: 'failed', errorId: next.errorId };
}
