import type { ExpectedVerdict } from '../model/assessment.ts';
import type { Frame, PurchaseModel } from '../model/frame.ts';
import { lifetimeValue } from './clv.ts';
import { isDegenerate, type PurchaseHistory, probabilityAlive } from './purchase-model.ts';
import type { Quantities } from './quantities.ts';

/** Expected deals and lifetime value. `margin` 1 gives revenue, less gives profit. */
export function expectedOf(quantities: Quantities, frame: Frame, margin: number): ExpectedVerdict {
  const { count, ageDays, silentDays, total, valuedCount } = quantities;
  const model = frame.purchaseModel ?? usualModel(frame.lnTypicalGap);
  const history = { x: count - 1, tx: ageDays - silentDays, T: ageDays };
  const value = lifetimeValue(model, history, {
    horizonDays: frame.horizonDays,
    meanDeal: valuedCount === 0 ? 0 : total / valuedCount,
    correction: frame.revenueCorrection,
    margin,
  });
  return { ...value, probabilityAlive: shownAlive(history, frame) };
}

function shownAlive(history: PurchaseHistory, frame: Frame): number | null {
  const { purchaseModel, repeatBuyers = 0 } = frame;
  if (purchaseModel === null || history.x < fewestRepeats) return null;
  if (repeatBuyers < fewestRepeatBuyers || isDegenerate(purchaseModel)) return null;
  return probabilityAlive(purchaseModel, history);
}

/** The medians of the prior, in the portal's typical gaps: what is assumed before anything was fitted. */
function usualModel(lnTypicalGap: number): PurchaseModel {
  return { r: 0.8, alpha: 1.5 * Math.exp(lnTypicalGap), a: 0.4, b: 2 };
}

const fewestRepeats = 2;
/** Assumption: a share of leavers cannot be told from fewer. */
const fewestRepeatBuyers = 30;
