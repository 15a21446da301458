import { AutoGrid, Button, Flex, SearchInput, Select, Text } from '@hubspot/ui-extensions';
import type { Change, ReadyPortfolio } from './contract.ts';

type Props = {
  portfolio: ReadyPortfolio;
  onChange: (conditions: Change) => void;
  onSearch: (conditions: Change) => void;
};

/** What the page counts: one choice a filter, a name, and what is in force in words. */
export function FilterBar({ portfolio, onChange, onSearch }: Props) {
  const { filters, search, chosen } = portfolio;
  return (
    <Flex direction="column" gap="small">
      <AutoGrid columnWidth={150} flexible gap="small">
        <SearchInput
          name="search"
          label={search.label}
          placeholder={search.placeholder}
          value={search.value}
          clearable
          onChange={(text) => onSearch({ search: text.trim() })}
        />
        {filters.map(({ name, label, value, options }) => (
          <Select
            key={name}
            name={name}
            label={label}
            value={value}
            options={options}
            onChange={(next) => onChange({ [name]: String(next ?? '') })}
          />
        ))}
      </AutoGrid>
      {chosen && (
        <Flex align="center" gap="small" wrap="wrap">
          <Text format={{ fontWeight: 'demibold' }}>{chosen.text}</Text>
          <Button variant="secondary" size="xs" onClick={() => onChange(chosen.change)}>
            {chosen.clear}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
