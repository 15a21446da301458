const han = /^\p{Script=Han}/u;
const title = /(总经理|總經理|经理|經理|总监|總監|主任|主管|先生|女士|小姐|老师|老師)$/u;

/**
 * `Kim Berger` → `K*** B***`, `王小明` → `王**`, `王经理` → `*经理`: enough to recognise whom one knows.
 */
export function maskedName(firstName: string | null, lastName: string | null): string {
  const family = lastName ?? firstName ?? '';
  if (han.test(family)) {
    const whole = lastName === null ? family : `${lastName}${firstName ?? ''}`;
    const [kept] = title.exec(whole) ?? [];
    return kept === undefined || kept === whole ? `${[...family][0]}**` : `*${kept}`;
  }
  const initials = [firstName, lastName].flatMap((name) => (name ? [[...name][0]] : []));
  return initials.length === 0 ? '***' : initials.map((initial) => `${initial}***`).join(' ');
}
