import { Flex, Select, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ManualForm as Form, ManualEntry } from './contract.ts';
import { FormEnd } from './FormEnd.tsx';
import { newInputId, type Told } from './use-manual-inputs.ts';

type FormProps = {
  form: Form;
  /** The entry to change; null for a new one. */
  entry: ManualEntry | null;
  isSending: boolean;
  onSave: (told: Told) => Promise<void>;
};

/** What, which value, why, and until when. */
export function ManualForm({ form, entry, isSending, onSave }: FormProps) {
  const [kind, setKind] = useState(entry?.kind ?? form.kinds[0]?.kind ?? '');
  const chosen = form.kinds.find((one) => one.kind === kind) ?? form.kinds[0];
  const [value, setValue] = useState(entry?.given.value ?? chosen?.values[0]?.value ?? '');
  const [note, setNote] = useState(entry?.given.note ?? '');
  const [expiresOn, setExpiresOn] = useState(
    entry ? entry.given.expiresOn : (chosen?.defaultDay ?? null),
  );
  const [isIncomplete, setIncomplete] = useState(false);
  if (!chosen) return null;

  const choose = (next: string) => {
    const kindNow = form.kinds.find((one) => one.kind === next);
    setKind(next);
    setValue(kindNow?.values[0]?.value ?? '');
    setExpiresOn(kindNow?.defaultDay ?? null);
    setIncomplete(false);
  };
  const save = () => {
    const isMissing = chosen.needsReason && (note.trim() === '' || expiresOn === null);
    setIncomplete(isMissing);
    if (!isMissing) void onSave({ id: newInputId(), kind, value, note, expiresOn });
  };
  return (
    <Flex direction="column" gap="small">
      <Select
        label={form.kind}
        name="kind"
        value={kind}
        readOnly={entry !== null}
        options={form.kinds.map((one) => ({ value: one.kind, label: one.label }))}
        onChange={(next) => choose(String(next))}
      />
      <Select
        label={form.value}
        name="value"
        value={value}
        options={chosen.values}
        onChange={(next) => setValue(String(next))}
      />
      <TextArea
        label={chosen.needsReason ? form.reason : form.note}
        name="note"
        value={note}
        required={chosen.needsReason}
        maxLength={1000}
        onInput={setNote}
        onChange={setNote}
      />
      <FormEnd
        words={form}
        expiresOn={expiresOn}
        missing={isIncomplete ? form.reasonMissing : null}
        isSending={isSending}
        onExpiry={setExpiresOn}
        onSave={save}
      />
    </Flex>
  );
}
