/** What a HubSpot user may do here, least first; each may also do what those before it may. */
export const roles = ['reader', 'kam', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
