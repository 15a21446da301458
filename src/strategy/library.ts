import type { Strategy, StrategyCode } from '../model/strategy.ts';
import { core, maintain, matureStable } from './high-value-strategies.ts';
import { keyDates } from './key-date-strategy.ts';
import { churnWarning, lowStable, opportunity } from './low-value-strategies.ts';
import { growth, observe, regular } from './mid-value-strategies.ts';
import { complaint, dataQuality, winBack, winBackAuto } from './overlay-strategies.ts';

/** The strategies every portal starts with: one a type, and what runs beside it. A portal's own follow them. */
export const strategyLibrary: Readonly<Record<StrategyCode, Strategy>> = {
  core,
  mature_stable: matureStable,
  maintain,
  growth,
  regular,
  observe,
  opportunity,
  low_stable: lowStable,
  churn_warning: churnWarning,
  win_back: winBack,
  win_back_auto: winBackAuto,
  complaint,
  data_quality: dataQuality,
  key_dates: keyDates,
};
