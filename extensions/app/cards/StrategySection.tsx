import { Accordion, Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { StrategyView } from './contract.ts';
import { LedgerTable } from './LedgerTable.tsx';
import { StepTable } from './StepTable.tsx';

/** The strategy with its reason, the next steps and what may be done with them, and what was done. */
export function StrategySection({
  strategy,
  onSaved,
}: {
  strategy: StrategyView;
  onSaved: () => void;
}) {
  const { title, principle, because, notice, readOnly, ledger } = strategy;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      <Text>{principle}</Text>
      <Text variant="microcopy">{because}</Text>
      {notice && (
        <Alert variant={notice.tone} title={notice.title}>
          {notice.text}
        </Alert>
      )}
      <StepTable strategy={strategy} onSaved={onSaved} />
      {readOnly && <Text variant="microcopy">{readOnly}</Text>}
      <Accordion title={ledger.title} size="small">
        <LedgerTable ledger={ledger} />
      </Accordion>
    </Flex>
  );
}
