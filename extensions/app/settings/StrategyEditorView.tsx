import {
  Accordion,
  Alert,
  Button,
  Flex,
  Heading,
  Input,
  List,
  LoadingSpinner,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import { useCallback, useEffect, useState } from 'react';
import { ConfirmButton, GridTable } from './Parts.tsx';
import { StepFields, TextsFields } from './StepFields.tsx';
import type { Step, StrategyContent, StrategyEditor, Texts } from './strategy-contract.ts';
import type { Service } from './use-settings.ts';
import type { SettingsWords } from './words.ts';

type Props = { code: string; service: Service; words: SettingsWords; onBack: () => void };
type Answer =
  | { kind: 'loading' }
  | { kind: 'failed' }
  | { kind: 'answered'; editor: StrategyEditor; turn: number };

/** One strategy: its draft, what stands against it, and its versions. */
export function StrategyEditorView({ code, service, words, onBack }: Props) {
  const { read, change } = service;
  const [answer, setAnswer] = useState<Answer>({ kind: 'loading' });
  const load = useCallback(async () => {
    const { isDone, body } = await read(`/settings/strategies/${code}`);
    setAnswer((before) => {
      if (!isDone) return { kind: 'failed' };
      const turn = before.kind === 'answered' ? before.turn + 1 : 0;
      return { kind: 'answered', editor: body as StrategyEditor, turn };
    });
  }, [read, code]);
  useEffect(() => void load(), [load]);

  /** What was refused leaves what is typed as it is. */
  const act: Act = async (method, where, body) => {
    const { isDone } = await change(method, `/settings/strategies/${code}${where}`, body);
    if (isDone) await load();
  };

  if (answer.kind === 'loading') return <LoadingSpinner label={words.loading} showLabel />;
  if (answer.kind === 'failed') {
    return (
      <Alert variant="danger" title={words.failed_title}>
        <Button onClick={() => void load()}>{words.retry}</Button>
      </Alert>
    );
  }
  const { editor, turn } = answer;
  return (
    <Flex direction="column" gap="medium">
      <Flex gap="small" align="center">
        <Button size="sm" onClick={onBack}>
          {editor.labels.back}
        </Button>
        <Heading>{editor.title}</Heading>
      </Flex>
      {editor.draft && <DraftView editor={editor} draft={editor.draft} act={act} />}
      {/* What was saved, published or taken from a file is edited anew. */}
      <ContentForm key={turn} editor={editor} act={act} />
      <HistoryView editor={editor} act={act} service={service} />
    </Flex>
  );
}

type Act = (
  method: 'POST' | 'PUT' | 'DELETE',
  where: string,
  body: Record<string, unknown>,
) => Promise<void>;
type EditorProps = { editor: StrategyEditor; act: Act };

function DraftView({
  editor,
  draft,
  act,
}: EditorProps & { draft: NonNullable<StrategyEditor['draft']> }) {
  const { labels, problems, publish } = editor;
  const general = problems.filter(({ step }) => step === null);
  const ofSteps = problems.filter(({ step }) => step !== null);
  return (
    <Flex direction="column" gap="small">
      <Text>{draft.text}</Text>
      {problems.length > 0 && (
        <Alert variant="warning" title={labels.problems}>
          <List>
            {[...general, ...ofSteps].map(({ named }) => (
              <Text key={named}>{named}</Text>
            ))}
          </List>
        </Alert>
      )}
      <GridTable grid={draft.changes} />
      <Flex gap="small">
        <ConfirmButton
          id="confirm-strategy"
          label={publish.label}
          variant="primary"
          words={publish}
          text={publish.text}
          disabled={problems.length > 0}
          onYes={() => void act('POST', '/publish', { fingerprint: draft.fingerprint })}
        />
        <Button variant="transparent" onClick={() => void act('DELETE', '/draft', {})}>
          {labels.discard}
        </Button>
      </Flex>
    </Flex>
  );
}

const wholes = ['name', 'principle'] as const;
const attributes = ['touchpoints', 'response', 'resources', 'personalisation'] as const;

function ContentForm({ editor, act }: EditorProps) {
  const { labels } = editor;
  const [content, setContent] = useState(editor.content);
  const [note, setNote] = useState(editor.note.value);
  const setSteps = (steps: Step[]) => setContent((before) => ({ ...before, steps }));
  return (
    <Flex direction="column" gap="small">
      <Accordion title={labels.about}>
        <Flex direction="column" gap="small">
          {wholes.map((part) => (
            <TextsFields
              key={part}
              name={part}
              label={labels[part]}
              languages={labels.languages}
              value={content[part]}
              onChange={(texts) => setContent((before) => ({ ...before, [part]: texts }))}
            />
          ))}
          {attributes.map((part) => (
            <TextsFields
              key={part}
              name={part}
              label={labels[part]}
              languages={labels.languages}
              value={content.attributes[part]}
              onChange={(texts) => setContent((before) => withAttribute(before, part, texts))}
            />
          ))}
        </Flex>
      </Accordion>
      <Text format={{ fontWeight: 'demibold' }}>{labels.steps}</Text>
      <StepList editor={editor} steps={content.steps} onChange={setSteps} />
      <Input name="strategyNote" label={editor.note.label} value={note} onChange={setNote} />
      <Flex>
        <Button
          variant={editor.draft ? 'secondary' : 'primary'}
          onClick={() => void act('PUT', '/draft', { strategy: content, note })}
        >
          {labels.save}
        </Button>
      </Flex>
    </Flex>
  );
}

function withAttribute(
  before: StrategyContent,
  part: (typeof attributes)[number],
  texts: Texts,
): StrategyContent {
  return { ...before, attributes: { ...before.attributes, [part]: texts } };
}

type StepsProps = { editor: StrategyEditor; steps: Step[]; onChange: (steps: Step[]) => void };

function StepList({ editor, steps, onChange }: StepsProps) {
  const { labels, locale, problems } = editor;
  const replace = (index: number, ...by: Step[]) => onChange(steps.toSpliced(index, 1, ...by));
  const moveUp = (index: number) => {
    const moved = steps.slice(index, index + 1);
    onChange(steps.toSpliced(index, 1).toSpliced(index - 1, 0, ...moved));
  };
  return (
    <Flex direction="column" gap="xs">
      {steps.map((step, index) => (
        <Accordion
          key={step.key}
          title={`${index + 1}. ${step.content[locale] || labels.newStep}`}
          defaultOpen={problems.some((problem) => problem.step === step.key)}
        >
          <Flex direction="column" gap="small">
            {problems
              .filter((problem) => problem.step === step.key)
              .map(({ text }) => (
                <Alert key={text} variant="warning" title={text} />
              ))}
            <StepFields step={step} editor={editor} onChange={(next) => replace(index, next)} />
            <Flex gap="small">
              <Button size="xs" disabled={index === 0} onClick={() => moveUp(index)}>
                {labels.up}
              </Button>
              <Button size="xs" variant="transparent" onClick={() => replace(index)}>
                {labels.removeStep}
              </Button>
            </Flex>
          </Flex>
        </Accordion>
      ))}
      <Flex>
        <Button size="sm" onClick={() => onChange([...steps, newStep(editor.code, steps)])}>
          {labels.addStep}
        </Button>
      </Flex>
    </Flex>
  );
}

const noText: Texts = { en: '', 'zh-CN': '', 'zh-TW': '' };

/** Its key is the next free one: what a step is called may change, its key never does. */
function newStep(code: string, steps: readonly Step[]): Step {
  const taken = new Set(steps.map(({ key }) => key));
  let number = steps.length + 1;
  while (taken.has(`${code}.step_${number}`)) number += 1;
  return {
    key: `${code}.step_${number}`,
    content: noText,
    mode: 'task',
    role: null,
    timing: null,
    resources: { text: null, state: 'none' },
    needsApproval: false,
    checklist: [],
  };
}

/** Who changed what when; any version can come back. */
function HistoryView({ editor, act, service }: EditorProps & { service: Service }) {
  const { history, code } = editor;
  const [file, setFile] = useState('');
  const show = async (version: number) => {
    const where = `/settings/strategies/${code}/export?version=${version}`;
    const { isDone, body } = await service.read(where);
    if (isDone) setFile(JSON.stringify(body, null, 2));
  };
  return (
    <Flex direction="column" gap="small">
      <Heading>{history.title}</Heading>
      {history.versions.map(({ version, title, text, changes, canRollBack }) => (
        <Accordion key={version} title={title}>
          <Flex direction="column" gap="xs">
            {text !== '' && <Text>{text}</Text>}
            {changes.length > 0 && (
              <List>
                {changes.map((change) => (
                  <Text key={change}>{change}</Text>
                ))}
              </List>
            )}
            <Flex gap="small" wrap="wrap">
              {canRollBack && (
                <ConfirmButton
                  id={`confirm-strategy-${version}`}
                  label={history.rollBack.label}
                  variant="secondary"
                  words={history.rollBack}
                  text={history.rollBack.text}
                  onYes={() => void act('POST', '/rollback', { version })}
                />
              )}
              <Button size="sm" variant="transparent" onClick={() => void show(version)}>
                {history.export}
              </Button>
            </Flex>
          </Flex>
        </Accordion>
      ))}
      <TextArea
        name="strategyFile"
        label={history.importLabel}
        value={file}
        rows={6}
        onChange={setFile}
      />
      <Flex>
        <Button disabled={file === ''} onClick={() => void act('PUT', '/draft', { file })}>
          {history.import}
        </Button>
      </Flex>
    </Flex>
  );
}
