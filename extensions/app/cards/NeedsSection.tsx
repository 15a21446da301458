import { Button, Flex, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { NeedsView, ProfileForms } from './contract.ts';
import { FormDialog } from './FormDialog.tsx';
import { NeedForm } from './NeedForm.tsx';
import { ColumnHeads } from './Parts.tsx';
import { newInputId, type Telling } from './use-manual-inputs.ts';

const formId = 'need';

type SectionProps = Telling & { view: NeedsView; forms: ProfileForms | null };

/** What the customer wants, with what shows it; a need that is none can be taken off for good. */
export function NeedsSection({ view, forms, isSending, tell }: SectionProps) {
  const { title, empty, columns, needs } = view;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      {needs.length === 0 ? (
        <Text variant="microcopy">{empty}</Text>
      ) : (
        <Table density="compact" bordered>
          <ColumnHeads columns={columns} hasActions={forms !== null} />
          <TableBody>
            {needs.map((need) => (
              <NeedRow key={need.subject} need={need} forms={forms} {...{ isSending, tell }} />
            ))}
          </TableBody>
        </Table>
      )}
      {forms && (
        <Flex>
          <FormDialog id={formId} title={forms.need.title} label={forms.need.open} size="sm">
            <NeedForm forms={forms} isSending={isSending} onSave={(told) => tell(told, formId)} />
          </FormDialog>
        </Flex>
      )}
    </Flex>
  );
}

type RowProps = Telling & { need: NeedsView['needs'][number]; forms: ProfileForms | null };

function NeedRow({ need, forms, isSending, tell }: RowProps) {
  const { subject, name, evidence, age } = need;
  const takeOff = () =>
    void tell({
      id: newInputId(),
      kind: 'need',
      value: 'no',
      subject,
      note: '',
      expiresOn: null,
    });
  return (
    <TableRow>
      <TableCell>
        <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
      </TableCell>
      <TableCell>{evidence}</TableCell>
      <TableCell width="min">{age}</TableCell>
      {forms && (
        <TableCell width="min">
          <Button variant="transparent" size="xs" disabled={isSending} onClick={takeOff}>
            {forms.need.remove}
          </Button>
        </TableCell>
      )}
    </TableRow>
  );
}
