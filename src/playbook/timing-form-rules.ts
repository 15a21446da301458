import type { Choice, TimingKind } from '../../extensions/app/settings/strategy-contract.ts';
import { eventKinds, type StrategyDraft, signalKinds, type Timing } from '../model/strategy.ts';
import { dayOf } from '../strategy/civil-dates.ts';
import type { Words } from '../words/words.ts';
import { stepName } from './strategy-text-rules.ts';

type Part = TimingKind['parts'][number];
type PartName =
  | 'days'
  | 'day'
  | 'repeat'
  | 'monthOfQuarter'
  | 'months'
  | 'step'
  | 'event'
  | 'signal';

/** The kinds of timing a step may have, each with the parts a person fills in. */
export function timingKinds(steps: StrategyDraft['steps'], words: Words): TimingKind[] {
  return starts(steps[0]?.key ?? '').map((start) => ({
    value: start.kind,
    label: words.say(`timing_kind.${start.kind}`),
    start: asSent(start),
    parts: Object.keys(start)
      .filter((name) => name !== 'kind')
      .map((name) => partOf(name as PartName, steps, words)),
  }));
}

/** What a timing of each kind begins with. */
function starts(firstStep: string): Timing[] {
  return [
    { kind: 'after_start', days: 7, repeat: 'once' },
    { kind: 'monthly', day: 5 },
    { kind: 'quarterly', monthOfQuarter: 2, day: 10 },
    { kind: 'before_quarter_end', days: 10 },
    { kind: 'months', months: [6, 12], day: 10 },
    { kind: 'before_step', step: firstStep, days: 7 },
    { kind: 'before_expected_order', days: 14 },
    { kind: 'before_event', event: 'customer_salon', days: 7 },
    { kind: 'after_signal', signal: 'new_need_enquiry', days: 2 },
    { kind: 'before_signal', signal: 'contract_end', days: 30 },
    { kind: 'workflow' },
    { kind: 'service_clock' },
  ];
}

function asSent(timing: Timing): TimingKind['start'] {
  return timing as unknown as TimingKind['start'];
}

function partOf(name: PartName, steps: StrategyDraft['steps'], words: Words): Part {
  const label = words.say(`timing_part.${name}`);
  if (name === 'days' || name === 'day' || name === 'monthOfQuarter') {
    return { name, label, kind: 'number', options: [] };
  }
  const kind = name === 'months' ? 'months' : 'choice';
  return { name, label, kind, options: choicesOf(name, steps, words) };
}

function choicesOf(
  name: 'repeat' | 'months' | 'step' | 'event' | 'signal',
  steps: StrategyDraft['steps'],
  words: Words,
): Choice[] {
  switch (name) {
    case 'repeat':
      return (['once', 'yearly'] as const).map((value) => ({
        value,
        label: words.say(`timing_repeat.${value}`),
      }));
    case 'months':
      return Array.from({ length: 12 }, (_, index) => ({
        value: String(index + 1),
        label: words.month(dayOf(2026, index + 1, 1)),
      }));
    case 'step':
      return steps.map(({ key }) => ({ value: key, label: stepName(key, steps, words) }));
    case 'event':
      return eventKinds.map((value) => ({ value, label: words.say(`portal_event.${value}`) }));
    case 'signal':
      return signalKinds.map((value) => ({ value, label: words.say(`account_signal.${value}`) }));
  }
}
