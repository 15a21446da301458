import { Alert, Button, DateInput, Flex, Select, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ManualForm as Form } from './contract.ts';
import { newInputId, type Told } from './use-manual-inputs.ts';

type FormProps = { form: Form; isSending: boolean; onSave: (told: Told) => Promise<void> };

/** What, which value, why, and until when. */
export function ManualForm({ form, isSending, onSave }: FormProps) {
  const [kind, setKind] = useState(form.kinds[0]?.kind ?? '');
  const chosen = form.kinds.find((one) => one.kind === kind) ?? form.kinds[0];
  const [value, setValue] = useState(chosen?.values[0]?.value ?? '');
  const [note, setNote] = useState('');
  const [expiresOn, setExpiresOn] = useState<string | null>(form.defaultDay);
  const [isIncomplete, setIncomplete] = useState(false);
  if (!chosen) return null;

  const choose = (next: string) => {
    setKind(next);
    setValue(form.kinds.find((one) => one.kind === next)?.values[0]?.value ?? '');
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
      <DateInput
        label={form.expiry}
        name="expiry"
        description={form.expiryHint}
        format="YYYY-MM-DD"
        {...(expiresOn !== null && { value: partsOf(expiresOn) })}
        min={partsOf(form.firstDay)}
        max={partsOf(form.lastDay)}
        onChange={(next) => setExpiresOn(next ? dayOf(next) : null)}
      />
      {isIncomplete && <Alert variant="warning" title={form.reasonMissing} />}
      <Flex>
        <Button variant="primary" disabled={isSending} onClick={save}>
          {form.save}
        </Button>
      </Flex>
    </Flex>
  );
}

type DateParts = { year: number; month: number; date: number };

/** HubSpot counts months from 0. */
function partsOf(day: string): DateParts {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month: month - 1, date };
}

function dayOf({ year, month, date }: DateParts): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month + 1)}-${two(date)}`;
}
