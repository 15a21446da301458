import {
  AutoGrid,
  Flex,
  Heading,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { DecisionChain, Figure, ProfiledAccount } from './contract.ts';

/** Twelve facts, then the people with their roles and which roles nobody has. */
export function ProfileView({ account }: { account: ProfiledAccount }) {
  const { title, figures, missing, chain } = account;
  return (
    <Flex direction="column" gap="medium">
      <Heading>{title}</Heading>
      <AutoGrid columnWidth={150} flexible gap="medium">
        {figures.map((figure) => (
          <Fact key={figure.label} figure={figure} isKnown={figure.value !== missing} />
        ))}
      </AutoGrid>
      <Chain chain={chain} />
    </Flex>
  );
}

function Fact({ figure: { label, value, hint }, isKnown }: { figure: Figure; isKnown: boolean }) {
  return (
    <Flex direction="column" gap="flush">
      <Text variant="microcopy">{label}</Text>
      <Text format={isKnown ? { fontWeight: 'demibold' } : { italic: true }}>{value}</Text>
      {hint && <Text variant="microcopy">{hint}</Text>}
    </Flex>
  );
}

function Chain({ chain: { title, columns, people, gaps } }: { chain: DecisionChain }) {
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      {people.length > 0 && (
        <Table density="compact" bordered>
          <TableHead>
            <TableRow>
              {columns.map((column) => (
                <TableHeader key={column}>{column}</TableHeader>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {people.map(({ role, name, job }) => (
              <TableRow key={`${role} ${name} ${job}`}>
                <TableCell>{role}</TableCell>
                <TableCell>{name}</TableCell>
                <TableCell>{job}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {gaps.map((gap) => (
        <StatusTag key={gap} variant="warning" hollow>
          {gap}
        </StatusTag>
      ))}
    </Flex>
  );
}
