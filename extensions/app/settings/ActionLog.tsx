import { Button, Flex, useExtensionContext } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { Grid } from './contract.ts';
import { GridTable } from './Parts.tsx';
import type { Service } from './use-settings.ts';
import { settingsWords } from './words.ts';

type Props = { service: Service };

/** Who changed or exported what: read when asked for, for few ask. */
export function ActionLog({ service }: Props) {
  const { user } = useExtensionContext<'settings'>();
  const [grid, setGrid] = useState<Grid | null>(null);
  const show = async () => {
    const { isDone, body } = await service.read('/settings/audit');
    if (isDone) setGrid(body as Grid);
  };
  if (grid) return <GridTable grid={grid} />;
  return (
    <Flex>
      <Button onClick={() => void show()}>
        {settingsWords(user.locale ?? user.language ?? 'en').log}
      </Button>
    </Flex>
  );
}
