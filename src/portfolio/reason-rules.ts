import { keyFact } from '../cards/purchase-fact-rules.ts';
import { riskView } from '../cards/risk-view-rules.ts';
import { sentenceCase, type ViewContext } from '../cards/view-context-rules.ts';
import type { Assessment } from '../model/assessment.ts';

/**
 * Why an account stands where it stands, in the words of its card; what explains most first. Empty
 * while it is not scored.
 */
export function reasonsOf(assessment: Assessment, context: ViewContext): string[] {
  const { risk, health } = assessment;
  if (risk === null || risk.level === null || health === null) return [];
  const fact = keyFact(assessment, context.words);
  const said = fact === null ? [] : [sentenceCase(fact)];
  if (risk.signals.length === 0) return said;
  const { reasons } = riskView(assessment, risk, context);
  // That nobody is known to decide says little of why revenue is at risk; the purchases say more.
  return risk.signals.every(({ code }) => code === 'R8_no_kdm') ? [...said, ...reasons] : reasons;
}
