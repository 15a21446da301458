import type { Assessment } from '../model/assessment.ts';
import { type Day, dayIn } from '../model/day.ts';
import type { Verification } from '../model/frame.ts';
import type { BackfillProgress, Portal } from '../model/portal.ts';
import type { PublishingMode } from '../model/publishing.ts';
import type { Words } from '../words/words.ts';

/** What is stored of one account, as far as cards show it. */
export type CardRecord = {
  name: string | null;
  /** undefined: known, and not assessed yet. */
  assessment: Assessment | undefined;
  /** ms since 1970. */
  assessedAt: number | null;
  /** Known, and left out of what is scored. */
  isOutside?: boolean;
};

/** What is true of the whole portal while a card is shown. */
export type CardPortal = Pick<Portal, 'status' | 'timeZone' | 'currency' | 'locale'> & {
  /** Empty or all finished once the first read is over. */
  backfill: readonly BackfillProgress[];
  verification: Verification | null;
  mode: PublishingMode;
  /** An admin holds back what would be written to HubSpot. */
  isPaused: boolean;
};

/** Everything a view needs besides the assessment. */
export type ViewContext = {
  words: Words;
  portal: CardPortal;
  /** ms since 1970. */
  nowMs: number;
  /** The portal's calendar day. */
  today: Day;
};

export function viewContext(words: Words, portal: CardPortal, nowMs: number): ViewContext {
  return { words, portal, nowMs, today: dayIn(portal.timeZone)(nowMs) };
}

/** `today` or `77 days ago`. */
export function ago(words: Words, days: number): string {
  if (days <= 0) return words.say('unit.today');
  return words.say('unit.ago', { duration: words.duration(days) });
}

/** Fragments are written to stand inside a sentence; alone they start with a capital. */
export function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
