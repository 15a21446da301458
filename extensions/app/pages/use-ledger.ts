import { useExtensionContext } from '@hubspot/ui-extensions';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Change, Execution } from './contract.ts';
import { queryOf, request } from './use-portfolio.ts';

/** What the tab has of the service's answer. A failed question keeps the answer that is there. */
export type LedgerAnswer =
  | { kind: 'loading' }
  | { kind: 'failed'; errorId: string }
  | { kind: 'answered'; execution: Execution; isRefreshing: boolean };

/** Asks the service for the ledger, and again when the question changes. */
export function useLedger() {
  const { variables, user } = useExtensionContext<'pages'>();
  const origin = String(variables?.['BACKEND_ORIGIN'] ?? '');
  const locale = user.locale ?? user.language ?? 'en';
  const [question, setQuestion] = useState<Change>({});
  const [answer, setAnswer] = useState<LedgerAnswer>({ kind: 'loading' });
  const latest = useRef(0);
  const url = `${origin}/ledger?${queryOf({ ...question, locale })}`;

  const load = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const next = await request<Execution>(url);
    // A slower, older request must not overwrite a newer answer.
    if (turn === latest.current) setAnswer((before) => settled(before, next));
  }, [url]);

  /** Another question begins on its first page. */
  const change = useCallback((conditions: Change) => {
    setAnswer((before) =>
      before.kind === 'answered' ? { ...before, isRefreshing: true } : before,
    );
    setQuestion((before) => ({ ...before, page: '', ...conditions }));
  }, []);

  useEffect(() => {
    void load();
    return () => {
      latest.current += 1;
    };
  }, [load]);

  return { answer, change, load, locale };
}

function settled(
  before: LedgerAnswer,
  next: Awaited<ReturnType<typeof request<Execution>>>,
): LedgerAnswer {
  if ('answer' in next) return { kind: 'answered', execution: next.answer, isRefreshing: false };
  if (before.kind === 'answered') return { ...before, isRefreshing: false };
  return { kind: 'failed', errorId: 'errorId' in next ? next.errorId : '403' };
}
