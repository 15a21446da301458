import {
  AutoGrid,
  Button,
  Flex,
  Heading,
  StatusTag,
  type StatusTagProps,
  Text,
} from '@hubspot/ui-extensions';
import type { Change, Measure, Tone } from './contract.ts';

export const statusVariants: Record<Tone, NonNullable<StatusTagProps['variant']>> = {
  good: 'success',
  watch: 'warning',
  bad: 'danger',
  neutral: 'default',
};

type Props = { measures: Measure[]; onOpen: (conditions: Change) => void };

/** Figures beside each other, each against its limit. */
export function Measures({ measures, onOpen }: Props) {
  return (
    <AutoGrid columnWidth={230} flexible gap="medium">
      {measures.map(({ label, value, verdict, hint, open, change }) => (
        <Flex key={label} direction="column" gap="extra-small" align="start">
          <Text variant="microcopy">{label}</Text>
          <Flex gap="small" align="baseline">
            <Heading>{value}</Heading>
            {verdict && (
              <StatusTag variant={statusVariants[verdict.tone]}>{verdict.text}</StatusTag>
            )}
          </Flex>
          <Text>{hint}</Text>
          {open && (
            <Button variant="transparent" size="xs" onClick={() => onOpen(change)}>
              {open}
            </Button>
          )}
        </Flex>
      ))}
    </AutoGrid>
  );
}
