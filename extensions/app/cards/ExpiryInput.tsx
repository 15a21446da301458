import { DayInput } from './DayInput.tsx';

type ExpiryProps = {
  label: string;
  hint: string;
  /** Days as 2026-11-20. */
  value: string | null;
  first: string;
  last: string;
  onChange: (day: string | null) => void;
};

/** The last day on which something holds; empty: until it is replaced. */
export function ExpiryInput(props: ExpiryProps) {
  return <DayInput name="expiry" {...props} />;
}
