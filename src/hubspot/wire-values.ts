import { z } from 'zod';

/** Single values on the wire: strings or null, times in ISO or epoch ms. */

export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

export const number = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined || value === '') return null;
    const parsed = Number(value);
    return Number.isFinite(parsed) ? parsed : null;
  });

export const instant = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined || value === '' ? null : msOf(value),
  );

export const flag = z
  .union([z.string(), z.boolean()])
  .nullish()
  .transform((value) => value === true || value === 'true');

function msOf(value: string | number): number | null {
  const ms = /^-?\d+$/.test(String(value)) ? Number(value) : Date.parse(String(value));
  return Number.isFinite(ms) ? ms : null;
}
