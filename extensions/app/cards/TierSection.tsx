import { DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import type { TierView } from './contract.ts';
import { NineBoxGrid } from './NineBoxGrid.tsx';

/** Type, rank and priority in a sentence; the nine-box, and the figures behind it. */
export function TierSection({ tier }: { tier: TierView }) {
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{tier.sentence}</Text>
      {tier.nineBox && <NineBoxGrid nineBox={tier.nineBox} />}
      <DescriptionList direction="row">
        {tier.figures.map(({ label, value }) => (
          <DescriptionListItem key={label} label={label}>
            {value}
          </DescriptionListItem>
        ))}
      </DescriptionList>
      {tier.remarks.map((remark) => (
        <Text key={remark} variant="microcopy">
          {remark}
        </Text>
      ))}
    </Flex>
  );
}
