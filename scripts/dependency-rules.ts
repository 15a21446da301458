type Lock = { packages: Readonly<Record<string, { hasInstallScript?: boolean | undefined }>> };
type Allowed = Readonly<Record<string, boolean>>;

/**
 * Packages that want to run something at their installation have to stand in package.json's
 * `allowScripts`: true lets them, false is known and not let. What stands there for nothing is named too.
 */
export function scriptProblems({ packages }: Lock, allowed: Allowed): string[] {
  const wanting = new Set(
    Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([place]) => place.replace(/^.*node_modules\//, '')),
  );
  return [
    ...[...wanting]
      .filter((name) => !(name in allowed))
      .map((name) => `${name} wants to run a script at its installation`),
    ...Object.keys(allowed)
      .filter((name) => !wanting.has(name))
      .map((name) => `${name} stands in allowScripts and wants nothing`),
  ];
}

export type AuditVerdict =
  | { kind: 'clean' }
  | { kind: 'vulnerable'; packages: string[] }
  /** The registry did not say: no network, or a mirror that cannot audit. */
  | { kind: 'not-audited'; why: string };

const serious = new Set(['high', 'critical']);

/** What `npm audit --json` says, which answers an outage with JSON as well. */
export function auditVerdict(output: string): AuditVerdict {
  const report = parsed(output);
  const found = report?.['vulnerabilities'];
  if (typeof found !== 'object' || found === null) {
    return { kind: 'not-audited', why: String(report?.['message'] ?? 'npm audit said nothing') };
  }
  const packages = Object.entries(found as Record<string, { severity?: string }>)
    .filter(([, { severity = '' }]) => serious.has(severity))
    .map(([name, { severity }]) => `${name} (${severity})`);
  return packages.length === 0 ? { kind: 'clean' } : { kind: 'vulnerable', packages };
}

function parsed(output: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(output) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
