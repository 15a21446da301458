import {
  Accordion,
  Alert,
  AutoGrid,
  BarChart,
  Button,
  Flex,
  Heading,
  Input,
  List,
  LoadingSpinner,
  Select,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { BeforeAfter, PolicyField, PolicyForm, PreviewResult } from './contract.ts';
import { ConfirmButton, GridTable } from './Parts.tsx';
import type { Service } from './use-settings.ts';

type Props = { form: PolicyForm; service: Service };

/** Draft, preview, publish, roll back. */
export function PolicyTab({ form, service }: Props) {
  return (
    <Flex direction="column" gap="medium">
      <Text>{form.current}</Text>
      {/* A draft that was saved or dropped begins anew with the values that are then in force. */}
      <Editor key={form.draft?.fingerprint ?? form.current} form={form} service={service} />
      {form.draft && <DraftView form={form} draft={form.draft} service={service} />}
      <PreviewView result={form.result} />
      <HistoryView form={form} service={service} />
    </Flex>
  );
}

function Editor({ form, service }: Props) {
  const [changes, setChanges] = useState<Record<string, string>>({});
  const [preset, setPreset] = useState(form.presets.options[0]?.value ?? '');
  const [note, setNote] = useState(form.note.value);
  const groups = [...new Set(form.fields.map(({ group }) => group))];
  const kinds = new Map(form.fields.map(({ path, kind }) => [path, kind]));
  const save = () => {
    const values = Object.entries(changes).map(([path, value]) => [
      path,
      kinds.get(path) === 'number' ? Number(value) : value,
    ]);
    const body = { changes: Object.fromEntries(values), note };
    void service.change('PUT', '/settings/policy/draft', body);
  };
  return (
    <Flex direction="column" gap="small">
      <Flex gap="small" align="end" wrap="wrap">
        <Select
          name="preset"
          label={form.presets.label}
          value={preset}
          options={form.presets.options}
          onChange={(value) => setPreset(String(value ?? ''))}
        />
        <Button onClick={() => void service.change('PUT', '/settings/policy/draft', { preset })}>
          {form.presets.use}
        </Button>
      </Flex>
      {groups.map((group) => (
        <Accordion key={group} title={group}>
          <AutoGrid columnWidth={260} gap="small">
            {form.fields
              .filter((field) => field.group === group)
              .map((field) => (
                <FieldInput
                  key={field.path}
                  field={field}
                  value={changes[field.path] ?? field.value}
                  onChange={(value) => setChanges((before) => ({ ...before, [field.path]: value }))}
                />
              ))}
          </AutoGrid>
        </Accordion>
      ))}
      <Input name="note" label={form.note.label} value={note} onChange={setNote} />
      <Flex>
        <Button variant={form.draft ? 'secondary' : 'primary'} onClick={save}>
          {form.save}
        </Button>
      </Flex>
    </Flex>
  );
}

type FieldProps = { field: PolicyField; value: string; onChange: (value: string) => void };

function FieldInput({ field, value, onChange }: FieldProps) {
  const common = {
    name: field.path,
    label: field.label,
    ...(field.inForce !== null && { description: field.inForce }),
  };
  if (field.kind === 'choice') {
    return (
      <Select
        {...common}
        value={value}
        options={field.options}
        onChange={(next) => onChange(String(next ?? ''))}
      />
    );
  }
  return <Input {...common} value={value} onChange={onChange} />;
}

type DraftProps = Props & { draft: NonNullable<PolicyForm['draft']> };

function DraftView({ form, draft, service }: DraftProps) {
  const { result } = form;
  const isPreviewed = result.state === 'done' && result.isCurrent;
  const publish = () => {
    const { fingerprint } = draft;
    void service.change('POST', '/settings/policy/publish', { fingerprint });
  };
  return (
    <Flex direction="column" gap="small">
      <Heading>{draft.title}</Heading>
      <Text>{draft.text}</Text>
      <GridTable grid={draft.changes} />
      <Flex gap="small" wrap="wrap">
        <Button
          variant={isPreviewed ? 'secondary' : 'primary'}
          disabled={result.state === 'running'}
          onClick={() => void service.change('POST', '/settings/policy/preview', {})}
        >
          {form.preview}
        </Button>
        {isPreviewed && (
          <ConfirmButton
            id="confirm-policy"
            label={form.publish}
            variant="primary"
            words={form.confirm}
            text={result.confirm}
            onYes={publish}
          />
        )}
        <Button
          variant="transparent"
          onClick={() => void service.change('DELETE', '/settings/policy/draft', {})}
        >
          {form.discard}
        </Button>
      </Flex>
    </Flex>
  );
}

function PreviewView({ result }: { result: PreviewResult }) {
  switch (result.state) {
    case 'none':
      return null;
    case 'running':
      return <LoadingSpinner label={result.text} showLabel />;
    case 'failed':
      return <Alert variant="error" title={result.text} />;
    case 'done':
      return (
        <Flex direction="column" gap="small">
          <Heading>{result.title}</Heading>
          <Text format={{ fontWeight: 'demibold' }}>{result.summary}</Text>
          <Text>{result.writes}</Text>
          {result.sample && <Text variant="microcopy">{result.sample}</Text>}
          <GridTable grid={result.backtest} />
          {result.charts.map((chart) => (
            <BeforeAfterChart key={chart.title} chart={chart} />
          ))}
          <GridTable grid={result.shifts} />
          <GridTable grid={result.moves} />
        </Flex>
      );
  }
}

function BeforeAfterChart({ chart: { title, axes, points } }: { chart: BeforeAfter }) {
  return (
    <BarChart
      data={points}
      axes={{
        x: { field: 'group', fieldType: 'category', label: axes.group },
        y: { field: 'accounts', fieldType: 'linear', label: axes.accounts },
        options: { groupFieldByColor: 'when' },
      }}
      options={{ title, showLegend: true, showTooltips: true }}
    />
  );
}

/** Who changed what when; any version can come back. */
function HistoryView({ form, service }: Props) {
  const { history } = form;
  const [file, setFile] = useState('');
  const show = async (version: number) => {
    const { isDone, body } = await service.read(`/settings/policy/export?version=${version}`);
    if (isDone) setFile(JSON.stringify(body, null, 2));
  };
  return (
    <Flex direction="column" gap="small">
      <Heading>{history.title}</Heading>
      {history.versions.map((version) => (
        <Accordion key={version.version} title={version.title}>
          <Flex direction="column" gap="xs">
            {version.text !== '' && <Text>{version.text}</Text>}
            {version.changes.length > 0 && (
              <List>
                {version.changes.map((change) => (
                  <Text key={change}>{change}</Text>
                ))}
              </List>
            )}
            <Flex gap="small" wrap="wrap">
              {version.canRollBack && (
                <ConfirmButton
                  id={`confirm-version-${version.version}`}
                  label={history.rollBack}
                  variant="secondary"
                  words={history.confirm}
                  text={history.confirm.text}
                  onYes={() =>
                    void service.change('POST', '/settings/policy/rollback', {
                      version: version.version,
                    })
                  }
                />
              )}
              <Button size="sm" variant="transparent" onClick={() => void show(version.version)}>
                {history.export}
              </Button>
            </Flex>
          </Flex>
        </Accordion>
      ))}
      <TextArea name="file" label={history.importLabel} value={file} rows={6} onChange={setFile} />
      <Flex>
        <Button
          disabled={file === ''}
          onClick={() => void service.change('PUT', '/settings/policy/draft', { file })}
        >
          {history.import}
        </Button>
      </Flex>
    </Flex>
  );
}
