import { Button, Flex, Select, Text, Toggle } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { PopulationForm, PopulationSentence } from './contract.ts';
import { Choices } from './Parts.tsx';
import type { Service } from './use-settings.ts';

/** Which companies are scored; how many that would be is counted before it is saved. */
export function PopulationView({ form, service }: { form: PopulationForm; service: Service }) {
  const [stages, setStages] = useState(form.stages.value);
  const [wonDealOnly, setWonDealOnly] = useState(form.wonDealOnly.value);
  const [listId, setListId] = useState(form.list.value);
  const [counted, setCounted] = useState<string | null>(null);
  const count = async () => {
    const query = `stages=${stages.map(encodeURIComponent).join(',')}&won=${wonDealOnly}&list=${listId}`;
    const { isDone, body } = await service.read(`/settings/population/count?${query}`);
    setCounted(isDone ? (body as PopulationSentence).text : '–');
  };
  const save = () => {
    const lifecycleStages = stages.length > 0 ? stages : null;
    const body = { population: { lifecycleStages, wonDealOnly, listId: listId || null } };
    void service.change('PUT', '/settings/mapping', body, form.saved);
  };
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{form.count}</Text>
      <Choices name="lifecycleStages" of={form.stages} value={stages} onChange={setStages} />
      <Select
        name="listId"
        label={form.list.label}
        description={form.list.hint}
        value={listId}
        options={form.list.options}
        onChange={(value) => setListId(String(value ?? ''))}
      />
      <Toggle
        label={form.wonDealOnly.label}
        size="sm"
        checked={wonDealOnly}
        onChange={setWonDealOnly}
      />
      {counted !== null && <Text>{counted}</Text>}
      <Flex gap="small" wrap="wrap">
        <Button onClick={() => void count()}>{form.check}</Button>
        <Button onClick={save}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}
