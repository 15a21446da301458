import {
  Button,
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
import type { Change, NineBox, NineBoxCell } from './contract.ts';

type Open = (conditions: Change) => void;

/** Rows of value, columns of potential; each box says how many accounts and how much, and opens its list. */
export function NineBoxMap({ nineBox, onOpen }: { nineBox: NineBox; onOpen: Open }) {
  const { outside } = nineBox;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{nineBox.title}</Text>
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
          {nineBox.rows.map(({ label, cells }) => (
            <TableRow key={label}>
              <TableCell width="min">
                <Text format={{ fontWeight: 'demibold' }}>{label}</Text>
              </TableCell>
              {cells.map((cell) => (
                <TableCell key={cell.name} align="center">
                  <Cell cell={cell} onOpen={onOpen} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {outside && (
        <Flex align="center" gap="small" wrap="wrap">
          <Text variant="microcopy">{outside.text}</Text>
          <Button variant="transparent" size="xs" onClick={() => onOpen(outside.change)}>
            {outside.open}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function Cell({ cell, onOpen }: { cell: NineBoxCell; onOpen: Open }) {
  return (
    <Flex direction="column" align="center" gap="flush">
      <Button variant="transparent" size="sm" onClick={() => onOpen(cell.change)}>
        {`${cell.name} · ${cell.count}`}
      </Button>
      <Text>{cell.revenue}</Text>
      <Text variant="microcopy">{cell.share}</Text>
      {cell.mark !== '' && (
        <Tag variant="info" inline>
          {cell.mark}
        </Tag>
      )}
    </Flex>
  );
}
