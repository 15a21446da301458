/**
 * Has a rate changed? `now` events in the last period against the counts of earlier periods of the same
 * length. If the rate is steady, the share that falls into the last period is binomial.
 */
export type Counts = {
  now: number;
  earlier: readonly number[];
  /** Variance of the counts over that of pure chance, where known: above 1, events come in bursts. */
  burstiness?: number;
};

/**
 * Probability of so few events or fewer in the last period, if nothing had changed. Bursts count as one
 * event each: an account that orders three times in a week and then rests has three times less to say.
 */
export function chanceOfSoFew({ now, earlier, burstiness = 1 }: Counts): number {
  const perBurst = Math.max(1, burstiness);
  const total = Math.floor((now + sumOf(earlier)) / perBurst);
  return binomialAtMost(Math.ceil(now / perBurst), total, 1 / (earlier.length + 1));
}

/** Probability of so many events or more in the last period, if nothing had changed. */
export function chanceOfSoMany({ now, earlier }: Counts): number {
  const total = now + sumOf(earlier);
  return now === 0 ? 1 : 1 - binomialAtMost(now - 1, total, 1 / (earlier.length + 1));
}

/**
 * How far the last period lies below the median of the earlier ones, in standard deviations; the spread is
 * the larger of chance and what the account has shown (median absolute deviation). Square roots make the
 * spread of counts alike.
 */
export function robustDrop({ now, earlier }: Counts): number {
  const roots = earlier.map(rootOf);
  const usual = median(roots);
  const deviation = median(roots.map((root) => Math.abs(root - usual))) / normalQuartile;
  return (usual - rootOf(now)) / Math.max(1, deviation);
}

/** Squared coefficient of variation of the gaps between events: 1 for events by pure chance. */
export function burstinessOf(gaps: readonly number[]): number {
  if (gaps.length < 2) return 1;
  const mean = sumOf(gaps) / gaps.length;
  const squares = sumOf(gaps.map((gap) => (gap - mean) ** 2));
  return squares / (gaps.length - 1) / mean ** 2;
}

function rootOf(count: number): number {
  return 2 * Math.sqrt(count + 3 / 8);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Sum of binomial probabilities from 0 to `most`, each from the one before. */
function binomialAtMost(most: number, trials: number, share: number): number {
  const logNone = trials * Math.log1p(-share);
  let logTerm = logNone;
  let sum = 0;
  for (let k = 0; k <= most; k++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(((trials - k) / (k + 1)) * (share / (1 - share)));
  }
  return Math.min(1, sum);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const normalQuartile = 0.6745;
