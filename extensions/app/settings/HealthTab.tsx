import { Alert, AutoGrid, Button, Flex, Input, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { BudgetForm, HealthReport } from './contract.ts';
import { ConfirmButton, GridTable } from './Parts.tsx';
import type { Service } from './use-settings.ts';

type Props = { report: HealthReport; service: Service };

/** How the connection does, what is kept, and the way out. */
export function HealthTab({ report, service }: Props) {
  const { refused, remove } = report;
  const { count: expected } = remove;
  return (
    <Flex direction="column" gap="medium">
      {report.notices.map(({ tone, title, text }) => (
        <Alert key={title} variant={tone} title={title}>
          {text}
        </Alert>
      ))}
      <GridTable grid={report.events} />
      <GridTable grid={report.lag} />
      <GridTable grid={report.waiting} />
      <GridTable grid={refused} />
      {refused.count > 0 && (
        <Flex>
          <Button onClick={() => void service.change('POST', '/settings/retry', {})}>
            {refused.retry}
          </Button>
        </Flex>
      )}
      <GridTable grid={report.reconciliation} />
      <GridTable grid={report.leavers} />
      <GridTable grid={report.usage} />
      <BudgetView
        key={report.budget.fields.map(({ value }) => value).join()}
        form={report.budget}
        service={service}
      />
      <GridTable grid={report.jobs} />
      <GridTable grid={report.calls} />
      <GridTable grid={report.stored} />
      <Flex direction="column" gap="xs">
        <Text format={{ fontWeight: 'demibold' }}>{remove.title}</Text>
        <Text>{remove.text}</Text>
        {expected > 0 && (
          <Flex>
            <ConfirmButton
              id="confirm-remove"
              label={remove.button}
              variant="destructive"
              words={remove.confirm}
              text={remove.confirm.text}
              onYes={() => void service.change('POST', '/settings/properties/remove', { expected })}
            />
          </Flex>
        )}
      </Flex>
    </Flex>
  );
}

/** Other apps may share HubSpot's limits: what was used of them, and how much of them may be. */
function BudgetView({ form, service }: { form: BudgetForm; service: Service }) {
  const [typed, setTyped] = useState<Record<string, string>>(
    Object.fromEntries(form.fields.map(({ name, value }) => [name, value])),
  );
  const save = () => void service.change('PUT', '/settings/budget', typed, form.saved);
  return (
    <Flex direction="column" gap="small">
      <GridTable grid={form} />
      <Text>{form.text}</Text>
      <AutoGrid columnWidth={260} gap="small">
        {form.fields.map(({ name, label, hint }) => (
          <Input
            key={name}
            name={name}
            label={label}
            description={hint}
            value={typed[name] ?? ''}
            onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
          />
        ))}
      </AutoGrid>
      <Flex>
        <Button onClick={save}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}
