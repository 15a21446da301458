import {
  Alert,
  Button,
  Flex,
  Input,
  LoadingSpinner,
  MultiSelect,
  Select,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import { useCallback, useEffect, useState } from 'react';
import type { ChannelForm } from './contract.ts';
import { ConfirmButton, ToneTag } from './Parts.tsx';
import type { Service } from './use-settings.ts';
import type { SettingsWords } from './words.ts';

const path = '/settings/channels';

type Props = { service: Service; words: SettingsWords };
type Answer = { kind: 'loading' } | { kind: 'failed' } | { kind: 'answered'; form: ChannelForm };

/** The chats that are told what happens; read when the tab is opened, not with everything else. */
export function NotificationsTab({ service, words }: Props) {
  const { read, change } = service;
  const [answer, setAnswer] = useState<Answer>({ kind: 'loading' });

  const load = useCallback(async () => {
    const { isDone, body } = await read(path);
    setAnswer(isDone ? { kind: 'answered', form: body as ChannelForm } : { kind: 'failed' });
  }, [read]);
  useEffect(() => void load(), [load]);

  const act: Act = async (method, where, body, message) => {
    const { isDone } = await change(method, `${path}${where}`, body, message);
    await load();
    return isDone;
  };

  if (answer.kind === 'loading') return <LoadingSpinner label={words.loading} showLabel />;
  if (answer.kind === 'failed') {
    return (
      <Alert variant="danger" title={words.failed_title}>
        <Button onClick={() => void load()}>{words.retry}</Button>
      </Alert>
    );
  }
  return <ChannelsView form={answer.form} act={act} />;
}

type Act = (
  method: 'POST' | 'PUT',
  where: string,
  body: Record<string, unknown>,
  message?: string,
) => Promise<boolean>;

function ChannelsView({ form, act }: { form: ChannelForm; act: Act }) {
  return (
    <Flex direction="column" gap="medium">
      <Text format={{ fontWeight: 'demibold' }}>{form.title}</Text>
      <Text>{form.text}</Text>
      {form.channels.length === 0 && <Text variant="microcopy">{form.empty}</Text>}
      {form.channels.map((channel) => (
        <ChannelView key={channel.id} channel={channel} form={form} act={act} />
      ))}
      <AddChannel form={form} act={act} />
    </Flex>
  );
}

type ChannelProps = { channel: ChannelForm['channels'][number]; form: ChannelForm; act: Act };

function ChannelView({ channel, form, act }: ChannelProps) {
  const { id, name, kind, standing } = channel;
  return (
    <Tile>
      <Flex direction="column" gap="sm">
        <Flex gap="sm" align="center" wrap="wrap">
          <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
          <Text>{kind}</Text>
          <ToneTag label={standing.label} />
        </Flex>
        {standing.reason !== '' && <Text variant="microcopy">{standing.reason}</Text>}
        <MultiSelect
          name={`topics-${id}`}
          label={form.topics.label}
          value={channel.topics}
          options={form.topics.options}
          onChange={(topics) => void act('PUT', '/topics', { id, topics })}
        />
        <Flex gap="sm" wrap="wrap">
          <Button onClick={() => void act('POST', '/test', { id }, form.test.done)}>
            {form.test.button}
          </Button>
          {standing.hasDead && (
            <Button onClick={() => void act('POST', '/retry', { id })}>{form.retry}</Button>
          )}
          <ConfirmButton
            id={`remove-${id}`}
            label={form.remove.button}
            variant="destructive"
            words={form.remove.confirm}
            text={form.remove.text}
            onYes={() => void act('POST', '/remove', { id })}
          />
        </Flex>
      </Flex>
    </Tile>
  );
}

const nothing = { kind: 'slack', name: '', address: '', secret: '' };

function AddChannel({ form, act }: { form: ChannelForm; act: Act }) {
  const { add, topics } = form;
  const [entered, setEntered] = useState(nothing);
  const [chosen, setChosen] = useState<(string | number | boolean)[]>(
    topics.options.map(({ value }) => value),
  );
  const enter = (part: Partial<typeof nothing>) => setEntered((before) => ({ ...before, ...part }));
  const isSigned = entered.kind === 'dingtalk';
  const kind = add.kind.options.find(({ value }) => value === entered.kind);
  const send = async () => {
    const { secret, ...rest } = entered;
    const body = { ...rest, secret: isSigned && secret !== '' ? secret : null, topics: chosen };
    if (await act('POST', '', body, add.done)) setEntered(nothing);
  };
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{add.title}</Text>
      <Select
        name="channel-kind"
        label={add.kind.label}
        value={entered.kind}
        options={add.kind.options.map(({ value, label }) => ({ value, label }))}
        onChange={(value) => enter({ kind: String(value) })}
      />
      <Input
        name="channel-name"
        label={add.name}
        value={entered.name}
        onInput={(name) => enter({ name })}
      />
      <Input
        name="channel-address"
        label={add.address.label}
        description={add.address.hint}
        placeholder={kind?.hint ?? ''}
        value={entered.address}
        onInput={(address) => enter({ address })}
      />
      {isSigned && (
        <Input
          name="channel-secret"
          type="password"
          label={add.secret.label}
          description={add.secret.hint}
          value={entered.secret}
          onInput={(secret) => enter({ secret })}
        />
      )}
      <MultiSelect
        name="channel-topics"
        label={topics.label}
        value={chosen}
        options={topics.options}
        onChange={setChosen}
      />
      <Flex>
        <Button
          variant="secondary"
          disabled={entered.name.trim() === '' || entered.address.trim() === ''}
          onClick={() => void send()}
        >
          {add.button}
        </Button>
      </Flex>
    </Flex>
  );
}
