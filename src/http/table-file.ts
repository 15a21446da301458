import type { RequestHandler, Response } from 'express';
import { Refusal } from '../errors.ts';
import type { WordKey } from '../words/words.ts';
import type { FileLinks } from './file-link.ts';

export type FileLinkDeps = { fileLinks: Pick<FileLinks, 'check'>; now: () => Date };

/** Lets only links to files through that we signed and that are still good; else `expired` is said. */
export function requireFileLink(
  { fileLinks, now }: FileLinkDeps,
  expired: WordKey,
): RequestHandler {
  return (request, _response, next) => {
    const { searchParams } = new URL(request.originalUrl, 'https://unused.invalid');
    const state = fileLinks.check(searchParams, now());
    if (state === 'forged') {
      throw new Refusal(403, (words) => words.say('refusal.forged_link'));
    }
    if (state === 'expired') throw new Refusal(410, (words) => words.say(expired));
    next();
  };
}

/** A table for spreadsheets, which nobody between us and the person keeps. */
export function markAsTable(response: Response, fileName: string): void {
  response.set({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'private, no-store',
  });
}
