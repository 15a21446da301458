import type { NeedsView } from '../../extensions/app/cards/contract.ts';
import type { Day } from '../model/day.ts';
import type { ManualInput } from '../model/manual-input.ts';
import type { NeedSign } from '../scoring/needs.ts';
import { ticketCategoryName } from '../words/code-names.ts';
import type { Words } from '../words/words.ts';
import { type ManualRecord, said } from './manual-view-rules.ts';
import { ago, sentenceCase, type ViewContext } from './view-context-rules.ts';

const shownAtMost = 8;
/** What the service takes as the name of a need. */
const longestSubject = 80;

type Need = NeedsView['needs'][number] & { seenOn: Day };

/** What was told first, then what the records show; a need that somebody denied stays away. */
export function needsView(
  signs: readonly NeedSign[],
  manual: ManualRecord,
  context: ViewContext,
): NeedsView {
  const { words, today } = context;
  const told = manual.inputs.filter(
    ({ kind, expiresOn }) => kind === 'need' && (expiresOn === null || expiresOn >= today),
  );
  const settled = new Set(told.map(({ subject }) => subject));
  const needs = [
    ...told.filter(({ value }) => value === 'yes').map((input) => toldNeed(input, manual, context)),
    ...signs.map((sign) => seenNeed(sign, words)).filter(({ subject }) => !settled.has(subject)),
  ];
  return {
    title: words.say('profile.needs'),
    empty: words.say('needs.empty'),
    columns: [words.say('needs.need'), words.say('needs.evidence'), words.say('needs.age')],
    needs: needs.slice(0, shownAtMost).map(({ seenOn, ...need }) => ({
      ...need,
      age: sentenceCase(ago(words, today - seenOn)),
    })),
  };
}

function toldNeed(input: ManualInput, manual: ManualRecord, context: ViewContext): Need {
  const { subject, note, enteredOn } = input;
  const evidence = [note, said(input, manual, context)].filter((part) => part !== null);
  return {
    subject: subject ?? '',
    name: subject ?? '',
    evidence: evidence.join(' · '),
    age: '',
    seenOn: enteredOn,
  };
}

function seenNeed({ source, name, lastOn, times }: NeedSign, words: Words): Need {
  const date = words.date(lastOn);
  return {
    subject: `${source}:${name}`.slice(0, longestSubject).trim(),
    name: source === 'order' ? name : ticketCategoryName(name, words),
    evidence:
      source === 'order'
        ? words.say('needs.bought', { date })
        : words.count('needs.asked', times, { date }),
    age: '',
    seenOn: lastOn,
  };
}
