import { useExtensionActions } from '@hubspot/ui-extensions';
import { useCallback, useState } from 'react';
import type { StepAct, StepAnswer, StepForms, StepView } from './contract.ts';
import { request, useRecord } from './use-card.ts';
import { newInputId } from './use-manual-inputs.ts';

/** What the service is told of a step. */
export type Said = {
  path: 'decisions' | 'decisions/undo' | 'executions';
  body: Record<string, unknown>;
};

export type Deciding = {
  isSending: boolean;
  /** Closes the overlay it was said in, once it is kept. */
  send: (said: Said, overlayId?: string) => Promise<void>;
};

/** What every form about a step is given. */
export type StepFormProps = {
  step: StepView;
  forms: StepForms;
  isSending: boolean;
  onSave: (said: Said) => Promise<void>;
};

type Decision = {
  kind: Exclude<StepAct, 'log'>;
  untilOn?: string;
  ownerId?: string;
  note?: string;
};

/** A decision with an id of its own: HubSpot may send it twice. */
export function decisionOn({ strategy, step, stepKey }: StepView, decision: Decision): Said {
  const body = { id: newInputId(), strategy, step, stepKey, ...decision };
  return { path: 'decisions', body };
}

/** Tells the service, and the person how it went. */
export function useDeciding(
  words: { saved: string; failed: string } | null,
  onSaved: () => void,
): Deciding {
  const { origin, objectId, locale } = useRecord();
  const { addAlert, closeOverlay } = useExtensionActions<'crm.record.tab'>();
  const [isSending, setSending] = useState(false);
  const send = useCallback(
    async ({ path, body }: Said, overlayId?: string) => {
      setSending(true);
      const url = `${origin}/cards/companies/${objectId}/${path}`;
      const outcome = await request<StepAnswer>(url, locale, body);
      setSending(false);
      if (!('card' in outcome)) {
        addAlert({ type: 'danger', message: outcome.refusal ?? words?.failed ?? '' });
        return;
      }
      const { hint } = outcome.card;
      addAlert({
        type: hint === null ? 'success' : 'tip',
        message: hint ?? words?.saved ?? '',
      });
      if (overlayId !== undefined) closeOverlay(overlayId);
      onSaved();
    },
    [origin, objectId, locale, words, addAlert, closeOverlay, onSaved],
  );
  return { isSending, send };
}
