import { Flex, Select } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { StepAct } from './contract.ts';
import { AdjustForm, DismissForm, SnoozeForm } from './DecisionForms.tsx';
import { LogForm } from './LogForm.tsx';
import type { StepFormProps } from './use-deciding.ts';

const parts = { log: LogForm, adjust: AdjustForm, snooze: SnoozeForm, dismiss: DismissForm };

/** First what one wants to do with the step, then what that needs. */
export function StepForm({ acts, ...props }: StepFormProps & { acts: StepAct[] }) {
  const { forms } = props;
  const [chosen, setChosen] = useState(acts[0] ?? 'log');
  const Part = chosen === 'accept' ? null : parts[chosen];
  return (
    <Flex direction="column" gap="small">
      <Select
        label={forms.act}
        name="act"
        value={chosen}
        options={acts.map((act) => ({ value: act, label: forms.acts[act] }))}
        onChange={(next) => setChosen(acts.find((act) => act === next) ?? chosen)}
      />
      {Part && <Part {...props} />}
    </Flex>
  );
}
