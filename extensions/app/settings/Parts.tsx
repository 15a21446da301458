import {
  Button,
  Flex,
  LoadingSpinner,
  Modal,
  ModalBody,
  ModalFooter,
  MultiSelect,
  StatusTag,
  type StatusTagProps,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
  useExtensionActions,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { Confirmation, Grid, Label, SeveralOf, Tone } from './contract.ts';

const variants: Record<Tone, NonNullable<StatusTagProps['variant']>> = {
  good: 'success',
  watch: 'warning',
  bad: 'danger',
  neutral: 'default',
};

export function ToneTag({ label }: { label: Label }) {
  return <StatusTag variant={variants[label.tone]}>{label.text}</StatusTag>;
}

type ChoicesProps = {
  name: string;
  of: SeveralOf;
  value: string[];
  onChange: (chosen: string[]) => void;
};

/** Several may be chosen, or none. */
export function Choices({ name, of, value, onChange }: ChoicesProps) {
  return (
    <MultiSelect
      name={name}
      label={of.label}
      description={of.hint}
      value={value}
      options={of.options}
      onChange={(chosen) => onChange(chosen.map(String))}
    />
  );
}

/** A titled table; without rows its sentence says why. */
export function GridTable({ grid }: { grid: Grid }) {
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'demibold' }}>{grid.title}</Text>
      {grid.rows.length === 0 ? (
        <Text variant="microcopy">{grid.empty}</Text>
      ) : (
        <Table bordered density="condensed">
          <TableHead>
            <TableRow>
              {grid.columns.map((column) => (
                <TableHeader key={column}>{column}</TableHeader>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {grid.rows.map((row) => (
              <TableRow key={row.join('|')}>
                {row.map((cell, position) => (
                  <TableCell key={grid.columns[position] ?? cell}>{cell}</TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Flex>
  );
}

type ConfirmProps = {
  id: string;
  label: string;
  variant: 'primary' | 'secondary' | 'destructive';
  size?: 'xs' | 'md';
  words: Confirmation;
  /** What will happen, at once or counted when asked. */
  text: string | (() => Promise<string>);
  disabled?: boolean;
  onYes: () => void;
};

/** Says what will happen, with its count, before it does. */
export function ConfirmButton(props: ConfirmProps) {
  const { id, label, variant, size = 'md', words, text, disabled, onYes } = props;
  const { closeOverlay } = useExtensionActions<'settings'>();
  const [counted, setCounted] = useState<string | null>(typeof text === 'string' ? text : null);
  const ask = async () => {
    if (typeof text === 'string') return;
    setCounted(null);
    setCounted(await text());
  };
  const sentence = typeof text === 'string' ? text : counted;
  return (
    <Button
      variant={variant}
      size={size}
      disabled={disabled ?? false}
      onClick={() => void ask()}
      overlay={
        <Modal id={id} title={words.title}>
          <ModalBody>
            {sentence === null ? (
              <LoadingSpinner label={words.counting} showLabel />
            ) : (
              <Text>{sentence}</Text>
            )}
          </ModalBody>
          <ModalFooter>
            <Button
              variant={variant === 'destructive' ? 'destructive' : 'primary'}
              disabled={sentence === null}
              onClick={() => {
                closeOverlay(id);
                onYes();
              }}
            >
              {words.yes}
            </Button>
            <Button onClick={() => closeOverlay(id)}>{words.no}</Button>
          </ModalFooter>
        </Modal>
      }
    >
      {label}
    </Button>
  );
}
