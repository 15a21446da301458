import { Flex, Input, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ProfileForms } from './contract.ts';
import { FormEnd } from './FormEnd.tsx';
import { newInputId, type Told } from './use-manual-inputs.ts';

type FormProps = {
  forms: ProfileForms;
  isSending: boolean;
  onSave: (told: Told) => Promise<void>;
};

/** A need comes with what shows it. */
export function NeedForm({ forms, isSending, onSave }: FormProps) {
  const { need } = forms;
  const [subject, setSubject] = useState('');
  const [note, setNote] = useState('');
  const [expiresOn, setExpiresOn] = useState<string | null>(need.defaultDay);
  const [isIncomplete, setIncomplete] = useState(false);
  const save = async () => {
    const isMissing = subject.trim() === '' || note.trim() === '';
    setIncomplete(isMissing);
    if (isMissing) return;
    await onSave({ id: newInputId(), kind: 'need', value: 'yes', subject, note, expiresOn });
    setSubject('');
    setNote('');
  };
  return (
    <Flex direction="column" gap="small">
      <Input
        label={need.name}
        name="need"
        value={subject}
        required
        onInput={setSubject}
        onChange={setSubject}
      />
      <TextArea
        label={need.evidence}
        name="note"
        value={note}
        required
        maxLength={1000}
        onInput={setNote}
        onChange={setNote}
      />
      <FormEnd
        words={forms}
        expiresOn={expiresOn}
        missing={isIncomplete ? need.missing : null}
        isSending={isSending}
        onExpiry={setExpiresOn}
        onSave={() => void save()}
      />
    </Flex>
  );
}
