import type { Label, RiskView, Tone } from '../../extensions/app/cards/contract.ts';
import type { Assessment, RiskLevel, RiskVerdict } from '../model/assessment.ts';
import type { Words } from '../words/words.ts';
import { keyFact } from './purchase-fact-rules.ts';
import { signalText } from './signal-text-rules.ts';
import { sentenceCase, type ViewContext } from './view-context-rules.ts';

const levelTones: Record<RiskLevel, Tone> = { low: 'good', medium: 'watch', high: 'bad' };

export function riskView(
  assessment: Assessment,
  risk: RiskVerdict,
  context: ViewContext,
): RiskView {
  const { words } = context;
  return {
    title: words.say('risk.title'),
    level: riskLabel(risk.level, context),
    reasons: reasons(assessment, risk, context),
    basis: basis(risk, context),
  };
}

export function riskLabel(level: RiskLevel | null, { words }: ViewContext): Label {
  return level === null
    ? { text: words.say('band.unscored'), tone: 'neutral' }
    : { text: words.say(`risk_level.${level}`), tone: levelTones[level] };
}

function reasons(assessment: Assessment, risk: RiskVerdict, { words }: ViewContext): string[] {
  const named = risk.signals.map((signal) => sentenceCase(signalText(signal, words)));
  const complaint = notedComplaint(assessment, risk, words);
  if (complaint !== null) named.push(sentenceCase(complaint));
  if (named.length > 0) return named;
  const fact = keyFact(assessment, words);
  if (risk.level === 'low' || risk.level === null || fact === null) return [words.say('risk.none')];
  return [words.say('risk.level_from_silence', { fact })];
}

/** Too few complaints for the signal are named all the same: the next one may make it. */
function notedComplaint({ health }: Assessment, risk: RiskVerdict, words: Words): string | null {
  if (risk.signals.some(({ code }) => code === 'R4_complaints')) return null;
  const factor = health?.factors.find(({ code }) => code === 'complaints');
  const withinDays = factor?.facts['withinDays'];
  if (!factor?.value || typeof withinDays !== 'number') return null;
  return words.count('risk.complaints_noted', factor.value, { window: words.duration(withinDays) });
}

/** A percentage is shown only once the portal's own history has confirmed the scores. */
function basis(risk: RiskVerdict, { words, portal }: ViewContext): string {
  if (!portal.verification?.verified) return words.say('risk.unverified');
  const probability = words.say('risk.probability', {
    share: words.percent(risk.probability),
    window: words.duration(risk.horizonDays),
  });
  return `${sentenceCase(probability)} · ${words.say('risk.verified')}`;
}
