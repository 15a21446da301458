/*
 * How well scores order and predict what then happened. In every function `scores` and `outcomes` are as
 * long as each other, a higher score says the outcome 1 is likelier, and ties share their rank.
 */
type Numbers = ArrayLike<number>;

export type CalibrationBin = { cases: number; predicted: number; actual: number };

/** Case numbers by rising score; equal scores stay in their order. */
function risingOrder(scores: Numbers): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (i, j) => at(scores, i) - at(scores, j),
  );
}

/** Probability that a random case with outcome 1 scores higher than one with 0; null without both. */
export function areaUnderCurve(scores: Numbers, outcomes: Numbers): number | null {
  return weightedArea(ranking(scores, outcomes), new Uint16Array(scores.length).fill(1));
}

/** Cases by rising score: their number, their outcome, and whether the next one scores higher. */
export type Ranking = { order: Uint32Array; outcome: Uint8Array; endsTie: Uint8Array };

export function ranking(scores: Numbers, outcomes: Numbers): Ranking {
  const order = risingOrder(scores);
  return {
    order,
    outcome: Uint8Array.from(order, (i) => at(outcomes, i)),
    endsTie: Uint8Array.from(order, (_, k) =>
      k + 1 === order.length || !tie(scores, order, k, k + 1) ? 1 : 0,
    ),
  };
}

/** The area when case i counts `weights[i]` times. */
export function weightedArea(
  { order, outcome, endsTie }: Ranking,
  weights: Uint16Array,
): number | null {
  let [positives, negatives, wins] = [0, 0, 0];
  let [tiedPositives, tiedNegatives] = [0, 0];
  for (let k = 0; k < order.length; k++) {
    const weight = weights[order[k] ?? 0] ?? 0;
    if (outcome[k] === 1) tiedPositives += weight;
    else tiedNegatives += weight;
    if (endsTie[k] === 0) continue;
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
  return positives === 0 || negatives === 0 ? null : wins / (positives * negatives);
}

/** Mean precision over the cases with outcome 1, best score first; null when there is none. */
export function averagePrecision(scores: Numbers, outcomes: Numbers): number | null {
  const order = risingOrder(scores).reverse();
  let [seen, found, sum, start] = [0, 0, 0, 0];
  while (start < order.length) {
    let end = start;
    let tiedPositives = 0;
    for (; end < order.length && tie(scores, order, start, end); end++) {
      tiedPositives += at(outcomes, at(order, end));
    }
    seen += end - start;
    found += tiedPositives;
    sum += tiedPositives * (found / seen);
    start = end;
  }
  return found === 0 ? null : sum / found;
}

/** What the best-scored `share` of the cases holds of the total of `amounts`, 0–1; null for no total. */
export function captureAtTop(scores: Numbers, amounts: Numbers, share: number): number | null {
  const order = risingOrder(scores).reverse();
  const wanted = Math.max(1, Math.round(share * order.length));
  let [total, captured, start] = [0, 0, 0];
  while (start < order.length) {
    let end = start;
    let tied = 0;
    for (; end < order.length && tie(scores, order, start, end); end++) {
      tied += at(amounts, at(order, end));
    }
    // Of cases that tie at the border, their average.
    const taken = Math.max(0, Math.min(end, wanted) - start);
    captured += (tied * taken) / (end - start);
    total += tied;
    start = end;
  }
  return total > 0 ? captured / total : null;
}

/** Rate of outcome 1 in the best-scored `share` of the cases ÷ the rate among all; null without any. */
export function liftAtTop(scores: Numbers, outcomes: Numbers, share: number): number | null {
  const captured = captureAtTop(scores, outcomes, share);
  const wanted = Math.max(1, Math.round(share * scores.length));
  return captured === null ? null : (captured * scores.length) / wanted;
}

/** Mean squared error of probabilities. */
export function brierScore(probabilities: Numbers, outcomes: Numbers): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += (at(probabilities, i) - at(outcomes, i)) ** 2;
  }
  return sum / probabilities.length;
}

/** Predicted and actual rate in bins of equally many cases, by rising prediction. */
export function reliability(
  probabilities: Numbers,
  outcomes: Numbers,
  bins: number,
): CalibrationBin[] {
  const order = risingOrder(probabilities);
  const table: CalibrationBin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const from = Math.floor((bin * order.length) / bins);
    const to = Math.floor(((bin + 1) * order.length) / bins);
    if (to === from) continue;
    let [predicted, actual] = [0, 0];
    for (const i of order.subarray(from, to)) {
      predicted += at(probabilities, i);
      actual += at(outcomes, i);
    }
    const cases = to - from;
    table.push({ cases, predicted: predicted / cases, actual: actual / cases });
  }
  return table;
}

/** Expected calibration error: mean distance of predicted and actual rate over the bins' cases. */
export function calibrationError(table: readonly CalibrationBin[]): number {
  let [cases, sum] = [0, 0];
  for (const bin of table) {
    cases += bin.cases;
    sum += bin.cases * Math.abs(bin.predicted - bin.actual);
  }
  return sum / cases;
}

function tie(scores: Numbers, order: Uint32Array, first: number, second: number) {
  return at(scores, at(order, first)) === at(scores, at(order, second));
}

function at(values: Numbers, index: number): number {
  return values[index] ?? 0;
}
