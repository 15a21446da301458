import {
  Alert,
  Inline,
  Statistics,
  StatisticsItem,
  StatusTag,
  type StatusTagProps,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { Figure, Label, Notice, Tone } from './contract.ts';

export const statusVariants: Record<Tone, NonNullable<StatusTagProps['variant']>> = {
  good: 'success',
  watch: 'warning',
  bad: 'danger',
  neutral: 'default',
};

export function Labels({ labels }: { labels: Label[] }) {
  return (
    <Inline gap="medium">
      {labels.map(({ text, tone }) => (
        <StatusTag key={text} variant={statusVariants[tone]} hollow={tone === 'neutral'}>
          {text}
        </StatusTag>
      ))}
    </Inline>
  );
}

export function Notices({ notices }: { notices: Notice[] }) {
  return notices.map(({ tone, title, text }) => (
    <Alert key={title} variant={tone} title={title}>
      {text}
    </Alert>
  ));
}

type HeadProps = { columns: readonly string[]; hasActions: boolean };

/** Names of columns, and one without a name where lines can be acted on. */
export function ColumnHeads({ columns, hasActions }: HeadProps) {
  return (
    <TableHead>
      <TableRow>
        {columns.map((column) => (
          <TableHeader key={column}>{column}</TableHeader>
        ))}
        {hasActions && <TableHeader width="min">{''}</TableHeader>}
      </TableRow>
    </TableHead>
  );
}

/** Figures side by side, each with an optional second line. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <Statistics>
      {figures.map(({ label, value, hint }) => (
        <StatisticsItem key={label} label={label} number={value}>
          {hint && <Text variant="microcopy">{hint}</Text>}
        </StatisticsItem>
      ))}
    </Statistics>
  );
}
