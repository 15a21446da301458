import { useExtensionActions } from '@hubspot/ui-extensions';
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
  /** A contact's id or a need, where it is not about the account as a whole. */
  subject?: string;
  person?: { firstName: string | null; lastName: string | null; jobTitle: string | null };
};

export type Telling = {
  isSending: boolean;
  /** Closes the overlay it was told in, once it is kept. */
  tell: (told: Told, overlayId?: string) => Promise<void>;
};

/** HubSpot may send a request twice: the service counts an id once. */
export function newInputId(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `${part()}-${part()}`;
}

/** Takes back what was told of a kind, and of a subject within it. */
export function takenBack(kind: string, subject?: string): Told {
  const common = { id: newInputId(), kind, value: null, note: '', expiresOn: null };
  return subject === undefined ? common : { ...common, subject };
}

/** Tells the service, and the person how it went. */
export function useTelling(
  words: { saved: string; failed: string } | null,
  onSaved: () => void,
): Telling {
  const { origin, objectId, locale } = useRecord();
  const { addAlert, closeOverlay } = useExtensionActions<'crm.record.tab'>();
  const [isSending, setSending] = useState(false);
  const tell = useCallback(
    async (told: Told, overlayId?: string) => {
      setSending(true);
      const url = `${origin}/cards/companies/${objectId}/inputs`;
      const outcome = await request<{ state: 'saved' }>(url, locale, told);
      setSending(false);
      if (!('card' in outcome)) {
        if (words) addAlert({ type: 'danger', message: outcome.refusal ?? words.failed });
        return;
      }
      if (words) addAlert({ type: 'success', message: words.saved });
      if (overlayId !== undefined) closeOverlay(overlayId);
      onSaved();
    },
    [origin, objectId, locale, words, addAlert, closeOverlay, onSaved],
  );
  return { isSending, tell };
}
