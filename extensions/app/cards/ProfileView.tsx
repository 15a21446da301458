import { AutoGrid, Flex, Heading, Text } from '@hubspot/ui-extensions';
import { ChainSection } from './ChainSection.tsx';
import type { Figure, ProfiledAccount } from './contract.ts';
import { NeedsSection } from './NeedsSection.tsx';
import { useTelling } from './use-manual-inputs.ts';

/** Twelve facts, what the customer wants, then the people with their roles and which roles nobody has. */
export function ProfileView({
  account,
  onSaved,
}: {
  account: ProfiledAccount;
  onSaved: () => void;
}) {
  const { title, figures, missing, needs, chain, forms, readOnly } = account;
  const telling = useTelling(forms, onSaved);
  return (
    <Flex direction="column" gap="medium">
      <Heading>{title}</Heading>
      <AutoGrid columnWidth={150} flexible gap="medium">
        {figures.map((figure) => (
          <Fact key={figure.label} figure={figure} isKnown={figure.value !== missing} />
        ))}
      </AutoGrid>
      <NeedsSection view={needs} forms={forms} {...telling} />
      <ChainSection chain={chain} forms={forms} {...telling} />
      {readOnly && <Text variant="microcopy">{readOnly}</Text>}
    </Flex>
  );
}

function Fact({ figure: { label, value, hint }, isKnown }: { figure: Figure; isKnown: boolean }) {
  return (
    <Flex direction="column" gap="flush">
      <Text variant="microcopy">{label}</Text>
      {isKnown ? (
        <Text format={{ fontWeight: 'demibold' }}>{value}</Text>
      ) : (
        <Text variant="microcopy">{value}</Text>
      )}
      {hint && <Text variant="microcopy">{hint}</Text>}
    </Flex>
  );
}
