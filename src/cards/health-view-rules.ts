import type { HealthView, Label, Reason, Tone } from '../../extensions/app/cards/contract.ts';
import type { Assessment, Factor, HealthBand, HealthVerdict } from '../model/assessment.ts';
import type { Words } from '../words/words.ts';
import { billView } from './bill-view-rules.ts';
import { labelled } from './factor-text-rules.ts';
import { factorFact } from './purchase-fact-rules.ts';
import { sentenceCase, type ViewContext } from './view-context-rules.ts';

const bandTones: Record<HealthBand, Tone> = { healthy: 'good', attention: 'watch', at_risk: 'bad' };
const reasonsPerDirection = 2;

export function healthView(
  assessment: Assessment,
  health: HealthVerdict,
  context: ViewContext,
): Omit<HealthView, 'trend' | 'dimensions'> {
  const { words } = context;
  const score = words.number(health.score);
  return {
    score: health.score,
    figure: words.say('health.figure', { score }),
    band: bandLabel(health.band, words),
    change: changeText(health, words),
    reasonsTitle: words.say('health.reasons'),
    reasons: reasons(assessment, health, words),
    bill: billView(assessment, health, context),
  };
}

export function bandLabel(band: HealthBand | null, words: Words): Label {
  return band === null
    ? { text: words.say('band.unscored'), tone: 'neutral' }
    : { text: words.say(`band.${band}`), tone: bandTones[band] };
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
