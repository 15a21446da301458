/** Says, one line each, where two JSON values differ: "config.auth.requiredScopes[2] is "a", should be "b"". */
export function differences(actual: unknown, expected: unknown, path = ''): string[] {
  if (Object.is(actual, expected)) return [];
  if (!isContainer(actual) || !isContainer(expected) || isList(actual) !== isList(expected)) {
    return [sentence(path, actual, expected)];
  }
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return keys.flatMap((key) =>
    differences(
      actual[key],
      expected[key],
      isList(expected) ? `${path}[${key}]` : dotted(path, key),
    ),
  );
}

type Container = Record<string, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function isList(value: Container): boolean {
  return Array.isArray(value);
}

function dotted(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function sentence(path: string, actual: unknown, expected: unknown): string {
  if (actual === undefined) return `${path} is missing, should be ${JSON.stringify(expected)}`;
  if (expected === undefined) return `${path} is ${JSON.stringify(actual)}, should not be there`;
  return `${path} is ${JSON.stringify(actual)}, should be ${JSON.stringify(expected)}`;
}
