import { Button, ButtonRow, Flex, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ManualForm as Form, ManualEntry, ManualView } from './contract.ts';
import { FormDialog } from './FormDialog.tsx';
import { ManualForm } from './ManualForm.tsx';
import { newInputId, type Telling, takenBack, useTelling } from './use-manual-inputs.ts';

/** What people told of the account; those who may can add to it, change it and take it back. */
export function ManualSection({ manual, onSaved }: { manual: ManualView; onSaved: () => void }) {
  const { title, empty, entries, form, readOnly, verdict } = manual;
  const telling = useTelling(form, onSaved);
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      {entries.length === 0 && <Text variant="microcopy">{empty}</Text>}
      {entries.map((entry) => (
        <Entry key={entry.kind} entry={entry} form={form} {...telling} />
      ))}
      {form && (
        <Flex>
          <FormButton form={form} entry={null} {...telling} />
        </Flex>
      )}
      {readOnly && <Text variant="microcopy">{readOnly}</Text>}
      <Verdict verdict={verdict} {...telling} />
    </Flex>
  );
}

type FormButtonProps = Telling & { form: Form; entry: ManualEntry | null };

/** Opens the form, empty or with what was said. */
function FormButton({ form, entry, isSending, tell }: FormButtonProps) {
  const id = `manual-input-${entry?.kind ?? 'new'}`;
  return (
    <FormDialog
      id={id}
      title={form.title}
      label={entry ? form.edit : form.open}
      {...(entry ? { variant: 'transparent', size: 'xs' } : { size: 'sm' })}
    >
      <ManualForm
        key={JSON.stringify(entry)}
        form={form}
        entry={entry}
        isSending={isSending}
        onSave={(told) => tell(told, id)}
      />
    </FormDialog>
  );
}

type EntryProps = Telling & { entry: ManualEntry; form: Form | null };

function Entry({ entry, form, isSending, tell }: EntryProps) {
  const { kind, text, detail, note } = entry;
  return (
    <Flex justify="between" align="start" gap="small">
      <Flex direction="column" gap="flush">
        <Text format={{ fontWeight: 'demibold' }}>{text}</Text>
        <Text variant="microcopy">{detail}</Text>
        {note && <Text variant="microcopy">{note}</Text>}
      </Flex>
      {form && (
        <ButtonRow>
          <FormButton form={form} entry={entry} isSending={isSending} tell={tell} />
          <Button
            variant="transparent"
            size="xs"
            disabled={isSending}
            onClick={() => void tell(takenBack(kind))}
          >
            {form.remove}
          </Button>
        </ButtonRow>
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
