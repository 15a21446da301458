import {
  AutoGrid,
  Button,
  Flex,
  Link,
  Select,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { Change, ExecutionLedger, ExecutionRow, Filter } from './contract.ts';
import { statusVariants } from './Measures.tsx';

type Props = {
  ledger: ExecutionLedger;
  filters: Filter[];
  onChange: (conditions: Change) => void;
};

/** The ledger a page at a time, by person, strategy and status, and as a file. */
export function LedgerList({ ledger, filters, onChange }: Props) {
  const { title, counted, empty, csv, page, pageCount } = ledger;
  return (
    <Flex direction="column" gap="small">
      <AutoGrid columnWidth={180} flexible gap="small">
        {filters.map(({ name, label, value, options }) => (
          <Select
            key={name}
            name={`ledger-${name}`}
            label={label}
            value={value}
            options={options}
            onChange={(next) => onChange({ [name]: String(next ?? '') })}
          />
        ))}
      </AutoGrid>
      <Flex justify="between" align="center" gap="small" wrap="wrap">
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
          <Text variant="microcopy">{counted}</Text>
        </Flex>
        {csv && (
          <Flex direction="column" gap="flush" align="end">
            <Button variant="secondary" size="sm" href={{ url: csv.url, external: true }}>
              {csv.label}
            </Button>
            <Text variant="microcopy">{csv.hint}</Text>
          </Flex>
        )}
      </Flex>
      {empty ? (
        <Text>{empty}</Text>
      ) : (
        <Table
          bordered
          density="condensed"
          paginated
          pageCount={pageCount}
          page={page}
          maxVisiblePageButtons={5}
          onPageChange={(next) => onChange({ page: String(next) })}
        >
          <ExecutionLines columns={ledger.columns} rows={ledger.rows} />
        </Table>
      )}
    </Flex>
  );
}

/** Head and body of a table of executions. */
export function ExecutionLines({ columns, rows }: { columns: string[]; rows: ExecutionRow[] }) {
  return (
    <>
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
    </>
  );
}

function Row({ row }: { row: ExecutionRow }) {
  const { number, name, url, step, owner, planned, done, status, late } = row;
  return (
    <TableRow>
      <TableCell width="min">{number}</TableCell>
      <TableCell>
        <Link href={url}>{name}</Link>
      </TableCell>
      <TableCell>{step}</TableCell>
      <TableCell>{owner}</TableCell>
      <TableCell width="min">{planned}</TableCell>
      <TableCell width="min">{done}</TableCell>
      <TableCell width="min">
        <StatusTag variant={statusVariants[status.tone]} hollow={status.tone === 'neutral'}>
          {status.text}
        </StatusTag>
        {late && <Text variant="microcopy">{late}</Text>}
      </TableCell>
      <TableCell>{row.feedback}</TableCell>
      <TableCell>{row.problem}</TableCell>
      <TableCell>{row.next}</TableCell>
    </TableRow>
  );
}
