import { Flex, Text, Tile } from '@hubspot/ui-extensions';
import type { SettingHistory } from './contract.ts';
import { ConfirmButton } from './Parts.tsx';
import type { Service } from './use-settings.ts';

type Props = { history: SettingHistory; service: Service };

/** Who changed which setting when; what still stands as it was changed can be put back. */
export function HistoryTab({ history, service }: Props) {
  const { changes, confirm, undo } = history;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{history.title}</Text>
      <Text>{history.intro}</Text>
      {changes.length === 0 && <Text variant="microcopy">{history.empty}</Text>}
      {changes.map(({ id, title, text, canUndo }) => (
        <Tile key={id} compact>
          <Flex justify="between" align="center" gap="small" wrap="wrap">
            <Flex direction="column" gap="xs">
              <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
              <Text>{text}</Text>
            </Flex>
            {canUndo && (
              <ConfirmButton
                id={`confirm-change-${id}`}
                label={undo}
                variant="secondary"
                words={confirm}
                text={confirm.text}
                onYes={() => void service.change('POST', '/settings/changes/undo', { id })}
              />
            )}
          </Flex>
        </Tile>
      ))}
    </Flex>
  );
}
