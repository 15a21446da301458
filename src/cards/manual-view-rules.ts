import type {
  ManualEntry,
  ManualForm,
  ManualView,
  Notice,
} from '../../extensions/app/cards/contract.ts';
import type { Assessment } from '../model/assessment.ts';
import { isoDate } from '../model/day.ts';
import {
  type AccountKind,
  isAboutAccount,
  type ManualInput,
  manualKinds,
  manualValues,
  needsReason,
  usualDays,
} from '../model/manual-input.ts';
import { serviceLevelIn } from '../strategy/service-clock.ts';
import type { Words } from '../words/words.ts';
import { serviceLevelText } from './service-level-rules.ts';
import type { ViewContext } from './view-context-rules.ts';

/** What people told of an account, and whether the viewer may tell something too. */
export type ManualRecord = {
  inputs: readonly ManualInput[];
  authors: ReadonlyMap<number, string>;
  mayWrite: boolean;
};

const longestDays = 365;
export const noManual: ManualRecord = { inputs: [], authors: new Map(), mayWrite: false };

export function manualView(
  manual: ManualRecord | null,
  { value }: Pick<Assessment, 'value'>,
  context: ViewContext,
): ManualView {
  const { words, today } = context;
  const { inputs, mayWrite } = manual ?? noManual;
  // Without a computed tier there is none to lay another over.
  const kinds = manualKinds
    .filter(isAboutAccount)
    .filter((kind) => kind !== 'tier' || value !== null);
  const verdict = inputs.find(({ kind }) => kind === 'verdict');
  return {
    title: words.say('manual.title'),
    empty: words.say('manual.empty'),
    entries: inputs.flatMap((input) =>
      isAboutAccount(input.kind) ? [entry(input, input.kind, manual ?? noManual, context)] : [],
    ),
    form: mayWrite ? form(kinds, words, today) : null,
    readOnly: mayWrite ? null : words.say('manual.read_only'),
    verdict: {
      question: words.say('verdict.question'),
      answers: mayWrite
        ? manualValues.verdict.map((value) => ({
            value,
            label: valueLabel('verdict', value, words),
          }))
        : [],
      given: verdict ? said(verdict, manual ?? noManual, context) : null,
    },
  };
}

/** That a tier is somebody's word, and what would stand without it. */
export function overrideNotice(
  { override, value }: Assessment,
  manual: ManualRecord | null,
  context: ViewContext,
): Notice | null {
  if (!override || !value) return null;
  const { words } = context;
  const { valueTier, nineBox } = override.computed;
  const input = manual?.inputs.find(({ kind }) => kind === 'tier');
  const computed = words.say('override.computed', {
    tier: words.say(`level.${valueTier}`),
    type: words.say(nineBox ? `box.${nineBox}` : 'band.unscored'),
  });
  const who = input && manual ? [said(input, manual, context)] : [];
  return {
    tone: 'info',
    title: words.say('override.title', {
      tier: words.say(`level.${override.tier}`),
      date: words.date(override.until),
    }),
    text: [computed, ...who, ...(input?.note ? [input.note] : [])].join(' · '),
  };
}

function entry(
  input: ManualInput,
  kind: AccountKind,
  manual: ManualRecord,
  context: ViewContext,
): ManualEntry {
  const { words, today } = context;
  const { value, note, expiresOn } = input;
  const isExpired = expiresOn !== null && expiresOn < today;
  const until =
    expiresOn === null
      ? null
      : words.say(isExpired ? 'manual.expired' : 'manual.until', { date: words.date(expiresOn) });
  const isCounted = kind !== 'sentiment' && kind !== 'perceived_value';
  return {
    kind,
    text: words.say('unit.labelled', {
      label: words.say(`manual.kind.${kind}`),
      value: valueLabel(kind, value ?? '', words),
    }),
    detail: [said(input, manual, context), until].filter((part) => part !== null).join(' · '),
    note: [note, isCounted ? null : words.say('manual.not_counted')]
      .filter((part) => part !== null)
      .join(' · '),
    given: {
      value: value ?? '',
      note: note ?? '',
      expiresOn: expiresOn === null || isExpired ? null : isoDate(expiresOn),
    },
  };
}

export function said(
  input: ManualInput,
  { authors }: ManualRecord,
  { words }: ViewContext,
): string {
  const name = authors.get(input.authorId) ?? words.say('manual.user', { id: `${input.authorId}` });
  return words.say('manual.by', { name, date: words.date(input.enteredOn) });
}

function form(kinds: readonly AccountKind[], words: Words, today: number): ManualForm {
  return {
    open: words.say('manual.open'),
    edit: words.say('manual.edit'),
    title: words.say('manual.form_title'),
    kind: words.say('manual.what'),
    value: words.say('manual.value'),
    note: words.say('manual.note'),
    reason: words.say('manual.reason'),
    expiry: words.say('manual.expiry'),
    expiryHint: words.say('manual.expiry_hint', { days: words.duration(longestDays) }),
    save: words.say('manual.save'),
    saved: words.say('manual.saved'),
    failed: words.say('manual.failed'),
    remove: words.say('manual.remove'),
    reasonMissing: words.say('manual.reason_missing'),
    firstDay: isoDate(today),
    lastDay: isoDate(today + longestDays),
    kinds: kinds.map((kind) => ({
      kind,
      label: words.say(`manual.kind.${kind}`),
      needsReason: needsReason(kind),
      defaultDay: isoDate(today + usualDays[kind]),
      values: manualValues[kind].map((value) => ({
        value,
        label: valueLabel(kind, value, words),
      })),
    })),
  };
}

function valueLabel(kind: AccountKind | 'verdict', value: string, words: Words): string {
  const values: readonly string[] = manualValues[kind];
  const known = values.find((one) => one === value);
  if (known === undefined) return value;
  const level = kind === 'service_level' ? serviceLevelIn(known) : null;
  if (level) return serviceLevelText(level, words);
  return words.say(`manual.${kind}.${known}` as Parameters<Words['say']>[0]);
}
