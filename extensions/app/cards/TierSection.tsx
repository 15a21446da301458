import { Box, DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import type { TierView } from './contract.ts';
import { NineBoxGrid } from './NineBoxGrid.tsx';

/** Type, rank and priority in a sentence; the nine-box beside the figures behind it. */
export function TierSection({ tier }: { tier: TierView }) {
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{tier.sentence}</Text>
      <Flex gap="large" wrap="wrap" align="start">
        {tier.nineBox && (
          <Box flex={2}>
            <NineBoxGrid nineBox={tier.nineBox} />
          </Box>
        )}
        <Box flex={1}>
          <DescriptionList direction="column">
            {tier.figures.map(({ label, value }) => (
              <DescriptionListItem key={label} label={label}>
                {value}
              </DescriptionListItem>
            ))}
          </DescriptionList>
        </Box>
      </Flex>
      {tier.remarks.map((remark) => (
        <Text key={remark} variant="microcopy">
          {remark}
        </Text>
      ))}
    </Flex>
  );
}
