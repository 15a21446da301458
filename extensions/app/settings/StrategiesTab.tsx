import {
  Alert,
  Button,
  Flex,
  Heading,
  Link,
  LoadingSpinner,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { useCallback, useEffect, useState } from 'react';
import { ExecutionForms } from './ExecutionForms.tsx';
import { ConfirmButton, GridTable, ToneTag } from './Parts.tsx';
import { StrategyEditorView } from './StrategyEditorView.tsx';
import { SwitchOnButton, TaskPreview } from './SwitchOn.tsx';
import type { StrategiesTab as Form, StrategyRow } from './strategy-contract.ts';
import type { Service } from './use-settings.ts';
import type { SettingsWords } from './words.ts';

type Props = { service: Service; words: SettingsWords };
type Answer = { kind: 'loading' } | { kind: 'failed' } | { kind: 'answered'; form: Form };

/** What is done for each type of account; read when the tab is opened, not with everything else. */
export function StrategiesTab({ service, words }: Props) {
  const { read, change } = service;
  const [answer, setAnswer] = useState<Answer>({ kind: 'loading' });
  const [edited, setEdited] = useState<string | null>(null);

  const load = useCallback(async () => {
    const { isDone, body } = await read('/settings/strategies');
    setAnswer(isDone ? { kind: 'answered', form: body as Form } : { kind: 'failed' });
  }, [read]);
  useEffect(() => void load(), [load]);

  const changeAndLoad: Service['change'] = async (...asked) => {
    const outcome = await change(...asked);
    await load();
    return outcome;
  };
  const own = { read, change: changeAndLoad };

  if (answer.kind === 'loading') return <LoadingSpinner label={words.loading} showLabel />;
  if (answer.kind === 'failed') {
    return (
      <Alert variant="danger" title={words.failed_title}>
        <Button onClick={() => void load()}>{words.retry}</Button>
      </Alert>
    );
  }
  if (edited !== null) {
    const back = () => setEdited(null);
    return <StrategyEditorView code={edited} service={own} words={words} onBack={back} />;
  }
  return <StrategyList form={answer.form} service={own} onEdit={setEdited} />;
}

type ListProps = { form: Form; service: Service; onEdit: (code: string) => void };

function StrategyList({ form, service, onEdit }: ListProps) {
  return (
    <Flex direction="column" gap="medium">
      <Flex direction="column" gap="xs">
        <Heading>{form.title}</Heading>
        <Text>{form.intro}</Text>
      </Flex>
      <Table bordered density="condensed">
        <TableHead>
          <TableRow>
            {form.columns.map((column) => (
              <TableHeader key={column}>{column}</TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {form.strategies.map((row) => (
            <StrategyLine key={row.code} row={row} form={form} service={service} onEdit={onEdit} />
          ))}
        </TableBody>
      </Table>
      <TaskPreview form={form} service={service} />
      <GridTable grid={form.problems} />
      <ExecutionForms form={form.execution} service={service} />
      <PresetForm form={form.preset} service={service} />
      <Flex direction="column" gap="xs">
        <Text format={{ fontWeight: 'demibold' }}>{form.files.label}</Text>
        <Text variant="microcopy">{form.files.hint}</Text>
        <Flex gap="small">
          {form.files.links.map(({ label, url }) => (
            <Link key={url} href={{ url, external: true }}>
              {label}
            </Link>
          ))}
        </Flex>
      </Flex>
    </Flex>
  );
}

function StrategyLine({ row, form, service, onEdit }: ListProps & { row: StrategyRow }) {
  const { code } = row;
  const switchOff = () =>
    void service.change('POST', '/settings/strategies/switch', { codes: [code], isOn: false });
  return (
    <TableRow>
      <TableCell>{row.name}</TableCell>
      <TableCell>
        <ToneTag label={row.state} />
      </TableCell>
      <TableCell>{row.version}</TableCell>
      <TableCell>{row.steps}</TableCell>
      <TableCell>
        <Flex gap="small">
          <Button size="xs" onClick={() => onEdit(code)}>
            {form.edit}
          </Button>
          {row.isOn ? (
            <ConfirmButton
              id={`confirm-off-${code}`}
              label={form.switchOff.label}
              variant="secondary"
              size="xs"
              words={form.switchOff}
              text={form.switchOff.text}
              onYes={switchOff}
            />
          ) : (
            <SwitchOnButton row={row} form={form} service={service} />
          )}
        </Flex>
      </TableCell>
    </TableRow>
  );
}

type PresetProps = { form: Form['preset']; service: Service };

function PresetForm({ form, service }: PresetProps) {
  const [preset, setPreset] = useState(form.options[0]?.value ?? '');
  const use = () => void service.change('POST', '/settings/strategies/preset', { preset });
  return (
    <Flex direction="column" gap="xs">
      <Flex gap="small" align="end" wrap="wrap">
        <Select
          name="strategyPreset"
          label={form.label}
          value={preset}
          options={form.options}
          onChange={(value) => setPreset(String(value ?? ''))}
        />
        <Button onClick={use}>{form.use}</Button>
      </Flex>
      <Text variant="microcopy">{form.hint}</Text>
    </Flex>
  );
}
