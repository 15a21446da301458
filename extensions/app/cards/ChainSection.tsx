import {
  Button,
  Flex,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { DecisionChain, ProfileForms } from './contract.ts';
import { FormDialog } from './FormDialog.tsx';
import { ColumnHeads } from './Parts.tsx';
import { RoleForm } from './RoleForm.tsx';
import { type Telling, takenBack } from './use-manual-inputs.ts';

const formId = 'decision-role';

type SectionProps = Telling & { chain: DecisionChain; forms: ProfileForms | null };

/** Who decides, where that is known from, and which roles nobody is known to have. */
export function ChainSection({ chain, forms, isSending, tell }: SectionProps) {
  const { title, people, gaps } = chain;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      {people.length > 0 && <People chain={chain} forms={forms} {...{ isSending, tell }} />}
      {gaps.map((gap) => (
        <StatusTag key={gap} variant="warning" hollow>
          {gap}
        </StatusTag>
      ))}
      {forms && (
        <Flex>
          <FormDialog id={formId} title={forms.role.title} label={forms.role.open} size="sm">
            <RoleForm forms={forms} isSending={isSending} onSave={(told) => tell(told, formId)} />
          </FormDialog>
        </Flex>
      )}
    </Flex>
  );
}

function People({ chain: { columns, people }, forms, isSending, tell }: SectionProps) {
  return (
    <Table density="compact" bordered>
      <ColumnHeads columns={columns} hasActions={forms !== null} />
      <TableBody>
        {people.map(({ role, name, job, source, told }) => (
          <TableRow key={`${role} ${name} ${job} ${source}`}>
            <TableCell>{role}</TableCell>
            <TableCell>{name}</TableCell>
            <TableCell>{job}</TableCell>
            <TableCell>
              <Text variant="microcopy">{source}</Text>
            </TableCell>
            {forms && (
              <TableCell width="min">
                {told && (
                  <Button
                    variant="transparent"
                    size="xs"
                    disabled={isSending}
                    onClick={() => void tell(takenBack('decision_role', told.contactId))}
                  >
                    {forms.remove}
                  </Button>
                )}
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
