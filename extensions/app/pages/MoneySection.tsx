import {
  Box,
  Button,
  Flex,
  Heading,
  Link,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { Change, Money } from './contract.ts';

type Props = { money: Money; onOpen: (conditions: Change) => void };

/** What is at stake, of how much, and the accounts that hold most of it. */
export function MoneySection({ money, onOpen }: Props) {
  return (
    <Flex gap="large" align="start">
      <Box flex={2}>
        <Flex direction="column" gap="small" align="start">
          <Heading>{money.sentence}</Heading>
          <Text>{money.text}</Text>
          <Button variant="primary" onClick={() => onOpen(money.change)}>
            {money.open}
          </Button>
        </Flex>
      </Box>
      {money.top.length > 0 && (
        <Box flex={4}>
          <Flex direction="column" gap="extra-small">
            <Text format={{ fontWeight: 'demibold' }}>{money.topTitle}</Text>
            <TopTable money={money} />
          </Flex>
        </Box>
      )}
    </Flex>
  );
}

function TopTable({ money: { columns, top } }: { money: Money }) {
  return (
    <Table density="compact" bordered>
      <TableHead>
        <TableRow>
          <TableHeader>{columns.account}</TableHeader>
          <TableHeader align="right">{columns.atRisk}</TableHeader>
          <TableHeader>{columns.why}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {top.map(({ name, url, atRisk, share, why }) => (
          <TableRow key={url}>
            <TableCell>
              <Link href={url}>{name}</Link>
            </TableCell>
            <TableCell align="right" width="min">{`${atRisk} · ${share}`}</TableCell>
            <TableCell>{why}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
