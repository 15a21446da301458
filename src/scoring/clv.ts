import type { ExpectedVerdict } from '../model/assessment.ts';
import type { PurchaseModel } from '../model/frame.ts';
import { expectedPurchases, type PurchaseHistory, purchaseTails } from './purchase-model.ts';

export type LifetimeTerms = {
  horizonDays: number;
  /** Mean amount of the account's purchases, portal currency. */
  meanDeal: number;
  /** How actual revenue compared with predicted in the portal's last window; 1 when unknown. */
  correction: number;
  /** Share of revenue that counts as profit, 0–1. */
  margin: number;
};

/**
 * Expected deals within the horizon, and value over 12 and 36 months; the latter is discounted by 10 % a
 * year from the middle of each year. The 12-month range holds the number of deals in 8 cases of 10, at
 * the account's mean deal.
 */
export function lifetimeValue(
  model: PurchaseModel,
  history: PurchaseHistory,
  terms: LifetimeTerms,
): ExpectedVerdict {
  const perDeal = terms.meanDeal * terms.correction * terms.margin;
  const inOneYear = expectedPurchases(model, history, yearDays);
  const inTwoYears = expectedPurchases(model, history, 2 * yearDays);
  const inThreeYears = expectedPurchases(model, history, 3 * yearDays);
  const discountedDeals =
    inOneYear / yearlyGrowth ** 0.5 +
    (inTwoYears - inOneYear) / yearlyGrowth ** 1.5 +
    (inThreeYears - inTwoYears) / yearlyGrowth ** 2.5;
  const { low, high } = purchaseRange(model, history, yearDays);
  const { horizonDays } = terms;
  return {
    deals: horizonDays === yearDays ? inOneYear : expectedPurchases(model, history, horizonDays),
    clv12: inOneYear * perDeal,
    clv12Low: Math.min(low, inOneYear) * perDeal,
    // A few large outcomes can lift the mean above nine cases of ten.
    clv12High: Math.max(high, inOneYear) * perDeal,
    clv36: discountedDeals * perDeal,
  };
}

/** 10th and 90th percentile of the number of purchases in the next `days`. */
export function purchaseRange(model: PurchaseModel, history: PurchaseHistory, days: number) {
  const nextTail = purchaseTails(model, history, days);
  let low = 0;
  for (let k = 1; ; k++) {
    const probability = nextTail();
    if (probability >= 0.9) low = k;
    if (!(probability > 0.1)) return { low, high: k - 1 };
  }
}

const yearDays = 365;
/** 10 % a year. */
const yearlyGrowth = 1.1;
