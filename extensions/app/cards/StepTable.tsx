import {
  Button,
  Flex,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { StepForms, StepView, StrategyView } from './contract.ts';
import { FormDialog } from './FormDialog.tsx';
import { statusVariants } from './Parts.tsx';
import { StepForm } from './StepForm.tsx';
import { type Deciding, decisionOn, useDeciding } from './use-deciding.ts';

type Props = { strategy: StrategyView; onSaved: () => void };

/** The next steps, each with what may be done with it. */
export function StepTable({ strategy, onSaved }: Props) {
  const { columns, steps, forms } = strategy;
  const deciding = useDeciding(forms, onSaved);
  return (
    <Table density="compact" bordered>
      <TableHead>
        <TableRow>
          {columns.map((column) => (
            <TableHeader key={column}>{column}</TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {steps.map((step) => (
          <StepRow
            key={step.decided?.id ?? step.stepKey ?? step.step}
            step={step}
            forms={forms}
            {...deciding}
          />
        ))}
      </TableBody>
    </Table>
  );
}

type RowProps = Deciding & { step: StepView; forms: StepForms | null };

function StepRow({ step, forms, ...deciding }: RowProps) {
  const { content, detail, due, late, owner, role, status, decided } = step;
  return (
    <TableRow>
      <TableCell>
        <Text>{content}</Text>
        {detail && <Text variant="microcopy">{detail}</Text>}
        {decided && <Text variant="microcopy">{decided.text}</Text>}
        {forms && <StepButtons step={step} forms={forms} {...deciding} />}
      </TableCell>
      <TableCell width="min">
        <Text>{due}</Text>
        {late && <Text variant="microcopy">{late}</Text>}
      </TableCell>
      <TableCell width="min">
        <Text>{owner}</Text>
        {role && <Text variant="microcopy">{role}</Text>}
      </TableCell>
      <TableCell width="min">
        <StatusTag variant={statusVariants[status.tone]} hollow={status.tone === 'neutral'}>
          {status.text}
        </StatusTag>
      </TableCell>
    </TableRow>
  );
}

/** Accepting and undoing are one click; what needs words has a form. */
function StepButtons({
  step,
  forms,
  isSending,
  send,
}: Deciding & { step: StepView; forms: StepForms }) {
  const { acts, decided } = step;
  const id = `step-${step.stepKey ?? step.step}`;
  const formed = acts.filter((act) => act !== 'accept');
  return (
    <Flex gap="small" wrap="wrap">
      {acts.includes('accept') && decided === null && (
        <Button
          variant="secondary"
          size="xs"
          disabled={isSending}
          onClick={() => void send(decisionOn(step, { kind: 'accept' }))}
        >
          {forms.acts.accept}
        </Button>
      )}
      {formed.length > 0 && (
        <FormDialog id={id} title={forms.title} label={forms.open} variant="transparent" size="xs">
          <StepForm
            step={step}
            acts={formed}
            forms={forms}
            isSending={isSending}
            onSave={(said) => send(said, id)}
          />
        </FormDialog>
      )}
      {decided && (
        <Button
          variant="transparent"
          size="xs"
          disabled={isSending}
          onClick={() => void send({ path: 'decisions/undo', body: { id: decided.id } })}
        >
          {forms.undo}
        </Button>
      )}
    </Flex>
  );
}
