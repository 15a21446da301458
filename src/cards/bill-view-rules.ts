import type { Bill, BillChart, BillLine } from '../../extensions/app/cards/contract.ts';
import type {
  Assessment,
  EvidenceGrade,
  Factor,
  HealthVerdict,
  SignalOutcome,
} from '../model/assessment.ts';
import type { WordKey, Words } from '../words/words.ts';
import { amountText, factorLabel, labelled, valueText } from './factor-text-rules.ts';
import { sentenceCase, type ViewContext } from './view-context-rules.ts';

const grades: readonly EvidenceGrade[] = ['A', 'B', 'C', 'D'];
const ownWords: Readonly<Record<SignalOutcome, WordKey>> = {
  supported: 'own_result.supported',
  not_supported: 'own_result.not_supported',
  // A key that ends in `_few` would be a plural form.
  too_few: 'own_result.scarce',
  too_young: 'own_result.too_young',
  undated: 'own_result.undated',
  overwritten: 'own_result.overwritten',
  no_weight: 'own_result.no_weight',
};

/** The score as a sum: base, factors, cap if any, total; with what the portal's own past says of each. */
export function billView(
  assessment: Assessment,
  health: HealthVerdict,
  context: ViewContext,
): Bill {
  const { words } = context;
  const scored = health.factors.filter((factor) => factor.state === 'scored');
  const used = new Set(scored.map((factor) => factor.grade));
  return {
    title: words.say('bill.title', { score: words.number(health.score) }),
    columns: {
      factor: words.say('bill.factor'),
      value: words.say('bill.value'),
      average: words.say('bill.average'),
      points: words.say('bill.points'),
      grade: words.say('bill.grade'),
      asOf: words.say('bill.as_of'),
    },
    chart: chart(scored, assessment, words),
    lines: [
      plainLine('base', words.say('bill.base'), words.number(health.base), health.base),
      ...scored.map((factor) => factorLine(factor, assessment, context)),
      ...capLines(health, words),
      plainLine('total', words.say('bill.total'), words.number(health.score), health.score),
    ],
    notCounted: notCounted(assessment, health, words),
    legend: grades
      .filter((grade) => used.has(grade))
      .map((grade) => words.say('grade.mark', { grade, meaning: words.say(`grade.${grade}`) })),
  };
}

/** Factors that neither add nor take points would be bars without height. */
function chart(scored: readonly Factor[], assessment: Assessment, words: Words): BillChart | null {
  const bars = scored
    .filter(({ points }) => points !== 0)
    .map(({ code, points }) => ({ factor: factorLabel(code, assessment, words), points }));
  if (bars.length === 0) return null;
  return {
    title: words.say('bill.chart'),
    axes: { factor: words.say('bill.factor'), points: words.say('bill.points') },
    bars,
  };
}

function factorLine(
  factor: Factor,
  assessment: Assessment,
  { words, today }: ViewContext,
): BillLine {
  const { code, average, unit, points, grade, ownResult, asOf } = factor;
  return {
    kind: 'factor',
    label: factorLabel(code, assessment, words),
    value: valueText(factor, assessment, words),
    average: average === null ? null : amountText(average, unit, words),
    points,
    pointsText: words.points(points),
    grade: { mark: grade, meaning: words.say(`grade.${grade}`) },
    own: ownResult ? words.say(ownWords[ownResult]) : null,
    asOf: asOf === null ? null : asOfText(asOf, today, words),
  };
}

function asOfText(asOf: number, today: number, words: Words): string {
  return asOf === today ? words.say('unit.today') : words.date(asOf);
}

function plainLine(
  kind: 'base' | 'cap' | 'total',
  label: string,
  pointsText: string,
  points: number,
): BillLine {
  const nothing = { value: null, average: null, grade: null, own: null, asOf: null };
  return { kind, label, points, pointsText, ...nothing };
}

function capLines({ capPoints }: HealthVerdict, words: Words): BillLine[] {
  if (capPoints === 0) return [];
  const label = words.say(capPoints < 0 ? 'bill.cap_high' : 'bill.cap_low');
  return [plainLine('cap', label, words.points(capPoints), capPoints)];
}

/** One line per cause: for information, or switched off and why. What is missing belongs to the confidence. */
function notCounted(assessment: Assessment, { factors }: HealthVerdict, words: Words) {
  const aside = (['shown', 'off'] as const).flatMap((state) =>
    factors.filter((factor) => factor.state === state),
  );
  const byCause = Map.groupBy(aside, (factor) => causeOf(factor, words));
  const lines = [...byCause].map(([cause, members]) => {
    const names = members.map((factor) => labelled(factor, assessment, words));
    return words.say('unit.labelled', { label: sentenceCase(cause), value: words.list(names) });
  });
  return lines.length === 0 ? null : { title: words.say('bill.not_counted'), lines };
}

function causeOf({ state, ownResult }: Factor, words: Words): string {
  if (state === 'shown') return words.say('bill.state.shown');
  return words.say(ownResult ? ownWords[ownResult] : 'bill.state.off');
}
