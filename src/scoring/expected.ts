import type { ExpectedVerdict } from '../model/assessment.ts';
import type { Frame, PurchaseModel } from '../model/frame.ts';
import { lifetimeValue } from './clv.ts';
import type { Quantities } from './quantities.ts';

/** Expected deals and lifetime value. `margin` 1 gives revenue, less gives profit. */
export function expectedOf(quantities: Quantities, frame: Frame, margin: number): ExpectedVerdict {
  const { count, ageDays, silentDays, total, valuedCount } = quantities;
  const model = frame.purchaseModel ?? usualModel(frame.lnTypicalGap);
  return lifetimeValue(
    model,
    { x: count - 1, tx: ageDays - silentDays, T: ageDays },
    {
      horizonDays: frame.horizonDays,
      meanDeal: valuedCount === 0 ? 0 : total / valuedCount,
      correction: frame.revenueCorrection,
      margin,
    },
  );
}

/** The medians of the prior, in the portal's typical gaps: what is assumed before anything was fitted. */
function usualModel(lnTypicalGap: number): PurchaseModel {
  return { r: 0.8, alpha: 1.5 * Math.exp(lnTypicalGap), a: 0.4, b: 2 };
}
