import {
  Button,
  Flex,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { Change, Owners } from './contract.ts';

type Props = { owners: Owners; onOpen: (conditions: Change) => void };

/** Who answers for how much, and how it stands. */
export function OwnerBoard({ owners, onOpen }: Props) {
  const { columns, rows, more } = owners;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{owners.title}</Text>
      <Table bordered density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>{columns.owner}</TableHeader>
            <TableHeader align="right">{columns.accounts}</TableHeader>
            <TableHeader align="right">{columns.revenue}</TableHeader>
            <TableHeader align="right">{columns.atRisk}</TableHeader>
            <TableHeader align="right">{columns.share}</TableHeader>
            <TableHeader align="right">{columns.health}</TableHeader>
            <TableHeader align="right">{columns.band}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.change['owner'] ?? row.name}>
              <TableCell>{row.name}</TableCell>
              <TableCell align="right">
                <Button variant="transparent" size="xs" onClick={() => onOpen(row.change)}>
                  {row.accounts}
                </Button>
              </TableCell>
              <TableCell align="right">{row.revenue}</TableCell>
              <TableCell align="right">{row.atRisk}</TableCell>
              <TableCell align="right">{row.share}</TableCell>
              <TableCell align="right">{row.health}</TableCell>
              <TableCell align="right">
                <Button
                  variant="transparent"
                  size="xs"
                  onClick={() => onOpen({ ...row.change, band: 'at_risk' })}
                >
                  {row.band}
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {more && <Text variant="microcopy">{more}</Text>}
    </Flex>
  );
}
