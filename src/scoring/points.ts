/**
 * Whole numbers that add up to `total`, each less than one away from its exact value: rounded down, then
 * one more for the largest remainders. Of equal remainders the first wins.
 */
export function wholePoints(exact: readonly number[], total: number): number[] {
  const points: number[] = [];
  const remainders: number[] = [];
  let missing = total;
  for (const value of exact) {
    const whole = Math.floor(value);
    // + 0: a stored −0 would come back as 0 and look like a change.
    points.push(whole + 0);
    remainders.push(value - whole);
    missing -= whole;
  }
  for (; missing > 0; missing--) {
    const next = largestIndex(remainders);
    points[next] = (points[next] ?? 0) + 1;
    remainders[next] = -1;
  }
  return points;
}

function largestIndex(values: readonly number[]): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] ?? 0) > (values[largest] ?? 0)) largest = i;
  }
  return largest;
}
