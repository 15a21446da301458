import {
  Button,
  Flex,
  ProgressBar,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { Change, Group, GroupLine } from './contract.ts';
import { statusVariants } from './Measures.tsx';

type Open = (conditions: Change) => void;

/** A distribution as lines: name, share as a bar, number and revenue. */
export function GroupTable({ group, onOpen }: { group: Group; onOpen: Open }) {
  return (
    <Flex direction="column" gap="extra-small">
      <Text format={{ fontWeight: 'demibold' }}>{group.title}</Text>
      <Table density="compact" bordered>
        <TableBody>
          {group.lines.map((line) => (
            <TableRow key={line.label}>
              <TableCell>
                <Line line={line} onOpen={onOpen} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

function Line({ line, onOpen }: { line: GroupLine; onOpen: Open }) {
  const { label, tone, count, percent, share, revenue, change } = line;
  return (
    <Flex direction="column" gap="flush">
      <Flex justify="between" align="center" gap="small">
        {tone === 'neutral' ? (
          <Text>{label}</Text>
        ) : (
          <StatusTag variant={statusVariants[tone]}>{label}</StatusTag>
        )}
        <Button variant="transparent" size="xs" onClick={() => onOpen(change)}>
          {count}
        </Button>
      </Flex>
      <ProgressBar
        aria-label={label}
        value={percent}
        maxValue={100}
        valueDescription={`${share} · ${revenue}`}
      />
    </Flex>
  );
}
