import type { DateInputProps } from '@hubspot/ui-extensions';

type DateValue = NonNullable<DateInputProps['value']>;

/** HubSpot counts months from 0. */
function isoOf(value: DateValue | undefined): string {
  if (!value) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  return `${value.year}-${two(value.month + 1)}-${two(value.date)}`;
}

export function DateInput(props: DateInputProps) {
  const { label, name, value, min, max, description, required, onChange } = props;
  return (
    <label className="field">
      {label}
      <input
        type="date"
        name={name}
        required={required}
        value={isoOf(value)}
        min={isoOf(min)}
        max={isoOf(max)}
        onChange={(event) => {
          const [year = 0, month = 1, date = 1] = event.target.value.split('-').map(Number);
          const isEmpty = event.target.value === '';
          (onChange as ((next: unknown) => void) | undefined)?.(
            isEmpty ? undefined : { year, month: month - 1, date },
          );
        }}
      />
      {description && <span className="microcopy">{description}</span>}
    </label>
  );
}
