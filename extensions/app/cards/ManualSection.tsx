import { Button, Flex, Modal, ModalBody, Text, useExtensionActions } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ManualForm as Form, ManualEntry, ManualView } from './contract.ts';
import { ManualForm } from './ManualForm.tsx';
import { newInputId, type Told, useManualInputs } from './use-manual-inputs.ts';

const formId = 'manual-input';

/** What people told of the account; those who may can add to it, and take back what was said. */
export function ManualSection({ manual, onSaved }: { manual: ManualView; onSaved: () => void }) {
  const { title, empty, entries, form, verdict } = manual;
  const { send, isSending } = useManualInputs();
  const { addAlert, closeOverlay } = useExtensionActions<'crm.record.tab'>();

  async function tell(told: Told) {
    const isSaved = await send(told);
    const words = form && { message: isSaved ? form.saved : form.failed };
    if (words) addAlert({ type: isSaved ? 'success' : 'danger', ...words });
    if (!isSaved) return;
    closeOverlay(formId);
    onSaved();
  }

  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      {entries.length === 0 && <Text variant="microcopy">{empty}</Text>}
      {entries.map((entry) => (
        <Entry key={entry.kind} entry={entry} form={form} isSending={isSending} tell={tell} />
      ))}
      {form && <OpenForm form={form} isSending={isSending} tell={tell} />}
      <Verdict verdict={verdict} isSending={isSending} tell={tell} />
    </Flex>
  );
}

type Telling = { isSending: boolean; tell: (told: Told) => Promise<void> };

function OpenForm({ form, isSending, tell }: Telling & { form: Form }) {
  return (
    <Flex>
      <Button
        size="sm"
        overlay={
          <Modal id={formId} title={form.title} width="md">
            <ModalBody>
              <ManualForm form={form} isSending={isSending} onSave={tell} />
            </ModalBody>
          </Modal>
        }
      >
        {form.open}
      </Button>
    </Flex>
  );
}

type EntryProps = Telling & { entry: ManualEntry; form: Form | null };

function Entry({ entry, form, isSending, tell }: EntryProps) {
  const { kind, text, detail, note } = entry;
  const takeBack = () =>
    void tell({ id: newInputId(), kind, value: null, note: '', expiresOn: null });
  return (
    <Flex justify="between" align="start" gap="small">
      <Flex direction="column" gap="flush">
        <Text format={{ fontWeight: 'demibold' }}>{text}</Text>
        <Text variant="microcopy">{detail}</Text>
        {note && <Text variant="microcopy">{note}</Text>}
      </Flex>
      {form && (
        <Button variant="transparent" size="xs" disabled={isSending} onClick={takeBack}>
          {form.remove}
        </Button>
      )}
    </Flex>
  );
}

function Verdict({ verdict, isSending, tell }: Telling & { verdict: ManualView['verdict'] }) {
  const { question, answers, given } = verdict;
  const [chosen, setChosen] = useState<string | null>(null);
  if (answers.length === 0 && given === null) return null;
  const say = (value: string) => {
    setChosen(value);
    void tell({ id: newInputId(), kind: 'verdict', value, note: '', expiresOn: null });
  };
  return (
    <Flex gap="small" align="center" wrap="wrap">
      <Text>{question}</Text>
      {answers.map(({ value, label }) => (
        <Button
          key={value}
          size="xs"
          disabled={isSending || chosen === value}
          onClick={() => say(value)}
        >
          {label}
        </Button>
      ))}
      {given && <Text variant="microcopy">{given}</Text>}
    </Flex>
  );
}
