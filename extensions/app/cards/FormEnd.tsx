import { Alert, Flex } from '@hubspot/ui-extensions';
import { ExpiryInput } from './ExpiryInput.tsx';
import { SaveButton } from './SaveButton.tsx';

type FormEndProps = {
  /** Days as 2026-11-20. */
  words: { expiry: string; expiryHint: string; firstDay: string; lastDay: string; save: string };
  expiresOn: string | null;
  /** What is still to be filled in. */
  missing: string | null;
  isSending: boolean;
  onExpiry: (day: string | null) => void;
  onSave: () => void;
};

/** The end of each form in which something is told: until when it holds, and the button. */
export function FormEnd({ words, expiresOn, missing, isSending, onExpiry, onSave }: FormEndProps) {
  return (
    <Flex direction="column" gap="small">
      <ExpiryInput
        label={words.expiry}
        hint={words.expiryHint}
        value={expiresOn}
        first={words.firstDay}
        last={words.lastDay}
        onChange={onExpiry}
      />
      {missing !== null && <Alert variant="warning" title={missing} />}
      <SaveButton label={words.save} isSending={isSending} onSave={onSave} />
    </Flex>
  );
}
