import type { Request } from 'express';
import { z } from 'zod';
import { localeOf, type Words, wordsIn } from '../words/words.ts';

const Locale = z.object({ locale: z.string().optional().catch(undefined) });

/** The language a page asks for. */
export function wordsFor({ query }: Request): Words {
  return wordsIn(localeOf(Locale.parse(query).locale));
}
