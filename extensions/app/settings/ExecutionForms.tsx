import {
  Accordion,
  Alert,
  AutoGrid,
  Button,
  DateInput,
  Flex,
  Input,
  MultiSelect,
  Select,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ExecutionForm, NumberField, RoleSource } from './strategy-contract.ts';
import type { Service } from './use-settings.ts';

type Props = { form: ExecutionForm; service: Service };

/** How strategies become tasks: how many, on which days, for whom. */
export function ExecutionForms({ form, service }: Props) {
  return (
    <Flex direction="column" gap="xs">
      {form.notice && (
        <Alert variant={form.notice.tone} title={form.notice.title}>
          {form.notice.text}
        </Alert>
      )}
      <Accordion title={form.roles.title}>
        <RolesView form={form} service={service} />
      </Accordion>
      <Accordion title={form.limits.title}>
        <LimitsView form={form} service={service} />
      </Accordion>
      <Accordion title={form.calendar.title}>
        <CalendarView form={form} service={service} />
      </Accordion>
      <Accordion title={form.hours.title}>
        <HoursView form={form} service={service} />
      </Accordion>
      <Accordion title={form.events.title}>
        <EventsView form={form} service={service} />
      </Accordion>
    </Flex>
  );
}

function save({ form, service }: Props, body: Record<string, unknown>): void {
  void service.change('PUT', '/settings/execution', body, form.saved);
}

