import {
  Button,
  EmptyState,
  Flex,
  Link,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { AccountRow, Change, Column, List } from './contract.ts';
import { statusVariants } from './Measures.tsx';

type Props = { list: List; onChange: (conditions: Change) => void };

/** The accounts behind the numbers, a page at a time, and the whole list as a file. */
export function AccountList({ list, onChange }: Props) {
  const { empty, csv } = list;
  if (empty) {
    return (
      <EmptyState title={empty.title} layout="vertical" imageName="companies">
        <Text>{empty.text}</Text>
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="small">
      <Flex justify="between" align="center" gap="small" wrap="wrap">
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>{list.title}</Text>
          <Text variant="microcopy">{list.counted}</Text>
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
      <Table
        bordered
        density="condensed"
        paginated
        pageCount={list.pageCount}
        page={list.page}
        maxVisiblePageButtons={5}
        onPageChange={(page) => onChange({ page: String(page) })}
      >
        <TableHead>
          <TableRow>
            {list.columns.map((column) => (
              <Header key={column.name} column={column} sort={list.sort} onChange={onChange} />
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {list.rows.map((row) => (
            <Row key={row.url} row={row} />
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

type HeaderProps = { column: Column; sort: string } & Pick<Props, 'onChange'>;

/** Each order has one direction: worst, largest or A first. */
function Header({ column, sort, onChange }: HeaderProps) {
  const { label, isNumber } = column;
  const align = isNumber ? 'right' : 'left';
  const by = column.sort;
  if (by === null) return <TableHeader align={align}>{label}</TableHeader>;
  const direction = isNumber ? 'descending' : 'ascending';
  return (
    <TableHeader
      align={align}
      sortDirection={by === sort ? direction : 'none'}
      onSortChange={() => onChange({ sort: by })}
    >
      {label}
    </TableHeader>
  );
}

function Row({ row }: { row: AccountRow }) {
  return (
    <TableRow>
      <TableCell>
        <Link href={row.url}>{row.name}</Link>
      </TableCell>
      <TableCell>{row.owner}</TableCell>
      <TableCell>{row.type}</TableCell>
      <TableCell width="min">
        <Flex direction="column" gap="flush">
          {row.health !== '' && <Text format={{ fontWeight: 'demibold' }}>{row.health}</Text>}
          <StatusTag variant={statusVariants[row.band.tone]} hollow={row.band.tone === 'neutral'}>
            {row.band.text}
          </StatusTag>
        </Flex>
      </TableCell>
      <TableCell>
        {row.reasons.map((reason) => (
          <Text key={reason} variant="microcopy">
            {reason}
          </Text>
        ))}
      </TableCell>
      <TableCell align="right">{row.revenue}</TableCell>
      <TableCell align="right">{row.atRisk}</TableCell>
    </TableRow>
  );
}
