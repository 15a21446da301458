/** Writes the gradient at the point into its second argument and returns the value there. */
export type SmoothFunction = (point: Float64Array, gradient: Float64Array) => number;

type Position = { point: Float64Array; gradient: Float64Array; value: number };

/** Minimum of a smooth function of a few variables within |variable| ≤ bound: BFGS with backtracking. */
export function minimise(f: SmoothFunction, start: readonly number[], bound: number) {
  let here = positionAt(f, Float64Array.from(start));
  let curvature = identity(start.length);

  for (let iteration = 0; iteration < 300; iteration++) {
    releaseFromWalls(here, bound);
    const direction = descentDirection(curvature, here.gradient);
    const next = backtrack(f, here, direction, bound);
    if (next) {
      curvature = afterStep(curvature, here, next);
      const gain = here.value - next.value;
      here = next;
      if (gain > 1e-13 * (Math.abs(here.value) + 1)) continue;
    }
    // A stalled step may be the fault of the collected curvature: look once more without it.
    if (curvature.isFresh) break;
    curvature = identity(start.length);
  }
  return { point: here.point, value: here.value };
}

type Curvature = { inverse: Float64Array[]; isFresh: boolean };

function identity(size: number): Curvature {
  const inverse = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = 1;
    return row;
  });
  return { inverse, isFresh: true };
}

function positionAt(f: SmoothFunction, point: Float64Array): Position {
  const gradient = new Float64Array(point.length);
  return { point, gradient, value: f(point, gradient) };
}

/** At a wall, a gradient that pushes outward is no gradient. */
function releaseFromWalls({ point, gradient }: Position, bound: number) {
  for (const [i, value] of point.entries()) {
    const outward = -(gradient[i] ?? 0) * value > 0;
    if (Math.abs(value) >= bound && outward) gradient[i] = 0;
  }
}

function descentDirection({ inverse, isFresh }: Curvature, gradient: Float64Array) {
  const length = Math.sqrt(dot(gradient, gradient));
  // Without curvature the gradient's length means nothing: start with at most a unit step.
  const scale = isFresh ? 1 / Math.max(1, length) : 1;
  return Float64Array.from(inverse, (row) => -scale * dot(row, gradient));
}

function backtrack(f: SmoothFunction, here: Position, direction: Float64Array, bound: number) {
  const slope = dot(direction, here.gradient);
  if (!(slope < 0)) return undefined;
  for (let step = 1; step > 1e-10; step /= 2.5) {
    const point = here.point.map((value, i) => {
      const moved = value + step * (direction[i] ?? 0);
      return Math.max(-bound, Math.min(bound, moved));
    });
    const next = positionAt(f, point);
    if (next.value <= here.value + 1e-4 * step * slope) return next;
  }
  return undefined;
}

function afterStep(curvature: Curvature, from: Position, to: Position): Curvature {
  const moved = to.point.map((value, i) => value - (from.point[i] ?? 0));
  const change = to.gradient.map((value, i) => value - (from.gradient[i] ?? 0));
  const agreement = dot(moved, change);
  if (!(agreement > 1e-14)) return curvature;
  const shrunk = curvature.inverse.map((row) => dot(row, change));
  const spread = (1 + dot(shrunk, change) / agreement) / agreement;
  const inverse = curvature.inverse.map((row, i) =>
    row.map((value, j) => {
      const [si, sj] = [moved[i] ?? 0, moved[j] ?? 0];
      const [hi, hj] = [shrunk[i] ?? 0, shrunk[j] ?? 0];
      return value + spread * si * sj - (hi * sj + si * hj) / agreement;
    }),
  );
  return { inverse, isFresh: false };
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>) {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] ?? 0) * (right[i] ?? 0);
  return sum;
}
