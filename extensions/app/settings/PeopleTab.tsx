import { Flex, Select, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { ActionLog } from './ActionLog.tsx';
import type { PeopleForm } from './contract.ts';
import type { Service } from './use-settings.ts';

type Props = { form: PeopleForm; service: Service };

/** Who may do what, and the language of what is written into the portal. */
export function PeopleTab({ form, service }: Props) {
  const { language } = form;
  return (
    <Flex direction="column" gap="medium">
      <Flex direction="column" gap="xs">
        <Text format={{ fontWeight: 'demibold' }}>{form.title}</Text>
        <Text>{form.text}</Text>
        <Table bordered density="condensed">
          <TableBody>
            {form.people.map(({ userId, name, role }) => (
              <TableRow key={userId}>
                <TableCell>{name}</TableCell>
                <TableCell>
                  <Select
                    name={`role-${userId}`}
                    label={form.label}
                    value={role}
                    options={form.roles}
                    onChange={(next) =>
                      void service.change('POST', '/settings/roles', { userId, role: next })
                    }
                  />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Flex>
      <Select
        name="language"
        label={language.label}
        description={language.hint}
        value={language.value}
        options={language.options}
        onChange={(locale) => void service.change('PUT', '/settings/language', { locale })}
      />
      <ActionLog service={service} />
    </Flex>
  );
}
