import { hubspot, logger, useExtensionContext } from '@hubspot/ui-extensions';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Change, Portfolio } from './contract.ts';

/** What the page has of the service's answer. A failed question keeps the answer that is there. */
export type PageAnswer =
  | { kind: 'loading' }
  | { kind: 'forbidden' }
  | { kind: 'failed'; errorId: string }
  | { kind: 'answered'; portfolio: Portfolio; isRefreshing: boolean; refreshFailed: boolean };

const timeoutMs = 15_000;
const longestWaitMs = 30_000;
const waitGrowth = 1.5;

/** Asks the service for one view, and again when the question changes or `refresh` is called. */
export function usePortfolio() {
  const { variables, user } = useExtensionContext<'pages'>();
  const origin = String(variables?.['BACKEND_ORIGIN'] ?? '');
  const locale = user.locale ?? user.language ?? 'en';

  const [question, setQuestion] = useState<Change>({});
  const [answer, setAnswer] = useState<PageAnswer>({ kind: 'loading' });
  const latest = useRef(0);
  const url = `${origin}/portfolio?${queryOf({ ...question, locale })}`;

  const load = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const next = await request<Portfolio>(url);
    // A slower, older request must not overwrite a newer answer.
    if (turn === latest.current) setAnswer((before) => settled(before, next));
  }, [url]);

  const refresh = useCallback(() => {
    setAnswer(busy);
    void load();
  }, [load]);

  /** Another question begins on its first page. */
  const change = useCallback((conditions: Change) => {
    setAnswer(busy);
    setQuestion((before) => withoutBlanks({ ...before, page: '', ...conditions }));
  }, []);

  useEffect(() => {
    void load();
    return () => {
      latest.current += 1;
    };
  }, [load]);

  useAskAgain(answer, load);

  return { answer, change, refresh, locale };
}

function withoutBlanks(question: Change): Change {
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ''));
}

/** The worker has no URLSearchParams to count on. */
export function queryOf(values: Change): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** While the service is still reading the portal, asks again in growing steps. */
function useAskAgain(answer: PageAnswer, act: () => Promise<void>) {
  const asked = useRef(0);
  useEffect(() => {
    if (answer.kind !== 'answered' || answer.portfolio.state !== 'waiting') {
      asked.current = 0;
      return;
    }
    const waitMs = answer.portfolio.askAgainAfterMs * waitGrowth ** asked.current;
    asked.current += 1;
    const timer = setTimeout(() => void act(), Math.min(waitMs, longestWaitMs));
    return () => clearTimeout(timer);
  }, [answer, act]);
}

type RequestOutcome<Answer> = { answer: Answer } | { kind: 'forbidden' } | { errorId: string };

/** Asks the service; `url` has a query already. */
export async function request<Answer>(url: string): Promise<RequestOutcome<Answer>> {
  const errorId = Math.random().toString(36).slice(2, 8).toUpperCase();
  try {
    const response = await hubspot.fetch(`${url}&request=${errorId}`, {
      method: 'GET',
      timeout: timeoutMs,
    });
    if (response.ok) return { answer: (await response.json()) as Answer };
    if (response.status === 403) return { kind: 'forbidden' };
    logger.error(`Portfolio ${errorId}: the service answered ${response.status}`);
  } catch (error) {
    logger.error(`Portfolio ${errorId}: ${error instanceof Error ? error.message : 'no answer'}`);
  }
  return { errorId };
}

function busy(before: PageAnswer): PageAnswer {
  return before.kind === 'answered' ? { ...before, isRefreshing: true } : { kind: 'loading' };
}

function settled(before: PageAnswer, next: RequestOutcome<Portfolio>): PageAnswer {
  if ('answer' in next) {
    const { answer: portfolio } = next;
    return { kind: 'answered', portfolio, isRefreshing: false, refreshFailed: false };
  }
  if ('kind' in next) return next;
  return before.kind === 'answered'
    ? { ...before, isRefreshing: false, refreshFailed: true }
    : { kind: 'failed', errorId: next.errorId };
}
