import { Alert, Flex, Input, Select, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { DayInput } from './DayInput.tsx';
import { SaveButton } from './SaveButton.tsx';
import { decisionOn, type StepFormProps } from './use-deciding.ts';

/** Why a step is not followed. */
export function DismissForm({ step, forms, isSending, onSave }: StepFormProps) {
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const save = () => {
    setMissing(note.trim() === '');
    if (note.trim() !== '') void onSave(decisionOn(step, { kind: 'dismiss', note }));
  };
  return (
    <Flex direction="column" gap="small">
      <TextArea
        label={forms.dismiss.reason}
        name="reason"
        description={forms.dismiss.hint}
        value={note}
        required
        maxLength={500}
        onInput={setNote}
        onChange={setNote}
      />
      {isMissing && <Alert variant="warning" title={forms.dismiss.missing} />}
      <SaveButton label={forms.save} isSending={isSending} onSave={save} />
    </Flex>
  );
}

/** To when a step is put off. */
export function SnoozeForm({ step, forms, isSending, onSave }: StepFormProps) {
  const [untilOn, setUntilOn] = useState<string | null>(forms.lastSnoozeDay);
  const save = () => {
    if (untilOn !== null) void onSave(decisionOn(step, { kind: 'snooze', untilOn }));
  };
  return (
    <Flex direction="column" gap="small">
      <DayInput
        label={forms.snooze.until}
        name="until"
        hint={forms.snooze.hint}
        value={untilOn}
        first={forms.firstDay}
        last={forms.lastSnoozeDay}
        onChange={setUntilOn}
      />
      <SaveButton label={forms.save} isSending={isSending} onSave={save} />
    </Flex>
  );
}

/** Another day, another person, or something else to do: only what changes is told. */
export function AdjustForm({ step, forms, isSending, onSave }: StepFormProps) {
  const { task } = step;
  const [dueOn, setDueOn] = useState(task?.dueOn ?? null);
  const [ownerId, setOwnerId] = useState(task?.ownerId ?? '');
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const save = () => {
    const changed = {
      ...(dueOn !== null && dueOn !== task?.dueOn && { untilOn: dueOn }),
      ...(ownerId !== '' && ownerId !== task?.ownerId && { ownerId }),
      ...(note.trim() !== '' && { note }),
    };
    const isNothing = Object.keys(changed).length === 0;
    setMissing(isNothing);
    if (!isNothing) void onSave(decisionOn(step, { kind: 'adjust', ...changed }));
  };
  return (
    <Flex direction="column" gap="small">
      <DayInput
        label={forms.adjust.dueOn}
        name="due"
        value={dueOn}
        first={forms.firstDay}
        last={forms.lastDay}
        onChange={setDueOn}
      />
      <Select
        label={forms.adjust.owner}
        name="owner"
        value={ownerId}
        options={forms.owners}
        onChange={(next) => setOwnerId(String(next))}
      />
      <Input
        label={forms.adjust.note}
        name="note"
        value={note}
        onInput={setNote}
        onChange={setNote}
      />
      {isMissing && <Alert variant="warning" title={forms.adjust.missing} />}
      <SaveButton label={forms.save} isSending={isSending} onSave={save} />
    </Flex>
  );
}
