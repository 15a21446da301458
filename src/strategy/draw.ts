/**
 * A number below 2³² that looks drawn by lot and is always the same for a text: FNV-1a with a final
 * mix, so that ids that follow each other draw far apart.
 */
export function draw(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
