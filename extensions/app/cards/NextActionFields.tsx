import { Flex, Input, Select, Text } from '@hubspot/ui-extensions';
import type { StepForms } from './contract.ts';
import { DayInput } from './DayInput.tsx';

export type NextAction = { title: string; ownerId: string; dueOn: string | null };

type Props = { forms: StepForms; value: NextAction; onChange: (next: NextAction) => void };

/** null: nothing is done next; a title needs an owner and a date. */
export function nextActionOf({ title, ownerId, dueOn }: NextAction) {
  if (title.trim() === '') return dueOn === null ? null : 'incomplete';
  return ownerId === '' || dueOn === null ? 'incomplete' : { title, ownerId, dueOn };
}

/** A concrete measure, whose, and by when. */
export function NextActionFields({ forms, value, onChange }: Props) {
  const { log, owners, firstDay, lastDay } = forms;
  const { title, ownerId, dueOn } = value;
  const setTitle = (next: string) => onChange({ ...value, title: next });
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{log.nextTitle}</Text>
      <Input label={log.next} name="next" value={title} onInput={setTitle} onChange={setTitle} />
      <Select
        label={log.nextOwner}
        name="next-owner"
        value={ownerId}
        options={owners}
        onChange={(next) => onChange({ ...value, ownerId: String(next) })}
      />
      <DayInput
        label={log.nextDue}
        name="next-due"
        value={dueOn}
        first={firstDay}
        last={lastDay}
        onChange={(next) => onChange({ ...value, dueOn: next })}
      />
    </Flex>
  );
}
