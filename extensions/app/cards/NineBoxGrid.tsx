import {
  Flex,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import type { NineBoxCell, NineBoxView } from './contract.ts';

/** Rows of value, columns of potential; the account's cell is filled and named. */
export function NineBoxGrid({ nineBox }: { nineBox: NineBoxView }) {
  return (
    <Flex direction="column" gap="extra-small">
      <Table bordered density="compact">
        <TableHead>
          <TableRow>
            <TableHeader width="min">{nineBox.corner}</TableHeader>
            {nineBox.columns.map((column) => (
              <TableHeader key={column} align="center">
                {column}
              </TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {nineBox.rows.map((row) => (
            <TableRow key={row.label}>
              <TableCell width="min">
                <Text format={{ fontWeight: 'demibold' }}>{row.label}</Text>
              </TableCell>
              {row.cells.map((cell) => (
                <TableCell key={cell.name} align="center">
                  <Cell cell={cell} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {nineBox.history && <Text variant="microcopy">{nineBox.history}</Text>}
    </Flex>
  );
}

function Cell({ cell }: { cell: NineBoxCell }) {
  if (cell.place === 'here') {
    return (
      <Flex direction="column" align="center" gap="flush">
        <Tag variant="info" inline>{`● ${cell.name}`}</Tag>
        <Text variant="microcopy">{cell.mark}</Text>
      </Flex>
    );
  }
  if (cell.place === 'before') {
    return (
      <Flex direction="column" align="center" gap="flush">
        <Text>{`○ ${cell.name}`}</Text>
        <Text variant="microcopy">{cell.mark}</Text>
      </Flex>
    );
  }
  return <Text>{cell.name}</Text>;
}
