import {
  Alert,
  Button,
  Flex,
  List,
  LoadingSpinner,
  Modal,
  ModalBody,
  ModalFooter,
  Text,
  useExtensionActions,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import { GridTable } from './Parts.tsx';
import type { StrategiesTab, StrategyRow, TaskPreviewAnswer } from './strategy-contract.ts';
import type { Service } from './use-settings.ts';

const askAgainMs = 1_000;

type Shown = TaskPreviewAnswer | null;

/** Asks for the tasks that strategies would bring, again and again while they are counted. */
async function countTasks(
  { read }: Service,
  codes: readonly string[],
  failed: string,
): Promise<TaskPreviewAnswer> {
  for (;;) {
    const { isDone, body } = await read(`/settings/strategies/preview?codes=${codes.join(',')}`);
    if (!isDone) return { state: 'failed', text: failed };
    const answer = body as TaskPreviewAnswer;
    if (answer.state !== 'running') return answer;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

function PreviewView({ shown, counting }: { shown: Shown; counting: string }) {
  if (shown === null || shown.state === 'running') {
    return <LoadingSpinner label={counting} showLabel />;
  }
  if (shown.state === 'failed') return <Alert variant="danger" title={shown.text} />;
  return (
    <Flex direction="column" gap="small">
      <Text>{shown.summary}</Text>
      <GridTable grid={shown.owners} />
    </Flex>
  );
}

type TabProps = { form: StrategiesTab; service: Service };

/** The tasks per owner that come of what is switched on. */
export function TaskPreview({ form, service }: TabProps) {
  const [shown, setShown] = useState<Shown | 'unasked'>('unasked');
  const ask = async () => {
    setShown(null);
    setShown(await countTasks(service, [], form.preview.failed));
  };
  return (
    <Flex direction="column" gap="small">
      <Flex>
        <Button onClick={() => void ask()}>{form.preview.label}</Button>
      </Flex>
      {shown !== 'unasked' && <PreviewView shown={shown} counting={form.preview.running} />}
    </Flex>
  );
}

/** Says what stands against it, or how many tasks it brings, before a strategy is switched on. */
export function SwitchOnButton({ row, form, service }: TabProps & { row: StrategyRow }) {
  const { closeOverlay } = useExtensionActions<'settings'>();
  const [shown, setShown] = useState<Shown>(null);
  const { code, obstacles } = row;
  const { switchOn } = form;
  const id = `switch-on-${code}`;
  const isFree = obstacles.length === 0;
  const ask = async () => {
    if (!isFree) return;
    setShown(null);
    setShown(await countTasks(service, [code], form.preview.failed));
  };
  const act = (path: string, body: Record<string, unknown>) => {
    closeOverlay(id);
    void service.change('POST', `/settings/strategies/${path}`, body);
  };
  return (
    <Button
      size="xs"
      onClick={() => void ask()}
      overlay={
        <Modal id={id} title={switchOn.title}>
          <ModalBody>
            <Flex direction="column" gap="small">
              <Text format={{ fontWeight: 'demibold' }}>{row.name}</Text>
              {isFree ? (
                <PreviewView shown={shown} counting={switchOn.counting} />
              ) : (
                <ObstacleList title={switchOn.refused} obstacles={obstacles} />
              )}
              {isFree && <Text>{switchOn.text}</Text>}
            </Flex>
          </ModalBody>
          <ModalFooter>
            {isFree && (
              <Button
                variant="primary"
                disabled={shown?.state !== 'done'}
                onClick={() => act('switch', { codes: [code], isOn: true })}
              >
                {switchOn.yes}
              </Button>
            )}
            {row.maySettle && (
              <Button onClick={() => act(`${code}/resources`, { as: 'confirmed' })}>
                {switchOn.settle.confirmed}
              </Button>
            )}
            {row.maySettle && (
              <Button onClick={() => act(`${code}/resources`, { as: 'waived' })}>
                {switchOn.settle.waived}
              </Button>
            )}
            <Button onClick={() => closeOverlay(id)}>{switchOn.no}</Button>
          </ModalFooter>
        </Modal>
      }
    >
      {switchOn.label}
    </Button>
  );
}

function ObstacleList({ title, obstacles }: { title: string; obstacles: readonly string[] }) {
  return (
    <Alert variant="warning" title={title}>
      <List>
        {obstacles.map((obstacle) => (
          <Text key={obstacle}>{obstacle}</Text>
        ))}
      </List>
    </Alert>
  );
}
