import type { NoiseLimits } from '../model/execution-settings.ts';
import type { Preset } from '../model/preset.ts';
import type { Strategy, StrategyStep } from '../model/strategy.ts';
import { texts } from './library-parts.ts';
import { defaultNoiseLimits } from './noise-budget.ts';

export type StrategyPreset = {
  /** Those that the industry changes. */
  strategies: readonly Strategy[];
  limits: NoiseLimits;
  cooldownDays: number;
};

type Differences = {
  /** By step; null leaves a step out. */
  steps: Readonly<Record<string, Partial<Omit<StrategyStep, 'key'>> | null>>;
  limits?: Partial<NoiseLimits>;
  cooldownDays?: number;
};

/**
 * The library was written for B2B manufacturing, and holds in every industry but for this. Assumptions:
 * where service is the product it is asked about every month; consumer goods have many small customers
 * with short cycles, served in lists; in finance gifts and discounts are no means of winning back, and
 * one win-back a half-year is enough; subscriptions are looked at every quarter, as use tells early.
 * Service levels are the same everywhere.
 */
const differences: Readonly<Record<Preset, Differences>> = {
  b2b_manufacturing: { steps: {} },
  services: {
    steps: {
      'ms.contact': {
        content: texts('Monthly service-quality contact', '每月服务品质回访', '每月服務品質回訪'),
        timing: { kind: 'monthly', day: 10 },
      },
    },
  },
  fmcg_retail: {
    steps: {
      'ms.expand': { timing: { kind: 'before_expected_order', days: 7 } },
      'rg.contact': {
        content: texts('Quarterly check-in by list', '季度批量回访', '每季批次回訪'),
        mode: 'bundled_task',
        timing: { kind: 'quarterly', monthOfQuarter: 2, day: 10 },
      },
    },
    limits: { newTasksPerOwnerPerDay: 8, openTasksPerOwner: 40 },
    cooldownDays: 60,
  },
  finance: {
    steps: {
      'gr.discount': null,
      'wb.gift': {
        content: texts(
          'Give a personal service promise, without gift or discount',
          '作出专属服务承诺（不含礼品与折扣）',
          '提出專屬服務承諾（不含禮品與折扣）',
        ),
        resources: { text: null, state: 'none' },
        checklist: [
          texts(
            'The promise names a person and a number to call',
            '服务承诺写明专人与电话',
            '服務承諾寫明專人與電話',
          ),
        ],
      },
    },
    cooldownDays: 180,
  },
  saas: {
    steps: {
      'rg.contact': {
        content: texts('Quarterly look at their use', '季度使用情况回访', '每季使用情況回訪'),
        timing: { kind: 'quarterly', monthOfQuarter: 2, day: 10 },
      },
    },
  },
};

/** What an industry makes of a portal's strategies; what it does not name stays as the portal has it. */
export function strategyPreset(preset: Preset, strategies: readonly Strategy[]): StrategyPreset {
  const { steps, limits, cooldownDays = 90 } = differences[preset];
  return {
    strategies: strategies
      .filter((strategy) => strategy.steps.some(({ key }) => key in steps))
      .map((strategy) => withSteps(strategy, steps)),
    limits: { ...defaultNoiseLimits, ...limits },
    cooldownDays,
  };
}

function withSteps(strategy: Strategy, differing: Differences['steps']): Strategy {
  const steps = strategy.steps.flatMap((step): StrategyStep[] => {
    const difference = differing[step.key];
    return difference === null ? [] : [{ ...step, ...difference }];
  });
  return { ...strategy, steps };
}
