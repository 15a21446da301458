import { hubspot, logger, useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Settings } from './contract.ts';
import { type SettingsWords, settingsWords } from './words.ts';

/** What the page has of the service's answer. A failed reading keeps the answer that is there. */
export type PageAnswer =
  | { kind: 'loading' }
  | { kind: 'forbidden' }
  | { kind: 'failed'; errorId: string }
  | { kind: 'answered'; settings: Settings };

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Body = Record<string, unknown>;
export type Outcome = { isDone: boolean; body: unknown };

/** What the page's parts do: read something, or change something and show what is then. */
export type Service = {
  read: (path: string) => Promise<Outcome>;
  change: (method: Method, path: string, body: Body, message?: string) => Promise<Outcome>;
};

const timeoutMs = 60_000;
const askAgainMs = 1_000;

/** Reads the settings, and again after each change and while a preview is under way. */
export function useSettings() {
  const { variables, user } = useExtensionContext<'settings'>();
  const { addAlert } = useExtensionActions<'settings'>();
  const origin = String(variables?.['BACKEND_ORIGIN'] ?? '');
  const locale = user.locale ?? user.language ?? 'en';
  const words: SettingsWords = settingsWords(locale);
  const [answer, setAnswer] = useState<PageAnswer>({ kind: 'loading' });
  const latest = useRef(0);

  const load = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const next = await requestSettings(`${origin}/settings?locale=${encodeURIComponent(locale)}`);
    // A slower, older answer must not overwrite a newer one.
    if (turn === latest.current) setAnswer((before) => settled(before, next));
  }, [origin, locale]);

  useEffect(() => {
    void load();
    return () => {
      latest.current += 1;
    };
  }, [load]);

  useEffect(() => {
    if (answer.kind !== 'answered' || answer.settings.state !== 'ready') return;
    if (answer.settings.policy.result.state !== 'running') return;
    const timer = setTimeout(() => void load(), askAgainMs);
    return () => clearTimeout(timer);
  }, [answer, load]);

  const send = useCallback(
    async (method: Method, path: string, body?: Body): Promise<Outcome> => {
      const mark = path.includes('?') ? '&' : '?';
      const url = `${origin}${path}${mark}locale=${encodeURIComponent(locale)}`;
      try {
        const response = await hubspot.fetch(url, {
          method,
          timeout: timeoutMs,
          ...(body && { body }),
        });
        return { isDone: response.ok, body: await response.json() };
      } catch (error) {
        logger.error(`Settings: ${error instanceof Error ? error.message : 'no answer'}`);
        return { isDone: false, body: null };
      }
    },
    [origin, locale],
  );

  const change: Service['change'] = useCallback(
    async (method, path, body, message) => {
      const outcome = await send(method, path, body);
      if (outcome.isDone) addAlert({ type: 'success', message: message ?? words.done });
      else {
        addAlert({ type: 'danger', title: words.act_failed, message: problemOf(outcome.body) });
      }
      await load();
      return outcome;
    },
    [send, load, addAlert, words],
  );

  const read = useCallback((path: string) => send('GET', path), [send]);

  const retry = useCallback(() => {
    setAnswer({ kind: 'loading' });
    void load();
  }, [load]);

  return { answer, words, retry, service: { read, change } };
}

type Problem = { error?: string; problems?: string[] };

function problemOf(body: unknown): string {
  const { error = '', problems = [] } = (body ?? {}) as Problem;
  return [error, ...problems].join('\n').slice(0, 500);
}

async function requestSettings(url: string): Promise<PageAnswer> {
  const errorId = Math.random().toString(36).slice(2, 8).toUpperCase();
  try {
    const response = await hubspot.fetch(`${url}&request=${errorId}`, {
      method: 'GET',
      timeout: timeoutMs,
    });
    if (response.ok) return { kind: 'answered', settings: (await response.json()) as Settings };
    if (response.status === 403) return { kind: 'forbidden' };
    logger.error(`Settings ${errorId}: the service answered ${response.status}`);
  } catch (error) {
    logger.error(`Settings ${errorId}: ${error instanceof Error ? error.message : 'no answer'}`);
  }
  return { kind: 'failed', errorId };
}

function settled(before: PageAnswer, next: PageAnswer): PageAnswer {
  return next.kind === 'failed' && before.kind === 'answered' ? before : next;
}
