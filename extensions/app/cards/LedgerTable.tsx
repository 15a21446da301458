import {
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
import type { LedgerRow, LedgerView } from './contract.ts';
import { statusVariants } from './Parts.tsx';

/** What was planned for the account and what came of it. */
export function LedgerTable({ ledger }: { ledger: LedgerView }) {
  const { customer, empty, columns, rows } = ledger;
  if (rows.length === 0) return <Text variant="microcopy">{empty}</Text>;
  return (
    <Flex direction="column" gap="small">
      <Text variant="microcopy">{customer}</Text>
      <Table density="compact" bordered>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableHeader key={column}>{column}</TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Row key={row.key} row={row} />
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

function Row({ row }: { row: LedgerRow }) {
  const { step, owner, planned, done, status, late, notes } = row;
  return (
    <TableRow>
      <TableCell>{step}</TableCell>
      <TableCell>{owner}</TableCell>
      <TableCell width="min">
        <Text>{planned}</Text>
        <Text>{done}</Text>
      </TableCell>
      <TableCell width="min">
        <StatusTag variant={statusVariants[status.tone]} hollow={status.tone === 'neutral'}>
          {status.text}
        </StatusTag>
        {late && <Text variant="microcopy">{late}</Text>}
      </TableCell>
      <TableCell>
        {notes.map(({ label, text }) => (
          <Text key={label} variant="microcopy">
            {label}: {text}
          </Text>
        ))}
      </TableCell>
    </TableRow>
  );
}
