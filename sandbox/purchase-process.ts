import type { Random } from './random.ts';

export type Purchase = { day: number; amount: number };

/**
 * How often customers buy and how they leave: rates gamma-distributed over customers with this
 * shape around a median gap, leaving after a purchase beta-distributed (MBG/NBD), amounts log-normal
 * around a customer's own level. Shapes are those of the MBG prior the scoring measurements found.
 */
const RATE_SHAPE = 1.1;
const MEAN_GAP_DAYS = 70;
const LEAVE_A = 0.4;
const LEAVE_B = 5;
const PROSPECTS = 0.1;
const SLOWING = 0.12;
const LOG_LEVEL = 8.6;
const LOG_LEVEL_SD = 1.1;
const LOG_AMOUNT_SD = 0.45;

type Rhythm = 'regular' | 'irregular' | 'seasonal';

function rhythmOf(random: Random): Rhythm {
  const drawn = random.next();
  if (drawn < 0.4) return 'regular';
  return drawn < 0.85 ? 'irregular' : 'seasonal';
}

/** A gap in days around the mean: Erlang-8 for regular buyers, exponential otherwise. */
function gapOf(random: Random, rhythm: Rhythm, mean: number): number {
  if (rhythm === 'regular') return (mean * random.gamma(8)) / 8;
  return mean * random.exponential();
}

/** Seasonal buyers mostly wait for their half of the year. */
function isOutOfSeason(random: Random, rhythm: Rhythm, day: number, peak: number): boolean {
  if (rhythm !== 'seasonal') return false;
  return Math.cos(((day - peak) / 365) * 2 * Math.PI) < 0 && random.chance(0.85);
}

/** The purchases of one company up to today (day numbers), and its usual amount. */
export function drawPurchases(
  random: Random,
  { today, historyDays }: { today: number; historyDays: number },
): { level: number; purchases: Purchase[] } {
  const level = Math.exp(LOG_LEVEL + LOG_LEVEL_SD * random.normal());
  if (random.chance(PROSPECTS)) return { level, purchases: [] };

  const rhythm = rhythmOf(random);
  const rate = (random.gamma(RATE_SHAPE) + 0.15) / (RATE_SHAPE * MEAN_GAP_DAYS);
  const leaving = random.beta(LEAVE_A, LEAVE_B);
  const slowing = random.chance(SLOWING) ? 1.25 : 1;
  const peak = random.below(365);
  const purchases: Purchase[] = [];
  let mean = Math.max(4, 1 / rate);
  let day = today - historyDays + Math.floor(random.next() * historyDays);
  while (day <= today) {
    if (!isOutOfSeason(random, rhythm, day, peak)) {
      const amount = level * Math.exp(LOG_AMOUNT_SD * random.normal());
      purchases.push({ day, amount: Math.round(amount * 100) / 100 });
      if (random.chance(leaving)) break;
      mean *= slowing;
    }
    day += Math.max(1, Math.round(gapOf(random, rhythm, mean)));
  }
  return { level, purchases };
}
