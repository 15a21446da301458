import { Divider, Flex, LoadingSpinner, Table, Text } from '@hubspot/ui-extensions';
import type { Change, ReadyExecution } from './contract.ts';
import { ExecutionLines, LedgerList } from './LedgerList.tsx';
import { FailedView, UnavailableView } from './StateViews.tsx';
import { TextTable } from './TextTable.tsx';
import { useLedger } from './use-ledger.ts';
import { pageWords } from './words.ts';

/** What was planned and done for all accounts, and how well. */
export function ExecutionTab() {
  const { answer, change, load, locale } = useLedger();
  const words = pageWords(locale);
  if (answer.kind === 'loading') {
    return <LoadingSpinner label={words.loading} showLabel layout="centered" />;
  }
  if (answer.kind === 'failed') {
    return <FailedView words={words} errorId={answer.errorId} onRetry={() => void load()} />;
  }
  const { execution } = answer;
  if (execution.state === 'unavailable') return <UnavailableView portfolio={execution} />;
  return <ReadyExecutionView execution={execution} onChange={change} />;
}

type Props = { execution: ReadyExecution; onChange: (conditions: Change) => void };

function ReadyExecutionView({ execution, onChange }: Props) {
  const { filters, ledger, visits, spotChecks, problems, rates } = execution;
  const tables = [problems, visits, rates].filter((table) => table !== null);
  return (
    <Flex direction="column" gap="medium">
      <LedgerList ledger={ledger} filters={filters} onChange={onChange} />
      {spotChecks && spotChecks.rows.length > 0 && (
        <>
          <Divider />
          <Text format={{ fontWeight: 'demibold' }}>{spotChecks.title}</Text>
          <Text variant="microcopy">{spotChecks.text}</Text>
          <Table bordered density="condensed">
            <ExecutionLines columns={spotChecks.columns} rows={spotChecks.rows} />
          </Table>
        </>
      )}
      {tables.map((table) => (
        <Flex key={table.title} direction="column" gap="small">
          <Divider />
          <TextTable table={table} />
        </Flex>
      ))}
    </Flex>
  );
}
