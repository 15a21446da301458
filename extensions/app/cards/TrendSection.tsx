import {
  Accordion,
  Flex,
  LineChart,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { ChangeView, TrendView } from './contract.ts';

/** A year of the score as a line, what changed of late, and the same month by month in words. */
export function TrendSection({ trend }: { trend: TrendView }) {
  const { title, axes, points, legend, table, change } = trend;
  return (
    <Flex direction="column" gap="small">
      <LineChart
        data={points}
        axes={{
          x: { field: 'month', fieldType: 'category', label: axes.month },
          y: { field: 'score', fieldType: 'linear', label: axes.score },
        }}
        options={{ title, showTooltips: true }}
      />
      {legend && <Text variant="microcopy">{legend}</Text>}
      {change && (
        <Accordion title={change.title} size="small">
          <ChangeTable change={change} />
        </Accordion>
      )}
      <Accordion title={table.title} size="small">
        <Table density="compact" bordered>
          <TableHead>
            <TableRow>
              {table.columns.map((column) => (
                <TableHeader key={column}>{column}</TableHeader>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {table.rows.map(([month = '', score, happened]) => (
              <TableRow key={month}>
                <TableCell>{month}</TableCell>
                <TableCell>{score}</TableCell>
                <TableCell width="max">{happened}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Accordion>
    </Flex>
  );
}

function ChangeTable({ change: { columns, lines } }: { change: ChangeView }) {
  const [label, points] = columns;
  return (
    <Table density="compact" bordered>
      <TableHead>
        <TableRow>
          <TableHeader>{label}</TableHeader>
          <TableHeader align="right">{points}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map((line) => {
          const weight = { fontWeight: line.kind === 'total' ? 'bold' : 'regular' } as const;
          return (
            <TableRow key={line.label}>
              <TableCell>
                <Text format={weight}>{line.label}</Text>
              </TableCell>
              <TableCell align="right">
                <Text format={weight}>{line.pointsText}</Text>
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
