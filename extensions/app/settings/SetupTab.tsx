import {
  Accordion,
  Alert,
  Button,
  Flex,
  MultiSelect,
  Select,
  Text,
  Toggle,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import type {
  Mapping,
  MappingCheck,
  MappingField,
  PublishingForm,
  ReadySettings,
  Step,
  WriteSentence,
} from './contract.ts';
import { Choices, ConfirmButton, GridTable, ToneTag } from './Parts.tsx';
import { PopulationView } from './PopulationView.tsx';
import type { Service } from './use-settings.ts';

type Props = { settings: ReadySettings; service: Service };

/** The checklist: each step with its state, what was found and what it changes. */
export function SetupTab({ settings, service }: Props) {
  const { steps, currentStep, intro } = settings;
  return (
    <Flex direction="column" gap="medium">
      <Text>{intro}</Text>
      <PublishingBar form={settings.publishing} service={service} />
      {steps.map((step, position) => (
        <Accordion
          key={step.id === currentStep ? `${step.id} now` : step.id}
          title={`${position + 1}. ${step.title} · ${step.state.text}`}
          defaultOpen={step.id === currentStep}
        >
          <StepBody step={step} settings={settings} service={service} />
        </Accordion>
      ))}
    </Flex>
  );
}

function StepBody({ step, settings, service }: Props & { step: Step }) {
  const isCurrent = step.id === settings.currentStep;
  const endsByHand = step.id !== 'publish' && step.id !== 'pilot';
  return (
    <Flex direction="column" gap="small">
      <Flex gap="small" align="center" wrap="wrap">
        <ToneTag label={step.state} />
        <Text>{step.found}</Text>
      </Flex>
      <Text variant="microcopy">{step.changes}</Text>
      <StepForm step={step} settings={settings} service={service} />
      {isCurrent && endsByHand && (
        <Flex>
          <Button
            variant="primary"
            onClick={() => void service.change('POST', '/settings/steps', { step: step.id })}
          >
            {settings.stepDone}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function StepForm({ step, settings, service }: Props & { step: Step }) {
  const isCurrent = step.id === settings.currentStep;
  switch (step.id) {
    case 'connection':
      return <GridTable grid={settings.connection} />;
    case 'mapping':
      return <MappingView form={settings.mapping} service={service} />;
    case 'population':
      return <PopulationView form={settings.population} service={service} />;
    case 'diagnosis':
      return <GridTable grid={settings.diagnosis} />;
    case 'shadow':
      return <ShadowView form={settings.publishing} service={service} />;
    case 'pilot':
      return <PilotView form={settings.publishing} service={service} isCurrent={isCurrent} />;
    case 'publish':
      return <LiveView form={settings.publishing} service={service} isCurrent={isCurrent} />;
  }
}

type PublishingProps = { form: PublishingForm; service: Service };

/** What is written now, and the switch that stops it. */
function PublishingBar({ form, service }: PublishingProps) {
  return (
    <Alert title={form.modeLabel.text} variant={form.isPaused ? 'warning' : 'info'}>
      <Flex direction="column" gap="small">
        <Text>{form.text}</Text>
        <Toggle
          label={form.pauseLabel}
          size="sm"
          checked={form.isPaused}
          onChange={(isPaused) => void service.change('POST', '/settings/pause', { isPaused })}
        />
        <Text variant="microcopy">{form.pauseHint}</Text>
      </Flex>
    </Alert>
  );
}

function MappingView({ form, service }: { form: Mapping; service: Service }) {
  const [chosen, setChosen] = useState<Record<string, string>>(() =>
    Object.fromEntries(form.fields.map(({ name, value }) => [name, value])),
  );
  const [wonStages, setWonStages] = useState(form.wonStages.value);
  const [complaints, setComplaints] = useState(form.complaintCategories.value);
  const save = () => {
    const names = Object.entries(chosen).map(([name, value]) => [name, value || null]);
    const body = {
      ...Object.fromEntries(names),
      wonStages: wonStages.length > 0 ? wonStages : null,
      complaintCategories: complaints,
    };
    void service.change('PUT', '/settings/mapping', body, form.saved);
  };
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{form.title}</Text>
      <Choices name="wonStages" of={form.wonStages} value={wonStages} onChange={setWonStages} />
      <Choices
        name="complaintCategories"
        of={form.complaintCategories}
        value={complaints}
        onChange={setComplaints}
      />
      {form.fields.map((field) => (
        <FieldView
          key={field.name}
          field={field}
          value={chosen[field.name] ?? ''}
          check={form.check}
          service={service}
          onChange={(value) => setChosen((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <Flex>
        <Button onClick={save}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}

type FieldProps = {
  field: MappingField;
  value: string;
  check: string;
  service: Service;
  onChange: (value: string) => void;
};

/** A property to map, with its type, fill rate and samples once it is checked. */
function FieldView({ field, value, check, service, onChange }: FieldProps) {
  const [found, setFound] = useState<MappingCheck | null>(null);
  const ask = async (name: string) => {
    setFound(null);
    if (name === '') return;
    const path = `/settings/mapping/check?field=${field.name}&name=${encodeURIComponent(name)}`;
    const { isDone, body } = await service.read(path);
    if (isDone) setFound(body as MappingCheck);
  };
  return (
    <Flex direction="column" gap="xs">
      <Select
        name={field.name}
        label={field.label}
        description={field.hint}
        value={value}
        options={field.options}
        onChange={(next) => {
          onChange(String(next ?? ''));
          void ask(String(next ?? ''));
        }}
      />
      {found === null && value !== '' && (
        <Flex>
          <Button size="xs" variant="transparent" onClick={() => void ask(value)}>
            {check}
          </Button>
        </Flex>
      )}
      {found && (
        <Flex gap="small" align="center" wrap="wrap">
          <ToneTag label={found.verdict} />
          <Text variant="microcopy">{`${found.fill} ${found.samples}`}</Text>
        </Flex>
      )}
    </Flex>
  );
}

function ShadowView({ form, service }: PublishingProps) {
  if (form.mode === 'shadow') return <Text>{form.text}</Text>;
  const leave = () => void service.change('POST', '/settings/publishing', { mode: 'shadow' });
  return (
    <Flex>
      <Button onClick={leave}>{form.shadow}</Button>
    </Flex>
  );
}

type StageProps = PublishingProps & { isCurrent: boolean };

function PilotView({ form, service, isCurrent }: StageProps) {
  const [owners, setOwners] = useState(form.owners.value);
  const start = () =>
    void service.change('POST', '/settings/publishing', { mode: 'pilot', pilotOwners: owners });
  return (
    <Flex direction="column" gap="small">
      <MultiSelect
        name="pilotOwners"
        label={form.owners.label}
        value={owners}
        options={form.owners.options}
        onChange={(value) => setOwners(value.map(String))}
      />
      <Flex>
        <ConfirmButton
          id="confirm-pilot"
          label={form.pilot}
          variant={isCurrent ? 'primary' : 'secondary'}
          words={form.confirm}
          disabled={owners.length === 0}
          text={() => countOf(service, `mode=pilot&owners=${owners.join(',')}`)}
          onYes={start}
        />
      </Flex>
    </Flex>
  );
}

function LiveView({ form, service, isCurrent }: StageProps) {
  if (form.mode === 'live') return null;
  const publish = () => void service.change('POST', '/settings/publishing', { mode: 'live' });
  return (
    <Flex>
      <ConfirmButton
        id="confirm-live"
        label={form.live}
        variant={isCurrent ? 'primary' : 'secondary'}
        words={form.confirm}
        text={() => countOf(service, 'mode=live')}
        onYes={publish}
      />
    </Flex>
  );
}

async function countOf(service: Service, query: string): Promise<string> {
  const { isDone, body } = await service.read(`/settings/writes?${query}`);
  return isDone ? (body as WriteSentence).text : '–';
}
