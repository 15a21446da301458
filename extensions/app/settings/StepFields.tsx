import {
  AutoGrid,
  Flex,
  Input,
  MultiSelect,
  Select,
  Text,
  TextArea,
  Toggle,
} from '@hubspot/ui-extensions';
import type { Step, StrategyEditor, Texts, Timing, TimingKind } from './strategy-contract.ts';
import { fill } from './words.ts';

const locales = ['en', 'zh-CN', 'zh-TW'] as const;

type TextsProps = {
  name: string;
  label: string;
  languages: Texts;
  value: Texts;
  onChange: (texts: Texts) => void;
};

/** One text in every language. */
export function TextsFields({ name, label, languages, value, onChange }: TextsProps) {
  return (
    <AutoGrid columnWidth={260} gap="small">
      {locales.map((locale) => (
        <TextArea
          key={locale}
          name={`${name}.${locale}`}
          label={fill(languages[locale], { label })}
          rows={2}
          value={value[locale]}
          onChange={(text) => onChange({ ...value, [locale]: text })}
        />
      ))}
    </AutoGrid>
  );
}

type StepProps = { step: Step; editor: StrategyEditor; onChange: (step: Step) => void };

const noText: Texts = { en: '', 'zh-CN': '', 'zh-TW': '' };

export function StepFields({ step, editor, onChange }: StepProps) {
  const { labels } = editor;
  const { key } = step;
  const resources = (difference: Partial<Step['resources']>) =>
    onChange({ ...step, resources: { ...step.resources, ...difference } });
  return (
    <Flex direction="column" gap="small">
      <TextsFields
        name={`${key}.content`}
        label={labels.content}
        languages={labels.languages}
        value={step.content}
        onChange={(content) => onChange({ ...step, content })}
      />
      <AutoGrid columnWidth={260} gap="small">
        <Select
          name={`${key}.mode`}
          label={labels.mode}
          value={step.mode}
          options={editor.modes}
          onChange={(mode) => onChange({ ...step, mode: String(mode ?? '') })}
        />
        <Select
          name={`${key}.role`}
          label={labels.role}
          value={step.role ?? ''}
          options={[{ value: '', label: labels.nobody }, ...editor.roles]}
          onChange={(role) => onChange({ ...step, role: role ? String(role) : null })}
        />
        <Select
          name={`${key}.resourceState`}
          label={labels.resourceState}
          value={step.resources.state}
          options={editor.resourceStates}
          onChange={(state) => resources({ state: String(state ?? 'none') })}
        />
      </AutoGrid>
      <TimingFields
        name={key}
        timing={step.timing}
        editor={editor}
        onChange={(timing) => onChange({ ...step, timing })}
      />
      {step.resources.state !== 'none' && (
        <TextsFields
          name={`${key}.resources`}
          label={labels.stepResources}
          languages={labels.languages}
          value={step.resources.text ?? noText}
          onChange={(text) => resources({ text })}
        />
      )}
      <Toggle
        label={labels.approval}
        size="sm"
        checked={step.needsApproval}
        onChange={(needsApproval) => onChange({ ...step, needsApproval })}
      />
      <ChecklistFields
        step={step}
        editor={editor}
        onChange={(checklist) => onChange({ ...step, checklist })}
      />
    </Flex>
  );
}

type ChecklistProps = {
  step: Step;
  editor: StrategyEditor;
  onChange: (checklist: Texts[]) => void;
};

/** A line each; a line that another language lacks is missing there. */
function ChecklistFields({ step, editor, onChange }: ChecklistProps) {
  const { labels } = editor;
  const linesOf = (locale: keyof Texts) => step.checklist.map((line) => line[locale]);
  const replace = (locale: keyof Texts, text: string) => {
    const lines = text === '' ? [] : text.split('\n');
    const count = Math.max(lines.length, ...others(locale).map((list) => list.length));
    const next = Array.from({ length: count }, (_, index) => ({
      ...(step.checklist[index] ?? noText),
      [locale]: lines[index] ?? '',
    }));
    onChange(next);
  };
  const others = (locale: keyof Texts) =>
    locales.filter((each) => each !== locale).map((each) => withoutEmptyEnd(linesOf(each)));
  return (
    <Flex direction="column" gap="xs">
      <AutoGrid columnWidth={260} gap="small">
        {locales.map((locale) => (
          <TextArea
            key={locale}
            name={`${step.key}.checklist.${locale}`}
            label={fill(labels.languages[locale], { label: labels.checklist })}
            rows={3}
            value={withoutEmptyEnd(linesOf(locale)).join('\n')}
            onChange={(text) => replace(locale, text)}
          />
        ))}
      </AutoGrid>
      <Text variant="microcopy">{labels.checklistHint}</Text>
    </Flex>
  );
}

function withoutEmptyEnd(lines: readonly string[]): string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

type TimingProps = {
  name: string;
  timing: Timing | null;
  editor: StrategyEditor;
  onChange: (timing: Timing | null) => void;
};

/** When a step is due: its kind, and the parts of that kind. */
function TimingFields({ name, timing, editor, onChange }: TimingProps) {
  const { labels, timings } = editor;
  const kind = timings.find(({ value }) => value === timing?.kind);
  return (
    <AutoGrid columnWidth={260} gap="small">
      <Select
        name={`${name}.when`}
        label={labels.when}
        value={timing?.kind ?? ''}
        options={[{ value: '', label: labels.noDate }, ...timings]}
        onChange={(next) => onChange(timings.find(({ value }) => value === next)?.start ?? null)}
      />
      {timing &&
        kind?.parts.map((part) => (
          <TimingPart
            key={part.name}
            name={`${name}.${part.name}`}
            part={part}
            value={timing[part.name]}
            onChange={(value) => onChange({ ...timing, [part.name]: value })}
          />
        ))}
    </AutoGrid>
  );
}

type PartProps = {
  name: string;
  part: TimingKind['parts'][number];
  value: Timing[string] | undefined;
  onChange: (value: string | number | number[]) => void;
};

function TimingPart({ name, part, value, onChange }: PartProps) {
  switch (part.kind) {
    case 'number':
      return (
        <Input
          name={name}
          label={part.label}
          value={String(value ?? '')}
          onChange={(text) => onChange(/^-?\d+$/.test(text) ? Number(text) : text)}
        />
      );
    case 'choice':
      return (
        <Select
          name={name}
          label={part.label}
          value={String(value ?? '')}
          options={part.options}
          onChange={(next) => onChange(String(next ?? ''))}
        />
      );
    case 'months':
      return (
        <MultiSelect
          name={name}
          label={part.label}
          value={Array.isArray(value) ? value.map(String) : []}
          options={part.options}
          onChange={(next) => onChange(next.map(Number).sort((one, other) => one - other))}
        />
      );
  }
}
