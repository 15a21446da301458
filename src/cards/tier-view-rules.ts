import type {
  Figure,
  NineBoxCell,
  NineBoxView,
  TierView,
} from '../../extensions/app/cards/contract.ts';
import {
  type Assessment,
  type NineBoxType,
  type PotentialVerdict,
  type PurchaseSummary,
  risingTiers,
} from '../model/assessment.ts';
import { nineBoxRows } from '../scoring/nine-box.ts';
import { attainedShare } from '../strategy/attainment.ts';
import type { WordKey, Words } from '../words/words.ts';
import { usualGapDays } from './purchase-fact-rules.ts';
import { sentenceCase, type ViewContext } from './view-context-rules.ts';

export function tierView(assessment: Assessment, { words }: ViewContext): TierView {
  return {
    title: words.say('tier.title'),
    sentence: sentence(assessment, words),
    figures: figures(assessment, words),
    remarks: remarks(assessment, words),
    nineBox: assessment.nineBox && nineBoxView(assessment.nineBox, assessment, words),
  };
}

/** What to call the account: its type, or its value tier while it has no type. */
export function whoItIs({ nineBox, value }: Assessment, words: Words): string | null {
  if (nineBox) return words.say(`type.${nineBox}`);
  return value ? words.say(`tier.${value.tier}`) : null;
}

export function rankText({ value }: Assessment, words: Words): string | null {
  return value && words.ordinal('rank', value.rank, { of: words.number(value.ranked) });
}

