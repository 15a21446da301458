import { Button, Flex, Text } from '@hubspot/ui-extensions';
import type { HealthReport } from './contract.ts';
import { ConfirmButton, GridTable } from './Parts.tsx';
import type { Service } from './use-settings.ts';

type Props = { report: HealthReport; service: Service };

/** How the connection does, what is kept, and the way out. */
export function HealthTab({ report, service }: Props) {
  const { refused, remove } = report;
  const { count: expected } = remove;
  return (
    <Flex direction="column" gap="medium">
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
      <GridTable grid={report.usage} />
      <GridTable grid={report.budget} />
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
