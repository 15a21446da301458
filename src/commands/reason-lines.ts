import type { Assessment, Factor, HealthVerdict, UnscoredReason } from '../model/assessment.ts';
import { wordsIn } from '../words/words.ts';

/** The points of all lines of a scored account sum to its health. */
export type ReasonLine = { code: string; points: number; text: string };

/** Why an account has its health, or why it has no band. */
export function reasonLines({ health, unscored }: Assessment): ReasonLine[] {
  const lines = health ? billLines(health) : [];
  if (unscored) {
    lines.push({ code: unscored.reason, points: 0, text: unscoredTexts[unscored.reason] });
  }
  return lines;
}

function billLines({ base, factors, capPoints }: HealthVerdict): ReasonLine[] {
  const lines = [{ code: 'base', points: base, text: 'Average customer' }];
  for (const factor of factors) {
    if (factor.state !== 'scored') continue;
    lines.push({ code: factor.code, points: factor.points, text: factorText(factor) });
  }
  if (capPoints !== 0) {
    lines.push({ code: 'cap', points: capPoints, text: `Capped at ${capPoints < 0 ? 100 : 0}` });
  }
  return lines;
}

function factorText(factor: Factor): string {
  const { value, average, unit } = factor;
  if (value === null) return nameOf(factor);
  const compared = average === null ? '' : `, average customer ${amountText(average, unit)}`;
  return `${nameOf(factor)}: ${amountText(value, unit)}${compared}`;
}

function nameOf({ code, facts }: Factor): string {
  const horizonDays = facts['horizonDays'] ?? '';
  const key = `${code} ${horizonDays}`;
  // A million rows use a dozen names: look each up once.
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = words.say(`factor.${code}`, { window: `${horizonDays} days` });
  names.set(key, name);
  return name;
}

function amountText(value: number, unit: Factor['unit']): string {
  if (unit === 'percentile') return `${Math.round(100 * value)} %`;
  const rounded = Math.round(100 * value) / 100;
  return unit === 'days' || unit === 'hours' ? `${Math.round(value)} ${unit}` : String(rounded);
}

const words = wordsIn('en');
const names = new Map<string, string>();

const unscoredTexts: Readonly<Record<UnscoredReason, string>> = {
  no_purchases: 'No purchase on record',
  too_early: 'New, too early to judge',
  lapsed: 'No purchase within the look-back',
};
