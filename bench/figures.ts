/** One measured value. `name` and `value` are what others read; `load` says what was done to get it. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  load?: Readonly<Record<string, number | string>>;
};

/** How many times a ratio is measured, one round after the other; its median is told. */
export const rounds = 5;

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of them lies; the nearest one, of no values 0. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Four digits: more than the machine repeats. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
