import { Flex, LoadingSpinner, Select, Text, TextArea } from '@hubspot/ui-extensions';
import { useAssociations } from '@hubspot/ui-extensions/crm';
import { useState } from 'react';
import type { ProfileForms } from './contract.ts';
import { FormEnd } from './FormEnd.tsx';
import { newInputId, type Told } from './use-manual-inputs.ts';

type FormProps = {
  forms: ProfileForms;
  isSending: boolean;
  onSave: (told: Told) => Promise<void>;
};
type Contact = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  jobTitle: string | null;
};

/** The people HubSpot links to the company; their names go to the service to be masked, and no further. */
function useContacts(): { contacts: Contact[]; isLoading: boolean } {
  const { results, isLoading } = useAssociations({
    toObjectType: '0-1',
    properties: ['firstname', 'lastname', 'jobtitle'],
    pageLength: 100,
  });
  const contacts = results.map(({ toObjectId, properties }) => ({
    id: String(toObjectId),
    firstName: properties['firstname'] || null,
    lastName: properties['lastname'] || null,
    jobTitle: properties['jobtitle'] || null,
  }));
  return { contacts, isLoading };
}

/** Which part a contact has in the customer's decisions. */
export function RoleForm({ forms, isSending, onSave }: FormProps) {
  const { role } = forms;
  const { contacts, isLoading } = useContacts();
  const [contactId, setContactId] = useState('');
  const [value, setValue] = useState('');
  const [note, setNote] = useState('');
  const [expiresOn, setExpiresOn] = useState<string | null>(role.defaultDay);
  const [isIncomplete, setIncomplete] = useState(false);
  if (isLoading) return <LoadingSpinner label={role.contact} />;
  if (contacts.length === 0) return <Text>{role.noContacts}</Text>;

  const choose = (set: (chosen: string) => void, next: unknown) => {
    set(String(next));
    setIncomplete(false);
  };
  const save = () => {
    const contact = contacts.find(({ id }) => id === contactId);
    setIncomplete(!contact || value === '');
    if (!contact || value === '') return;
    const { id: subject, ...person } = contact;
    const id = newInputId();
    void onSave({ id, kind: 'decision_role', value, subject, person, note, expiresOn });
  };
  return (
    <Flex direction="column" gap="small">
      <Select
        label={role.contact}
        name="contact"
        value={contactId}
        options={contacts.map((contact) => ({ value: contact.id, label: nameOf(contact) }))}
        onChange={(next) => choose(setContactId, next)}
      />
      <Select
        label={role.role}
        name="role"
        value={value}
        options={role.roles}
        onChange={(next) => choose(setValue, next)}
      />
      <TextArea
        label={role.note}
        name="note"
        value={note}
        maxLength={1000}
        onInput={setNote}
        onChange={setNote}
      />
      <FormEnd
        words={forms}
        expiresOn={expiresOn}
        missing={isIncomplete ? role.missing : null}
        isSending={isSending}
        onExpiry={setExpiresOn}
        onSave={save}
      />
    </Flex>
  );
}

function nameOf({ id, firstName, lastName, jobTitle }: Contact): string {
  const name = [firstName, lastName].filter(Boolean).join(' ') || id;
  return jobTitle === null ? name : `${name}, ${jobTitle}`;
}
