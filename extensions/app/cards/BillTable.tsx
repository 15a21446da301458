import {
  Flex,
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
  Tag,
  Text,
  Tooltip,
} from '@hubspot/ui-extensions';
import type { Bill, BillLine } from './contract.ts';

/** The health score as a bill: base, factors, cap, total; it adds up in front of the reader. */
export function BillTable({ bill }: { bill: Bill }) {
  const { columns } = bill;
  const total = bill.lines.filter((line) => line.kind === 'total');
  const items = bill.lines.filter((line) => line.kind !== 'total');
  return (
    <Flex direction="column" gap="small">
      <Table density="compact" bordered>
        <TableHead>
          <TableRow>
            <TableHeader>{columns.factor}</TableHeader>
            <TableHeader>{columns.value}</TableHeader>
            <TableHeader>{columns.average}</TableHeader>
            <TableHeader align="right">{columns.points}</TableHeader>
            <TableHeader>{columns.grade}</TableHeader>
            <TableHeader width="min">{columns.asOf}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map((line) => (
            <BillRow key={line.label} line={line} />
          ))}
        </TableBody>
        <TableFooter>
          {total.map((line) => (
            <BillRow key={line.label} line={line} />
          ))}
        </TableFooter>
      </Table>
      <Text variant="microcopy">{bill.legend.join(' · ')}</Text>
      {bill.notCounted && (
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>{bill.notCounted.title}</Text>
          {bill.notCounted.lines.map((line) => (
            <Text key={line} variant="microcopy">
              {line}
            </Text>
          ))}
        </Flex>
      )}
    </Flex>
  );
}

function BillRow({ line }: { line: BillLine }) {
  const weight = { fontWeight: line.kind === 'factor' ? 'regular' : 'bold' } as const;
  return (
    <TableRow>
      <TableCell>
        <Text format={weight}>{line.label}</Text>
      </TableCell>
      <TableCell>{line.value ?? ''}</TableCell>
      <TableCell>{line.average ?? ''}</TableCell>
      <TableCell align="right">
        <Text format={weight}>{line.pointsText}</Text>
      </TableCell>
      <TableCell>
        {line.grade && (
          <Tag inline overlay={<Tooltip>{line.grade.meaning}</Tooltip>}>
            {line.grade.mark}
          </Tag>
        )}
        {line.own && <Text variant="microcopy">{line.own}</Text>}
      </TableCell>
      <TableCell width="min">
        <Text variant="microcopy">{line.asOf ?? ''}</Text>
      </TableCell>
    </TableRow>
  );
}
