import { Box, Divider, Flex } from '@hubspot/ui-extensions';
import type { Change, ReadyPortfolio } from './contract.ts';
import { GroupTable } from './GroupTable.tsx';
import { Measures } from './Measures.tsx';
import { MoneySection } from './MoneySection.tsx';
import { NineBoxMap } from './NineBoxMap.tsx';

type Props = { portfolio: ReadyPortfolio; onOpen: (conditions: Change) => void };

export function Overview({ portfolio, onOpen }: Props) {
  const { money, measures, nineBox, groups } = portfolio;
  return (
    <Flex direction="column" gap="large">
      <MoneySection money={money} onOpen={onOpen} />
      <Divider />
      <Measures measures={measures} onOpen={onOpen} />
      <Divider />
      <NineBoxMap nineBox={nineBox} onOpen={onOpen} />
      <Divider />
      <Flex gap="large" align="start">
        {groups.map((group) => (
          <Box key={group.title} flex={1}>
            <GroupTable group={group} onOpen={onOpen} />
          </Box>
        ))}
      </Flex>
    </Flex>
  );
}
