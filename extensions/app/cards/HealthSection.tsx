import { Box, Flex, List, ScoreCircle, Tag, Text } from '@hubspot/ui-extensions';
import type { HealthView, Reason, RiskView } from './contract.ts';

const arrows: Record<Reason['direction'], string> = { up: '▲', down: '▼' };

/** The figure with its band, what moves it most, and the churn risk with its reasons. */
export function HealthSection({ health, risk }: { health: HealthView; risk: RiskView }) {
  return (
    <Flex gap="large" align="start">
      <Flex direction="column" gap="extra-small" align="center">
        <ScoreCircle score={health.score} />
        <Text format={{ fontWeight: 'demibold' }}>{health.figure}</Text>
        {health.change && <Text variant="microcopy">{health.change}</Text>}
      </Flex>
      <Box flex={3}>
        <Flex direction="column" gap="extra-small">
          <Text format={{ fontWeight: 'demibold' }}>{health.reasonsTitle}</Text>
          {health.reasons.map((reason) => (
            <ReasonLine key={reason.text} reason={reason} />
          ))}
        </Flex>
      </Box>
      <Box flex={2}>
        <Flex direction="column" gap="extra-small">
          <Text format={{ fontWeight: 'demibold' }}>{risk.level.text}</Text>
          <List>
            {risk.reasons.map((reason) => (
              <Text key={reason}>{reason}</Text>
            ))}
          </List>
          <Text variant="microcopy">{risk.basis}</Text>
        </Flex>
      </Box>
    </Flex>
  );
}

function ReasonLine({ reason }: { reason: Reason }) {
  return (
    <Flex gap="small" align="baseline">
      <Tag variant={reason.direction === 'up' ? 'success' : 'error'} inline>
        {`${arrows[reason.direction]} ${reason.points}`}
      </Tag>
      <Text>{reason.text}</Text>
    </Flex>
  );
}
