import { DateInput } from '@hubspot/ui-extensions';

type DayProps = {
  label: string;
  name: string;
  hint?: string;
  /** Days as 2026-11-20. */
  value: string | null;
  first: string;
  last: string;
  onChange: (day: string | null) => void;
};

/** A day between two others. */
export function DayInput({ label, name, hint, value, first, last, onChange }: DayProps) {
  return (
    <DateInput
      label={label}
      name={name}
      {...(hint !== undefined && { description: hint })}
      format="YYYY-MM-DD"
      {...(value !== null && { value: partsOf(value) })}
      min={partsOf(first)}
      max={partsOf(last)}
      onChange={(next) => onChange(next ? dayOf(next) : null)}
    />
  );
}

type DateParts = { year: number; month: number; date: number };

/** HubSpot counts months from 0. */
function partsOf(day: string): DateParts {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month: month - 1, date };
}

function dayOf({ year, month, date }: DateParts): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month + 1)}-${two(date)}`;
}