function sentence(assessment: Assessment, words: Words): string {
  const { priority } = assessment;
  const parts = [
    whoItIs(assessment, words),
    rankText(assessment, words),
    priority && words.say('subline.priority', { priority: priorityText(priority, words) }),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function priorityText(priority: number, words: Words): string {
  const rank = Math.min(6, Math.max(1, Math.round(priority))) as 1 | 2 | 3 | 4 | 5 | 6;
  return words.say(`priority.${rank}`);
}

function figures(assessment: Assessment, words: Words): Figure[] {
  const { value, potential, lifecycle, purchases, matrix, rfm, expected } = assessment;
  const all: [string, string | null | undefined][] = [
    [words.say('tier.value'), value && words.say(`level.${value.tier}`)],
    [words.say('tier.share_label'), value && words.percent(value.revenueShare)],
    [words.say('tier.potential'), potential && words.say(`level.${potential.tier}`)],
    [words.say('tier.lifecycle'), words.say(`lifecycle.${lifecycle}`)],
    [words.say('outlook.cycle'), purchases && cycleText(purchases, words)],
    [words.say('tier.sales_cycle'), salesCycleText(purchases, words)],
    [
      words.say('tier.matrix'),
      matrix && words.say(`property.mainstay_matrix_type.option.${matrix}`),
    ],
    [words.say('tier.rfm'), rfm && [...rfm].join('-')],
    [words.say('tier.alive'), aliveText(expected, words)],
    [words.say('sla.attainment'), attainmentText(assessment, words)],
  ];
  return all.flatMap(([label, text]) => (text ? [{ label, value: text, hint: null }] : []));
}

function cycleText(purchases: PurchaseSummary, words: Words): string | null {
  const usual = usualGapDays(purchases);
  if (usual === null) return null;
  return sentenceCase(words.say('value.every', { duration: words.duration(usual) }));
}

/** From creating a deal to winning it, against the portal's usual. */
function salesCycleText(purchases: PurchaseSummary | null, words: Words): string | null {
  const cycle = purchases?.salesCycle;
  if (!cycle) return null;
  const own = words.duration(cycle.medianDays);
  if (cycle.usualDays === null || cycle.index === null) return own;
  return words.say(cycle.isLong ? 'tier.sales_cycle_long' : 'tier.sales_cycle_usual', {
    own,
    usual: words.duration(cycle.usualDays),
    index: words.number(cycle.index, 1),
  });
}

/** Shown, and never a risk: it is near 1 for everyone who bought of late. */
function aliveText(expected: Assessment['expected'], words: Words): string | null {
  const share = expected?.probabilityAlive;
  if (share === null || share === undefined) return null;
  return words.say('tier.alive_reference', { share: words.percent(share) });
}

/** The tickets behind it are said too: a share of two says little. */
function attainmentText(assessment: Assessment, words: Words): string | null {
  const { attainment } = assessment;
  const share = attainedShare(assessment);
  if (!attainment || share === null) return null;
  return words.say('sla.attained', {
    share: words.percent(share),
    n: words.number(attainment.answeredInTime),
    of: words.number(attainment.decided),
  });
}

function remarks({ value, potential }: Assessment, words: Words): string[] {
  const found: string[] = [];
  if (value && value.concentration !== 'none') {
    const share = words.percent(value.revenueShare);
    found.push(words.say(`tier.concentration_${value.concentration}`, { share }));
  }
  for (const gate of value?.failedGates ?? []) found.push(words.say(`gate.${gate}`));
  const enquiries = potential?.reasons.find(({ code }) => code === 'new_need_enquiry');
  if (enquiries) found.push(enquiryText(enquiries, words));
  if (potential?.cappedByRisk) found.push(words.say('tier.potential_capped'));
  if (value?.mode === 'absolute') found.push(words.say('tier.absolute'));
  return found;
}

function enquiryText({ points, facts }: PotentialVerdict['reasons'][number], words: Words): string {
  return words.count('tier.enquiries', Number(facts['enquiries']), {
    window: words.duration(Number(facts['withinDays'])),
    date: words.date(Number(facts['lastOn'])),
    points: words.number(points, 1),
  });
}

function nineBoxView(type: NineBoxType, assessment: Assessment, words: Words): NineBoxView {
  const before = assessment.previousNineBox;
  return {
    title: words.say('ninebox.title'),
    corner: words.say('ninebox.corner'),
    columns: risingTiers.map((tier) => words.say(`level.${tier}`)),
    rows: nineBoxRows.map(({ value, types }) => ({
      label: words.say(`level.${value}`),
      cells: types.map((cell) => nineBoxCell(cell, type, before, words)),
    })),
    history: history(type, assessment, words),
  };
}

function nineBoxCell(
  cell: NineBoxType,
  now: NineBoxType,
  before: NineBoxType | null,
  words: Words,
): NineBoxCell {
  const name = words.say(`box.${cell}`);
  if (cell === now) return { name, place: 'here', mark: words.say('ninebox.here') };
  if (cell === before) return { name, place: 'before', mark: words.say('ninebox.before') };
  return { name, place: 'empty', mark: null };
}

function history(type: NineBoxType, assessment: Assessment, words: Words): string | null {
  const { previousNineBox, nineBoxSince } = assessment;
  if (nineBoxSince === null) return null;
  const date = words.date(nineBoxSince);
  const now = words.say(`type.${type}`);
  if (previousNineBox === null) return words.say('ninebox.since', { now, date });
  return words.say('ninebox.moved', {
    now,
    date,
    before: words.say(`type.${previousNineBox}`),
    why: words.say(whyMoved(previousNineBox, type, assessment)),
  });
}

/** What led from one type to the other, as the two say it themselves. */
function whyMoved(before: NineBoxType, now: NineBoxType, { override }: Assessment): WordKey {
  if (override) return 'ninebox.why.by_hand';
  const [from, to] = [placeOf(before), placeOf(now)];
  const value = from.row - to.row;
  const potential = to.column - from.column;
  if (value !== 0 && potential !== 0) return 'ninebox.why.both';
  if (potential !== 0)
    return potential > 0 ? 'ninebox.why.potential_up' : 'ninebox.why.potential_down';
  return value > 0 ? 'ninebox.why.value_up' : 'ninebox.why.value_down';
}

function placeOf(type: NineBoxType): { row: number; column: number } {
  const row = nineBoxRows.findIndex(({ types }) => types.includes(type));
  return { row, column: nineBoxRows[row]?.types.indexOf(type) ?? 0 };
}
