import { Button, Flex } from '@hubspot/ui-extensions';

type SaveProps = { label: string; isSending: boolean; onSave: () => void };

export function SaveButton({ label, isSending, onSave }: SaveProps) {
  return (
    <Flex>
      <Button variant="primary" disabled={isSending} onClick={onSave}>
        {label}
      </Button>
    </Flex>
  );
}
