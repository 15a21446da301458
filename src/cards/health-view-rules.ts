import type {
  Bill,
  BillLine,
  HealthView,
  Label,
  Reason,
  Tone,
} from '../../extensions/app/cards/contract.ts';
import type {
  Assessment,
  EvidenceGrade,
  Factor,
  HealthBand,
  HealthVerdict,
} from '../model/assessment.ts';
import type { Words } from '../words/words.ts';
import { factorFact, shareText, usualGapDays } from './purchase-fact-rules.ts';
import { sentenceCase } from './view-context-rules.ts';

const bandTones: Record<HealthBand, Tone> = { healthy: 'good', attention: 'watch', at_risk: 'bad' };
const grades: readonly EvidenceGrade[] = ['A', 'B', 'C', 'D'];
const reasonsPerDirection = 2;

export function healthView(
  assessment: Assessment,
  health: HealthVerdict,
  words: Words,
): Omit<HealthView, 'trend' | 'dimensions'> {
  const score = words.number(health.score);
  return {
    score: health.score,
    figure: words.say('health.figure', { score }),
    band: bandLabel(health.band, words),
    change: changeText(health, words),
    reasonsTitle: words.say('health.reasons'),
    reasons: reasons(assessment, health, words),
    bill: bill(assessment, health, words),
  };
}

export function bandLabel(band: HealthBand | null, words: Words): Label {
  return band === null
    ? { text: words.say('band.unscored'), tone: 'neutral' }
    : { text: words.say(`band.${band}`), tone: bandTones[band] };
}

export function factorLabel(code: Factor['code'], assessment: Assessment, words: Words): string {
  return words.say(`factor.${code}`, {
    window: words.duration(assessment.risk?.horizonDays ?? 365),
  });
}

/** Fewer points than this are noise of the calendar. */
const changeFrom = 5;

function changeText({ change30Days: change }: HealthVerdict, words: Words): string | null {
  if (change === null) return null;
  if (Math.abs(change) < changeFrom) return words.say('health.change_none');
  return change > 0
    ? words.count('health.change_up', change)
    : words.count('health.change_down', -change);
}

function reasons(assessment: Assessment, health: HealthVerdict, words: Words): Reason[] {
  const byWeight = distinctFactors(health).toSorted(
    (one, other) => Math.abs(other.points) - Math.abs(one.points),
  );
  const ups = byWeight.filter((factor) => factor.points > 0).slice(0, reasonsPerDirection);
  const downs = byWeight.filter((factor) => factor.points < 0).slice(0, reasonsPerDirection);
  return byWeight
    .filter((factor) => ups.includes(factor) || downs.includes(factor))
    .map((factor) => {
      const direction = factor.points > 0 ? 'up' : 'down';
      return {
        direction,
        points: words.points(factor.points),
        text: sentenceCase(
          factorFact(factor, assessment, words) ?? labelled(factor, assessment, words),
        ),
      };
    });
}

/** A broken rhythm already says how long the silence is. */
function distinctFactors({ factors }: HealthVerdict): Factor[] {
  const moving = factors.filter((factor) => factor.points !== 0);
  const isRhythmNamed = moving.some(({ code, points }) => code === 'broken_rhythm' && points < 0);
  return isRhythmNamed ? moving.filter(({ code }) => code !== 'time_since_last_deal') : moving;
}

function labelled(factor: Factor, assessment: Assessment, words: Words): string {
  const label = factorLabel(factor.code, assessment, words);
  const value = valueText(factor, assessment, words);
  return value === null ? label : words.say('unit.labelled', { label, value });
}

