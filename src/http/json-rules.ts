/** Deeper than anything that is meant seriously: our own bodies have five levels. */
const deepest = 32;
const levels: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** Told from how it is written, sign by sign, for to parse it first is what has to be avoided. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at] ?? '';
    if (sign === '"') isInText = !isInText;
    else if (isInText) at += sign === '\\' ? 1 : 0;
    else depth += levels[sign] ?? 0;
    if (depth > deepest) return true;
  }
  return false;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be kept out
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * The same value without what no text of a person's holds: control characters but tabs and line ends,
 * and halves of characters. PostgreSQL keeps neither.
 */
export function withoutControl(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(control, '').toWellFormed();
  if (Array.isArray(value)) return value.map(withoutControl);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withoutControl(each)]),
  );
}

/** Whether an address as sent has control characters in it, encoded as they have to be. */
export function hasControl(address: string): boolean {
  return /%(0[0-8bcef]|1[0-9a-f]|7f)/i.test(address);
}
