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
import type { TextTable as Content } from './contract.ts';

/** A table of texts, and of numbers to the right. */
export function TextTable({ table }: { table: Content }) {
  const { title, text, columns, numbersFrom, rows } = table;
  const align = (place: number) => (place < numbersFrom ? 'left' : 'right');
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      <Text variant="microcopy">{text}</Text>
      <Table bordered density="condensed">
        <TableHead>
          <TableRow>
            {columns.map((column, place) => (
              <TableHeader key={column} align={align(place)}>
                {column}
              </TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.join('/')}>
              {row.map((cell, place) => (
                <TableCell key={columns[place]} align={align(place)}>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}
