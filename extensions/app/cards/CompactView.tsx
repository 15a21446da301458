import {
  DescriptionList,
  DescriptionListItem,
  Flex,
  Heading,
  List,
  ScoreCircle,
  Text,
} from '@hubspot/ui-extensions';
import type { CompactAccount } from './contract.ts';
import { Labels, Notices } from './Parts.tsx';

/** Everything in one column: these places are narrow. */
export function CompactView({ account }: { account: CompactAccount }) {
  const { company, headline, labels, notices, health, figures, reasons } = account;
  return (
    <Flex direction="column" gap="small">
      {company && <Text format={{ fontWeight: 'demibold' }}>{company}</Text>}
      <Heading>{headline}</Heading>
      {health ? (
        <Flex gap="medium" align="center">
          <ScoreCircle score={health.score} />
          <Flex direction="column" gap="flush">
            <Text format={{ fontWeight: 'demibold' }}>{health.figure}</Text>
            {labels.map((label) => (
              <Labels key={label.text} labels={[label]} />
            ))}
          </Flex>
        </Flex>
      ) : (
        <Labels labels={labels} />
      )}
      <Notices notices={notices} />
      <DescriptionList direction="row">
        {figures.map(({ label, value, hint }) => (
          <DescriptionListItem key={label} label={label}>
            <Flex direction="column" gap="flush">
              <Text>{value}</Text>
              {hint && <Text variant="microcopy">{hint}</Text>}
            </Flex>
          </DescriptionListItem>
        ))}
      </DescriptionList>
      {reasons.length > 0 && (
        <List>
          {reasons.map((reason) => (
            <Text key={reason}>{reason}</Text>
          ))}
        </List>
      )}
    </Flex>
  );
}
