const han = /^\p{Script=Han}/u;

/** `Kim Berger` → `K*** B***`, `王小明` → `王**`: enough to recognise whom one knows. */
export function maskedName(firstName: string | null, lastName: string | null): string {
  const family = lastName ?? firstName ?? '';
  if (han.test(family)) return `${[...family][0]}**`;
  const initials = [firstName, lastName].flatMap((name) => (name ? [[...name][0]] : []));
  return initials.length === 0 ? '***' : initials.map((initial) => `${initial}***`).join(' ');
}
