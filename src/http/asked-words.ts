import type { Request } from 'express';
import { z } from 'zod';
import { localeOf, type Words, wordsIn } from '../words/words.ts';

const Locale = z.object({ locale: z.string().optional().catch(undefined) });

/** The language a page asks for; where a browser asks by itself, the one it prefers. */
export function wordsFor(request: Request): Words {
  const [preferred] = request.acceptsLanguages();
  return wordsIn(localeOf(Locale.parse(request.query).locale ?? preferred));
}