function LimitsView({ form, service }: Props) {
  const { limits, cooldown, tasks } = form;
  const fields = [...limits.fields, cooldown, tasks.dueHour];
  const [numbers, setNumbers] = useState<Record<string, string>>(
    Object.fromEntries(fields.map(({ name, value }) => [name, String(value)])),
  );
  const [withdrawMode, setWithdrawMode] = useState(tasks.withdrawMode.value);
  const numberOf = ({ name }: NumberField) => Number(numbers[name] || Number.NaN);
  const saveAll = () =>
    save(
      { form, service },
      {
        limits: Object.fromEntries(limits.fields.map((field) => [field.name, numberOf(field)])),
        cooldownDays: numberOf(cooldown),
        dueHour: numberOf(tasks.dueHour),
        withdrawMode,
      },
    );
  return (
    <Flex direction="column" gap="small">
      <AutoGrid columnWidth={260} gap="small">
        {fields.map(({ name, label, hint }) => (
          <Input
            key={name}
            name={name}
            label={label}
            description={hint}
            value={numbers[name] ?? ''}
            onChange={(value) => setNumbers((before) => ({ ...before, [name]: value }))}
          />
        ))}
        <Select
          name="withdrawMode"
          label={tasks.withdrawMode.label}
          value={withdrawMode}
          options={tasks.withdrawMode.options}
          onChange={(value) => setWithdrawMode(String(value ?? ''))}
        />
      </AutoGrid>
      <Flex>
        <Button onClick={saveAll}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}

const linesOf = (text: string) => text.split(/[\s,，、]+/).filter((line) => line !== '');

function CalendarView({ form, service }: Props) {
  const { calendar } = form;
  const [name, setName] = useState(calendar.value);
  const [off, setOff] = useState(calendar.off.value);
  const [worked, setWorked] = useState(calendar.worked.value);
  const saveAll = () => {
    const edits = { off: linesOf(off), worked: linesOf(worked) };
    save({ form, service }, { calendar: { name, edits } });
  };
  return (
    <Flex direction="column" gap="small">
      <Select
        name="calendar"
        label={calendar.label}
        value={name}
        options={calendar.options}
        onChange={(value) => setName(String(value ?? ''))}
      />
      <AutoGrid columnWidth={260} gap="small">
        <TextArea
          name="daysOff"
          label={calendar.off.label}
          description={calendar.off.hint}
          value={off}
          onChange={setOff}
        />
        <TextArea
          name="daysWorked"
          label={calendar.worked.label}
          description={calendar.worked.hint}
          value={worked}
          onChange={setWorked}
        />
      </AutoGrid>
      <Flex>
        <Button onClick={saveAll}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}

function HoursView({ form, service }: Props) {
  const { hours } = form;
  const [from, setFrom] = useState(String(hours.from.value));
  const [to, setTo] = useState(String(hours.to.value));
  const numberOf = (text: string) => Number(text || Number.NaN);
  const saveAll = () =>
    save({ form, service }, { workingHours: { from: numberOf(from), to: numberOf(to) } });
  return (
    <Flex direction="column" gap="small">
      <Text variant="microcopy">{hours.hint}</Text>
      <AutoGrid columnWidth={260} gap="small">
        <Input name={hours.from.name} label={hours.from.label} value={from} onChange={setFrom} />
        <Input name={hours.to.name} label={hours.to.label} value={to} onChange={setTo} />
      </AutoGrid>
      <Flex>
        <Button onClick={saveAll}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}

type DateParts = { year: number; month: number; date: number };

/** `2026-11-21`; HubSpot counts months from 0. */
function isoDay({ year, month, date }: DateParts): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}

function partsOf(day: string): DateParts {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month: month - 1, date };
}

function EventsView({ form, service }: Props) {
  const { events } = form;
  const [kind, setKind] = useState(events.kind.options[0]?.value ?? '');
  const [on, setOn] = useState<string | null>(null);
  const known = events.list.map(({ id, kind: of, on: day }) => ({ id, kind: of, on: day }));
  const add = () => {
    if (on === null) return;
    // The id stays with the event, so that its tasks are found again; the clock tells two apart.
    const id = `event-${Date.now().toString(36)}`;
    save({ form, service }, { events: [...known, { id, kind, on }] });
    setOn(null);
  };
  const remove = (id: string) =>
    save({ form, service }, { events: known.filter((event) => event.id !== id) });
  return (
    <Flex direction="column" gap="small">
      <Text variant="microcopy">{events.hint}</Text>
      {events.list.length === 0 && <Text>{events.empty}</Text>}
      {events.list.map(({ id, label }) => (
        <Flex key={id} gap="small" align="center">
          <Text>{label}</Text>
          <Button size="xs" variant="transparent" onClick={() => remove(id)}>
            {events.remove}
          </Button>
        </Flex>
      ))}
      <Flex gap="small" align="end" wrap="wrap">
        <Select
          name="eventKind"
          label={events.kind.label}
          value={kind}
          options={events.kind.options}
          onChange={(value) => setKind(String(value ?? ''))}
        />
        <DateInput
          name="eventOn"
          label={events.on.label}
          format="YYYY-MM-DD"
          {...(on !== null && { value: partsOf(on) })}
          onChange={(day) => setOn(day ? isoDay(day) : null)}
        />
        <Button disabled={on === null} onClick={add}>
          {events.add}
        </Button>
      </Flex>
    </Flex>
  );
}

/** `team:17`; the values of the choices. */
function choiceOf(source: RoleSource): string {
  switch (source.kind) {
    case 'property':
      return `property:${source.property}`;
    case 'team':
      return `team:${source.teamId}`;
    case 'owner':
      return `owner:${source.ownerId}`;
  }
}

function sourceOf(value: string): RoleSource {
  const [kind = '', id = ''] = value.split(':');
  if (kind === 'team') return { kind, teamId: id };
  return kind === 'owner' ? { kind, ownerId: id } : { kind: 'property', property: id };
}

function RolesView({ form, service }: Props) {
  const { roles } = form;
  const [chains, setChains] = useState<Record<string, string[]>>(
    Object.fromEntries(roles.roles.map(({ role, chain }) => [role, chain.map(choiceOf)])),
  );
  const [fallback, setFallback] = useState(roles.fallback.value);
  const [escalation, setEscalation] = useState(roles.escalation.value);
  const saveAll = () => {
    const named = Object.entries(chains).filter(([, chain]) => chain.length > 0);
    const sent = named.map(([role, chain]) => [role, chain.map(sourceOf)]);
    save(
      { form, service },
      {
        roles: { chains: Object.fromEntries(sent), fallbackOwnerId: fallback },
        escalationOwnerId: escalation === '' ? null : escalation,
      },
    );
  };
  return (
    <Flex direction="column" gap="small">
      <AutoGrid columnWidth={260} gap="small">
        <Select
          name="fallback"
          label={roles.fallback.label}
          description={roles.fallback.hint}
          value={fallback}
          options={roles.fallback.options}
          onChange={(value) => setFallback(String(value ?? ''))}
        />
        <Select
          name="escalation"
          label={roles.escalation.label}
          description={roles.escalation.hint}
          value={escalation}
          options={roles.escalation.options}
          onChange={(value) => setEscalation(String(value ?? ''))}
        />
      </AutoGrid>
      <Text variant="microcopy">{roles.hint}</Text>
      <AutoGrid columnWidth={260} gap="small">
        {roles.roles.map(({ role, label }) => (
          <MultiSelect
            key={role}
            name={`chain-${role}`}
            label={label}
            value={chains[role] ?? []}
            options={roles.sources}
            onChange={(value) => setChains((before) => ({ ...before, [role]: value.map(String) }))}
          />
        ))}
      </AutoGrid>
      <Flex>
        <Button onClick={saveAll}>{form.save}</Button>
      </Flex>
    </Flex>
  );
}