function bill(assessment: Assessment, health: HealthVerdict, words: Words): Bill {
  const scored = health.factors.filter((factor) => factor.state === 'scored');
  const factorLines = scored.map((factor) => factorLine(factor, assessment, words));
  const used = new Set(scored.map((factor) => factor.grade));
  return {
    title: words.say('bill.title', { score: words.number(health.score) }),
    columns: {
      factor: words.say('bill.factor'),
      value: words.say('bill.value'),
      average: words.say('bill.average'),
      points: words.say('bill.points'),
      grade: words.say('bill.grade'),
    },
    lines: [
      plainLine('base', words.say('bill.base'), health.base, words),
      ...factorLines,
      ...capLines(health, words),
      plainLine('total', words.say('bill.total'), health.score, words),
    ],
    notCounted: notCounted(assessment, health, words),
    legend: grades
      .filter((grade) => used.has(grade))
      .map((grade) => words.say('grade.mark', { grade, meaning: words.say(`grade.${grade}`) })),
  };
}

function factorLine(factor: Factor, assessment: Assessment, words: Words): BillLine {
  return {
    kind: 'factor',
    label: factorLabel(factor.code, assessment, words),
    value: valueText(factor, assessment, words),
    average: factor.average === null ? null : amountText(factor.average, factor.unit, words),
    points: factor.points,
    pointsText: words.points(factor.points),
    grade: { mark: factor.grade, meaning: words.say(`grade.${factor.grade}`) },
  };
}

function plainLine(kind: 'base' | 'total', label: string, points: number, words: Words): BillLine {
  const pointsText = words.number(points);
  return { kind, label, value: null, average: null, points, pointsText, grade: null };
}

function capLines(health: HealthVerdict, words: Words): BillLine[] {
  const { capPoints: points } = health;
  if (points === 0) return [];
  const label = words.say(points < 0 ? 'bill.cap_high' : 'bill.cap_low');
  const pointsText = words.points(points);
  return [{ kind: 'cap', label, value: null, average: null, points, pointsText, grade: null }];
}

/** One line per cause: for information, or switched off. What is missing belongs to the confidence. */
function notCounted(assessment: Assessment, health: HealthVerdict, words: Words) {
  const lines = (['shown', 'off'] as const).flatMap((state) => {
    const factors = health.factors.filter((factor) => factor.state === state);
    if (factors.length === 0) return [];
    const names = factors.map((factor) => labelled(factor, assessment, words));
    const label = sentenceCase(words.say(`bill.state.${state}`));
    return [words.say('unit.labelled', { label, value: words.list(names) })];
  });
  return lines.length === 0 ? null : { title: words.say('bill.not_counted'), lines };
}

function valueText(factor: Factor, assessment: Assessment, words: Words): string | null {
  const { code, value, unit, facts } = factor;
  if (value === null) return null;
  switch (code) {
    case 'broken_rhythm':
      return rhythmText(assessment, words);
    case 'time_since_last_deal':
      return value === 0 ? words.say('unit.today') : amountText(value, unit, words);
    case 'renewal':
      return typeof facts['renewalOn'] === 'number' ? words.date(facts['renewalOn']) : null;
    case 'complaints':
      return words.count('unit.complaints', value);
    case 'competitor':
    case 'payment':
      return words.say(value > 0 ? 'value.yes' : 'value.no');
    default:
      return amountText(value, unit, words);
  }
}

/** The factor's own figure is a logarithm; people read the two durations behind it. */
function rhythmText({ purchases }: Assessment, words: Words): string | null {
  const usual = purchases && usualGapDays(purchases);
  if (!purchases || !usual) return null;
  const values = { usual: words.duration(usual), silent: words.duration(purchases.silentDays) };
  return words.say(purchases.silentDays > usual ? 'rhythm.overdue' : 'rhythm.kept', values);
}

function amountText(amount: number, unit: Factor['unit'], words: Words): string {
  switch (unit) {
    case 'days':
      return words.duration(amount);
    case 'deals':
      return words.count('unit.orders', amount);
    case 'percentile':
      return words.say('unit.percentile', { share: shareText(amount, words) });
    case 'ratio':
      return words.say('unit.times', { n: words.number(amount, 1) });
    case 'hours':
      return words.count('unit.hours', amount);
    default:
      return words.number(amount, 1);
  }
}
