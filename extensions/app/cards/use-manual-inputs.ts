import { useCallback, useState } from 'react';
import { request, useRecord } from './use-card.ts';

/** One thing somebody tells; a null value takes back what was said. */
export type Told = {
  id: string;
  kind: string;
  value: string | null;
  note: string;
  /** 2026-11-20; null: until it is replaced. */
  expiresOn: string | null;
};

/** HubSpot may send a request twice: the service counts an id once. */
export function newInputId(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `${part()}-${part()}`;
}

/** Tells the service; true when it was kept. */
export function useManualInputs() {
  const { origin, objectId, locale } = useRecord();
  const [isSending, setSending] = useState(false);
  const send = useCallback(
    async (told: Told) => {
      setSending(true);
      const url = `${origin}/cards/companies/${objectId}/inputs`;
      const outcome = await request<{ state: 'saved' }>(url, locale, told);
      setSending(false);
      return 'card' in outcome;
    },
    [origin, objectId, locale],
  );
  return { send, isSending };
}
