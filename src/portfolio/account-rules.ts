import type { Assessment } from '../model/assessment.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { PortfolioAccount } from '../model/portfolio.ts';
import { purchasesOf } from '../scoring/purchases.ts';
import { quantitiesOf } from '../scoring/quantities.ts';

const yearDays = 365;

/** What the portfolio keeps of an account: today's answers, and how it stood a year ago. */
export function portfolioAccountOf(
  { profile, deals }: Pick<Evidence, 'profile' | 'deals'>,
  assessment: Assessment,
  { lookbackDays }: Pick<Frame, 'lookbackDays'>,
): PortfolioAccount {
  const { value, health, risk, purchases, asOf } = assessment;
  const yearAgo = asOf - yearDays;
  const then = quantitiesOf(purchasesOf(deals, yearAgo), yearAgo, yearDays);
  const boughtThen = then !== null && then.silentDays < yearDays;
  const wasCurrent = then !== null && then.silentDays <= lookbackDays;
  return {
    accountId: assessment.accountId,
    name: profile.name,
    ownerId: profile.ownerId,
    industry: profile.industry,
    lifecycle: assessment.lifecycle,
    valueTier: value?.tier ?? null,
    nineBox: assessment.nineBox,
    matrix: assessment.matrix,
    healthBand: health?.band ?? null,
    healthScore: health?.band ? health.score : null,
    riskLevel: risk?.level ?? null,
    revenueTtm: cents(purchases?.revenueTtm ?? 0),
    revenueAtRisk: cents(risk?.level ? risk.revenueAtRisk : 0),
    silentDays: purchases?.silentDays ?? null,
    revenueYearBefore: boughtThen ? then.revenueTtm : null,
    valueYearAgo: wasCurrent ? then.weightedRevenue : null,
  };
}

/** As written to HubSpot: the page's sums are the sums of the properties. */
function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
