import {
  Flex,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { StrategyView } from './contract.ts';

/** The strategy with its reason, and the next steps with date and post. */
export function StrategySection({ strategy }: { strategy: StrategyView }) {
  const { title, principle, because, columns, steps } = strategy;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      <Text>{principle}</Text>
      <Text variant="microcopy">{because}</Text>
      <Table density="compact" bordered>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableHeader key={column}>{column}</TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {steps.map(({ content, due, owner, mode }) => (
            <TableRow key={content}>
              <TableCell>{content}</TableCell>
              <TableCell width="min">{due}</TableCell>
              <TableCell width="min">{owner}</TableCell>
              <TableCell width="min">{mode}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}
