import { Accordion, Divider, Flex, Heading, List, Text } from '@hubspot/ui-extensions';
import { BillTable } from './BillTable.tsx';
import type { AssessedAccount } from './contract.ts';
import { HealthSection } from './HealthSection.tsx';
import { Figures, Labels, Notices } from './Parts.tsx';
import { TierSection } from './TierSection.tsx';

/** Sentence, figure, reasons; then money, tier and nine-box; the bill and the data it rests on last. */
export function AssessedView({ account }: { account: AssessedAccount }) {
  const { headline, labels, notices, health, risk, tier, outlook, confidence } = account;
  return (
    <Flex direction="column" gap="medium">
      <Heading>{headline}</Heading>
      <Labels labels={labels} />
      <Notices notices={notices} />
      <HealthSection health={health} risk={risk} />
      <Divider />
      <Figures figures={outlook} />
      <Divider />
      <TierSection tier={tier} />
      <Accordion title={health.bill.title} size="small" defaultOpen>
        <BillTable bill={health.bill} />
      </Accordion>
      <Accordion title={confidence.title} size="small">
        <List>
          {confidence.lines.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </List>
      </Accordion>
    </Flex>
  );
}
