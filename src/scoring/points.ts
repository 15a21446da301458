/**
 * Whole numbers that add up to `total`, each less than one away from its exact value: rounded down, then
 * one more for the largest remainders. Of equal remainders the first wins.
 */
export function wholePoints(exact: readonly number[], total: number): number[] {
  // + 0: a stored −0 would come back as 0 and look like a change.
  const points = exact.map((value) => Math.floor(value) + 0);
  const missing = total - points.reduce((sum, value) => sum + value, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) points[index] = (points[index] ?? 0) + 1;
  return points;
}
