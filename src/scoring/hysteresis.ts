/** A border between two steps: where it lies at the first look, going up, and going down. */
export type Border = { first: number; enter: number; leave: number };

/** The number of borders a value has passed, given how many it had passed before (null: first look). */
export function stepOf(value: number, borders: readonly Border[], before: number | null): number {
  let step = 0;
  for (const [i, border] of borders.entries()) {
    if (value < bar(border, i, before)) break;
    step = i + 1;
  }
  return step;
}

/** A border with the same distance to both sides. */
export function borderAt(cut: number, halfWidth: number): Border {
  return { first: cut, enter: cut + halfWidth, leave: cut - halfWidth };
}

function bar(border: Border, index: number, before: number | null): number {
  if (before === null) return border.first;
  return before > index ? border.leave : border.enter;
}
