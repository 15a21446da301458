/** Mobile numbers of the mainland and of Taiwan, and any number that is written with its country. */
const phone =
  /(?<![\d.,])(?:\+\d[\d ()-]{6,18}\d|(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|09\d{2}[- ]?\d{3}[- ]?\d{3})(?!\d)/g;
const country = /^(?:\+?86)(?=1[3-9]\d{9}$)/;

/** `13812345678` → `138****5678`, wherever it stands in a text. */
export function maskedPhones(text: string): string {
  return text.replace(phone, (found) => {
    const number = found.replaceAll(/[ ()-]/g, '').replace(country, '');
    const isForeign = number.startsWith('+');
    return `${number.slice(0, isForeign ? 4 : 3)}****${number.slice(-4)}`;
  });
}
