import {
  Accordion,
  DescriptionList,
  DescriptionListItem,
  Divider,
  Flex,
  Heading,
  List,
  Text,
} from '@hubspot/ui-extensions';
import { BillChart } from './BillChart.tsx';
import { BillTable } from './BillTable.tsx';
import type { AssessedAccount } from './contract.ts';
import { HealthSection } from './HealthSection.tsx';
import { ManualSection } from './ManualSection.tsx';
import { Figures, Labels, Notices } from './Parts.tsx';
import { StrategySection } from './StrategySection.tsx';
import { TierSection } from './TierSection.tsx';
import { TrendSection } from './TrendSection.tsx';

/** Sentence, figure, reasons; what to do; then money, tier and nine-box; the bill and the data it rests on last. */
export function AssessedView({
  account,
  onSaved,
}: {
  account: AssessedAccount;
  onSaved: () => void;
}) {
  const { headline, labels, notices, health, risk, tier, strategy, outlook, confidence, manual } =
    account;
  return (
    <Flex direction="column" gap="medium">
      <Heading>{headline}</Heading>
      <Labels labels={labels} />
      <Notices notices={notices} />
      <HealthSection health={health} risk={risk} />
      {strategy && (
        <>
          <Divider />
          <StrategySection strategy={strategy} onSaved={onSaved} />
        </>
      )}
      <Divider />
      <Figures figures={outlook} />
      <Divider />
      <TierSection tier={tier} />
      {health.trend && <TrendSection trend={health.trend} />}
      <Accordion title={health.bill.title} size="small" defaultOpen>
        <Flex direction="column" gap="small">
          {health.bill.chart && <BillChart chart={health.bill.chart} />}
          <BillTable bill={health.bill} />
          <Text format={{ fontWeight: 'demibold' }}>{health.dimensions.title}</Text>
          <DescriptionList direction="row">
            {health.dimensions.figures.map(({ label, value }) => (
              <DescriptionListItem key={label} label={label}>
                {value}
              </DescriptionListItem>
            ))}
          </DescriptionList>
        </Flex>
      </Accordion>
      <Accordion title={confidence.title} size="small">
        <List>
          {confidence.lines.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </List>
      </Accordion>
      <ManualSection manual={manual} onSaved={onSaved} />
    </Flex>
  );
}
